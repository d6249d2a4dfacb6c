//go:build js && wasm

package main

import (
	"syscall/js"
	"time"
)

// fixture holds the JavaScript values that the rows work on, fetched once.
type fixture struct {
	object, array, text, class, none, sum, bytes64, bytes64K, document, stage js.Value
	go64, go64K                                                               []byte
	mixed                                                                     js.Value
}

func newFixture(f js.Value) *fixture {
	return &fixture{
		object: f.Get("object"), array: f.Get("array"), text: f.Get("text"), class: f.Get("Class"),
		none: f.Get("none"), sum: f.Get("sum"), bytes64: f.Get("bytes64"), bytes64K: f.Get("bytes64K"),
		document: f.Get("document"), stage: f.Get("stage"), mixed: f.Get("mixed"),
		go64: make([]byte, 64), go64K: make([]byte, 64<<10),
	}
}

type row struct {
	name string
	run  func(f *fixture, n int)
}

// Sinks keep results alive, so that no loop can be emptied.
var (
	floatSink float64
	intSink   int
	valueSink js.Value
	textSink  string
	timeSink  time.Time
)

// loop makes a row of an operation that takes nothing but the count.
func loop(name string, op func(f *fixture, i int)) row {
	return row{name, func(f *fixture, n int) {
		for i := 0; i < n; i++ {
			op(f, i)
		}
	}}
}

var rows = []row{
	loop("get number", func(f *fixture, i int) { floatSink = f.object.Get("count").Float() }),
	loop("get object", func(f *fixture, i int) { valueSink = f.object.Get("child") }),
	loop("get string", func(f *fixture, i int) { valueSink = f.object.Get("title") }),
	loop(".String()", func(f *fixture, i int) { textSink = f.text.String() }),
	loop("set number", func(f *fixture, i int) { f.object.Set("total", i) }),
	loop("set string", func(f *fixture, i int) { f.object.Set("label", "a short label") }),
	loop("index", func(f *fixture, i int) { floatSink = f.array.Index(i & 7).Float() }),
	loop("setindex", func(f *fixture, i int) { f.array.SetIndex(i&7, i) }),
	loop("length", func(f *fixture, i int) { intSink = f.array.Length() }),
	loop("call 2", func(f *fixture, i int) { floatSink = f.object.Call("add", 1, 2).Float() }),
	loop("invoke 0", func(f *fixture, i int) { floatSink = f.none.Invoke().Float() }),
	loop("invoke 2", func(f *fixture, i int) { floatSink = f.sum.Invoke(1, 2).Float() }),
	loop("new", func(f *fixture, i int) { valueSink = f.class.New() }),
	loop("ValueOf(string)", func(f *fixture, i int) { valueSink = js.ValueOf("a short label") }),
	loop("copy to Go 64 B", func(f *fixture, i int) { intSink = js.CopyBytesToGo(f.go64, f.bytes64) }),
	loop("copy to JS 64 B", func(f *fixture, i int) { intSink = js.CopyBytesToJS(f.bytes64, f.go64) }),
	loop("copy to Go 64 KiB", func(f *fixture, i int) { intSink = js.CopyBytesToGo(f.go64K, f.bytes64K) }),
	loop("copy to JS 64 KiB", func(f *fixture, i int) { intSink = js.CopyBytesToJS(f.bytes64K, f.go64K) }),
	loop("time.Now", func(f *fixture, i int) { timeSink = time.Now() }),
	loop("10,000 divs", func(f *fixture, i int) { buildDivs(f, 10000) }),
	{"mixed", mixed},
}

// mixed touches many names on objects of several shapes. It is no row of the table: the driver runs it first, so that
// the engine's inline caches have seen what a real program shows them, and no row profits from being alone.
func mixed(f *fixture, n int) {
	names := []string{"alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta"}
	shapes := make([]js.Value, f.mixed.Length())
	for i := range shapes {
		shapes[i] = f.mixed.Index(i)
	}
	for i := 0; i < n; i++ {
		shape, name := shapes[i%len(shapes)], names[i/len(shapes)%len(names)]
		valueSink = shape.Get(name)
		shape.Set(name, i)
		shape.Set("text", name)
		valueSink = shape.Call("method", i, name)
		valueSink = shape.Get("make").Invoke(i)
		valueSink = shape.Get("Class").New(i)
	}
}

// buildDivs builds elements with text and class, the way a list in a page is built.
func buildDivs(f *fixture, count int) {
	for i := 0; i < count; i++ {
		div := f.document.Call("createElement", "div")
		div.Set("className", "item")
		div.Set("textContent", "an item of the list")
		f.stage.Call("appendChild", div)
	}
	f.stage.Set("textContent", "")
}

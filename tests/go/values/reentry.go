//go:build js && wasm

package main

import (
	"fmt"
	"runtime"
	"syscall/js"
)

var kept [][]byte

// disturbances are what Go does in the middle of an access: everything that could move memory, the stack, or a host's scratch space.
var disturbances = []struct {
	name string
	run  func()
}{
	{"nothing", func() {}},
	{"grow", func() { kept = append(kept[:0], make([]byte, 32<<20)); kept[0][len(kept[0])-1] = 1 }},
	{"stack", func() { deep(5000) }},
	{"gc", func() { runtime.GC() }},
	{"calls", func() {
		for i := 0; i < 50; i++ {
			fixture.Call("args", "other", i, fmt.Sprintf("names-%d", i))
			fixture.Get("missing")
			_ = fixture.Call("repeat", "z", 3000).String()
		}
	}},
	{"names", func() {
		o := js.Global().Get("Object").New()
		for round := 0; round < 2; round++ {
			for i := 0; i < 3000; i++ {
				o.Set(fmt.Sprintf("evict-%d", i), i)
			}
		}
	}},
	{"wide", func() { fixture.Call("sum", manyArgs(2000)...) }},
	{"throws", func() { outcome(func() any { return fixture.Call("thrower", "inner").Invoke() }) }},
}

func deep(n int) int {
	var pad [64]byte
	if n == 0 {
		return int(pad[0])
	}
	return deep(n-1) + int(pad[n%64])
}

// reentry enters Go in the middle of every kind of access, disturbs it, and looks whether the access is right afterwards.
func reentry() {
	for _, d := range disturbances {
		name, run := d.name, d.run
		f := js.FuncOf(func(js.Value, []js.Value) any { run(); return nil })
		o := fixture.Call("reentrant", f, "answer")
		fn := fixture.Call("reentrantFunction", f)
		for round := 0; round < 3; round++ {
			id := fmt.Sprintf("%s/%d", name, round)
			emit("reenter/get/"+id, func() any { return o.Get("x") })
			emit("reenter/set/"+id, func() any { o.Set("x", "kept "+id); return fixture.Get("kept") })
			emit("reenter/setIndex/"+id, func() any { o.SetIndex(0, "index "+id); return fixture.Get("kept") })
			emit("reenter/methodGetter/"+id, func() any { return o.Call("method", 1, "two", 3.5, nil, id) })
			emit("reenter/call/"+id, func() any { return o.Call("call", manyArgs(20)...) })
			emit("reenter/invoke/"+id, func() any { return fn.Invoke(1, "two", id).Get("made") })
			emit("reenter/new/"+id, func() any { return fn.New(1, "two", id).Get("made") })
			emit("reenter/callThrows/"+id, func() any { return fixture.Call("reentrantThrow", f).Invoke("a", id) })
			emit("reenter/newThrows/"+id, func() any { return fixture.Call("reentrantThrow", f, "primitive "+id).Invoke() })
			emit("reenter/delete/"+id, func() any { p := fixture.Call("reentrantProxy", f); p.Delete("x"); return p.Get("x") })
		}
		f.Release()
	}
	emit("reenter/nested", func() any { return nested(40) })
	kept = nil
	runtime.GC()
	emit("reenter/afterGC", func() any { return fixture.Call("args", "a", 1, js.ValueOf([]any{"b"})) })
}

// movedStack re-enters Go within the accesses whose results wasm_exec.js stores where the stack was before (valueIndex, valueLength, valueInstanceOf): what it
// prints under wasm_exec.js depends on when the stack moved, so it is for the bridge alone.
func movedStack() {
	for _, d := range disturbances {
		run := d.run
		f := js.FuncOf(func(js.Value, []js.Value) any { run(); return nil })
		for round := 0; round < 3; round++ {
			id := fmt.Sprintf("%s/%d", d.name, round)
			emit("moved/index/"+id, func() any { return fixture.Call("reentrant", f, "answer").Index(0) })
			emit("moved/length/"+id, func() any { return fixture.Call("reentrant", f, "answer").Length() })
			emit("moved/instanceOf/"+id, func() any { return js.ValueOf(1).InstanceOf(fixture.Call("instanceOfReentrant", f)) })
			emit("moved/instanceOfProxy/"+id, func() any { return fixture.Call("reentrantProxy", f).InstanceOf(js.Global().Get("Date")) })
		}
		f.Release()
	}
}

// nested goes down through Go and JavaScript by turns, and adds up on the way back.
func nested(depth int) int {
	if depth == 0 {
		return 1
	}
	f := js.FuncOf(func(_ js.Value, args []js.Value) any { return nested(depth-1) + args[0].Int() })
	defer f.Release()
	return fixture.Call("callPlain", f, depth).Int()
}

//go:build js && wasm

package main

import (
	"fmt"
	"os"
	"strings"
	"syscall/js"
	"time"
)

// accesses throw out of an access that Go cannot recover from: the exception belongs to the JavaScript caller of the entry.
var accesses = []struct {
	name string
	run  func()
}{
	{"get", func() { fixture.Call("throwing", "get").Get("x") }},
	{"set", func() { fixture.Call("throwing", "set").Set("x", 1) }},
	{"setTypeError", func() { fixture.Call("throwingTypeError").Set("x", 1) }},
	{"length", func() { fixture.Call("throwing", "length").Length() }},
	{"index", func() { fixture.Call("throwing", "index").Index(0) }},
	{"setIndex", func() { fixture.Call("throwing", "setIndex").SetIndex(0, 1) }},
	{"setIndexTypeError", func() { fixture.Call("throwingTypeError").SetIndex(0, 1) }},
	{"getPrimitive", func() { fixture.Call("throwingPrimitive", "text").Get("x") }},
	{"getUndefined", func() { fixture.Call("throwingPrimitive", js.Undefined()).Get("x") }},
	{"methodGetter", func() { fixture.Call("throwing", "method").Call("x") }},
	{"proxyGet", func() { fixture.Call("throwingProxy").Get("x") }},
	{"proxySet", func() { fixture.Call("throwingProxy").Set("x", 1) }},
	{"proxySetTypeError", func() { fixture.Call("throwingProxyTypeError").Set("x", 1) }},
	{"protoProxySetTypeError", func() { js.Global().Get("Object").Call("create", fixture.Call("throwingProxyTypeError")).Set("x", 1) }},
	{"revokedGet", func() { fixture.Call("revoked").Get("x") }},
	{"revokedSet", func() { fixture.Call("revoked").Set("x", 1) }},
	{"refusingBlindProxy", func() { fixture.Call("refusingBlindProxy").Set("x", 1) }},
	{"proxyDelete", func() { fixture.Call("throwingProxy").Delete("x") }},
	{"arrayLength", func() { fixture.Call("make", "array").Set("length", -1) }},
	{"arrayLengthObject", func() { fixture.Call("make", "array").Set("length", fixture.Call("valueOfThrows")) }},
	{"protoCycle", func() { c := fixture.Call("cyclic"); c.Get("parent").Set("__proto__", c.Get("child")) }},
	{"protoOfFrozen", func() { fixture.Call("make", "frozen").Set("__proto__", fixture.Call("make", "object")) }},
	{"typedArrayValueOf", func() { fixture.Call("make", "u8").SetIndex(0, fixture.Call("valueOfThrows")) }},
	{"typedArraySymbol", func() { fixture.Call("make", "u8").SetIndex(0, fixture.Call("make", "symbol")) }},
	{"typedArrayBigint", func() { fixture.Call("make", "u8").SetIndex(0, fixture.Call("make", "bigint")) }},
	{"bigArrayNumber", func() { fixture.Call("make", "big64").SetIndex(0, 1) }},
	{"symbolLength", func() { js.ValueOf(map[string]any{"length": fixture.Call("make", "symbol")}).Length() }},
	{"instanceOfObject", func() { js.ValueOf(1).InstanceOf(fixture.Call("make", "object")) }},
	{"instanceOfNull", func() { js.ValueOf(1).InstanceOf(js.Null()) }},
	{"instanceOfNumber", func() { js.ValueOf(1).InstanceOf(js.ValueOf(2)) }},
	{"instanceOfArrow", func() { fixture.InstanceOf(fixture.Call("make", "arrow")) }},
	{"hasInstance", func() { js.ValueOf(1).InstanceOf(fixture.Call("hasInstanceThrows")) }},
	{"copySpoofed", func() { js.CopyBytesToGo(make([]byte, 2), fixture.Call("spoofed")) }},
	{"copyDetachedToGo", func() { js.CopyBytesToGo(make([]byte, 2), fixture.Call("detached")) }},
}

// survivableThrows makes each of them happen in a callback with no Go frame beneath, sees what the caller got, and goes on.
func survivableThrows() {
	for _, a := range accesses {
		emit("survive/"+a.name, func() any {
			text := attempt(a.run)
			if strings.HasPrefix(a.name, "copy") {
				text, _, _ = strings.Cut(text, ":") // the message names the engine's method
			}
			return verbatim(text)
		})
	}
	emit("survive/after", func() any { return fixture.Call("args", "all", "well", 1) })
}

// attempt runs body in a callback that JavaScript starts, and returns what JavaScript saw come out of it.
func attempt(body func()) string {
	f := js.FuncOf(func(js.Value, []js.Value) any { body(); return "no throw" })
	fixture.Call("attempt", f)
	for fixture.Get("caught").String() == "" {
		time.Sleep(time.Millisecond)
	}
	return fixture.Get("caught").String()
}

// runFatal runs one access that throws on main's own goroutine, where only the end of the program can follow.
func runFatal(name string) {
	for _, a := range accesses {
		if a.name == name {
			a.run()
			fmt.Println("after")
			return
		}
	}
	switch name {
	case "list":
		for _, a := range accesses {
			fmt.Println(a.name)
		}
	case "moved":
		movedStack()
	case "badResult":
		js.FuncOf(func(js.Value, []js.Value) any { return struct{}{} }).Invoke()
	case "panicJsError":
		fixture.Call("thrower", js.Global().Get("Error").New("from JS")).Invoke()
	default:
		fmt.Println("no such case")
		os.Exit(9)
	}
}

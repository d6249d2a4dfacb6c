//go:build js && wasm

// Command program is the Go side of the syscall/js benchmark. It runs unmodified on Go's own wasm_exec.js and on the
// bridge: the last argument names the entry of globalThis.bench in which it finds its fixture and leaves its functions.
package main

import (
	"os"
	"runtime"
	"syscall/js"
)

func main() {
	js.Global().Call("mainReached") // a start-up page reads the clock here
	bench := js.Global().Get("bench")
	if bench.IsUndefined() {
		select {}
	}
	slot := bench.Get(os.Args[len(os.Args)-1])
	fixture := newFixture(slot.Get("fixture"))

	var names []any
	for _, row := range rows {
		names = append(names, row.name)
	}
	slot.Set("rows", names)
	// run(row, n) performs n operations of a row; the caller holds the clock.
	slot.Set("run", js.FuncOf(func(this js.Value, args []js.Value) any {
		rows[args[0].Int()].run(fixture, args[1].Int())
		return nil
	}))
	// increment is the callback whose round trip the JavaScript side times.
	slot.Set("increment", js.FuncOf(func(this js.Value, args []js.Value) any {
		return args[0].Int() + 1
	}))
	slot.Set("settle", js.FuncOf(func(this js.Value, args []js.Value) any {
		settle()
		return nil
	}))
	slot.Call("ready")
	select {}
}

// settle collects what the last row left and lets its finalizers run, so that they do not weigh on the next one.
func settle() {
	for i := 0; i < 2; i++ {
		runtime.GC()
		for j := 0; j < 4; j++ {
			runtime.Gosched()
		}
	}
}

//go:build js && wasm

// Program leak makes and drops references on request, so that its host can see whether they come back.
package main

import (
	"runtime"
	"syscall/js"
	"time"
)

// exported keeps the functions referenced from Go, so that they count as live wrappers all the time.
var exported []js.Func

func register(name string, f func(n int) any) {
	exported = append(exported, js.FuncOf(func(_ js.Value, args []js.Value) any {
		n := 0
		if len(args) > 0 {
			n = args[0].Int()
		}
		return f(n)
	}))
	js.Global().Set(name, exported[len(exported)-1])
}

func main() {
	object := js.Global().Get("Object")
	box := object.New()
	list := js.Global().Get("Array").New()
	for i := 0; i < 100; i++ {
		list.SetIndex(i, object.New())
	}
	box.Set("list", list)

	// Reads of properties that hold objects, strings and fresh objects.
	register("leakObjects", func(n int) any {
		seen := 0
		for i := 0; i < n; i++ {
			if box.Get("list").Index(i%100).Type() == js.TypeObject {
				seen++
			}
		}
		return seen
	})
	register("leakStrings", func(n int) any {
		length := 0
		for i := 0; i < n; i++ {
			length += len(js.ValueOf("text").String())
		}
		return length
	})
	register("leakFresh", func(n int) any {
		for i := 0; i < n; i++ {
			fresh := object.New()
			fresh.Set("x", js.ValueOf([]any{"a", i}))
		}
		return n
	})
	register("leakFuncs", func(n int) any {
		sum := 0
		for i := 0; i < n; i++ {
			f := js.FuncOf(func(_ js.Value, args []js.Value) any { return args[0].Int() + 1 })
			if i%10 == 0 {
				sum += f.Invoke(i).Int() - i
			}
			f.Release()
		}
		return sum
	})
	// Collects twice, as finalizers of the first round free what the second finds, and yields until they have run.
	register("leakCollect", func(int) any {
		var resolve js.Value
		executor := js.FuncOf(func(_ js.Value, args []js.Value) any { resolve = args[0]; return nil })
		promise := js.Global().Get("Promise").New(executor)
		executor.Release()
		go func() {
			for i := 0; i < 3; i++ {
				runtime.GC()
				time.Sleep(5 * time.Millisecond)
			}
			resolve.Invoke()
		}()
		return promise
	})
	select {}
}

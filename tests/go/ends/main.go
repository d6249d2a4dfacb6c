//go:build js && wasm

// Program ends ends in every way there is. Its arguments: `ends PLACE KIND HOOKS`: it ends as KIND says, from main, from a callback, or from a
// callback nested in others; HOOKS names the global object through which the page and the program see each other.
package main

import (
	"errors"
	"fmt"
	"os"
	"syscall/js"
	"time"
)

var (
	hooks     js.Value
	announced bool
)

func hook(name string, f func(args []js.Value) any) {
	hooks.Set(name, js.FuncOf(func(_ js.Value, args []js.Value) any { return f(args) }))
}

// end does what the kind says. It returns only for kinds that do not end the program.
func end(kind string) any {
	if !announced { // once: some kinds are used 100,000 times
		announced = true
		fmt.Println("ending", kind)
	}
	switch kind {
	case "exit0":
		os.Exit(0)
	case "exit3":
		os.Exit(3)
	case "return":
		return "returned"
	case "panic":
		panic("on purpose")
	case "panicError":
		panic(errors.New("an error on purpose"))
	case "nil":
		var p *[4]int
		_ = p[len(kind)-1]
	case "throwCall": // a thrown error that Go could have recovered from: a panic
		hooks.Call("throwError")
	case "getter": // an exception that Go cannot see
		hooks.Get("throwing")
	case "setter":
		hooks.Set("throwing", 1)
	case "import":
		callImport()
	case "recursion":
		recurse()
	default:
		fmt.Println("unknown kind")
		os.Exit(99)
	}
	fmt.Println("not reached")
	return nil
}

// recurse goes through Go and JavaScript by turns until the engine's stack is full.
func recurse() {
	hook("recurse", func([]js.Value) any { recurse(); return nil })
	hooks.Call("callRecurse")
}

func main() {
	place, kind := os.Args[1], os.Args[2]
	hooks = js.Global().Get(os.Args[3])
	fmt.Println("started")
	if place == "callback" || place == "nested" || place == "deep" {
		neighbour() // something to go on with, and a timer that is pending at the end
	}
	switch place {
	case "main":
		end(kind)
		return
	case "yielded":
		for !hooks.Get("loaded").Truthy() { // the page sets it when load has resolved
			time.Sleep(time.Millisecond)
		}
		end(kind)
		return
	case "deferred":
		defer fmt.Println("deferred ran")
		end(kind)
	case "goroutine":
		go func() { end(kind) }()
	case "callback":
		hook("trigger", func([]js.Value) any { return end(kind) })
	case "nested": // JavaScript → Go → JavaScript → Go
		hook("inner", func([]js.Value) any { return end(kind) })
		hook("trigger", func([]js.Value) any {
			v := hooks.Call("callInner")
			fmt.Println("went on after callInner")
			return v
		})
	case "nestedInMain": // main → JavaScript → Go
		hook("inner", func([]js.Value) any { return end(kind) })
		hooks.Call("callInner")
		fmt.Println("went on after callInner")
	case "deep": // ten turns
		depth := 0
		hook("inner", func([]js.Value) any {
			depth++
			if depth == 10 {
				return end(kind)
			}
			return hooks.Call("callInner")
		})
		hook("trigger", func([]js.Value) any { return hooks.Call("callInner") })
	case "neighbour":
		neighbour()
	}
	select {}
}

// neighbour is what the program that shares the page does, which must notice nothing.
func neighbour() {
	ticks := 0
	go func() {
		for range time.NewTicker(time.Millisecond).C {
			ticks++
		}
	}()
	hook("ticks", func([]js.Value) any { return ticks })
	hook("greet", func(args []js.Value) any { return "hello " + args[0].String() + hooks.Get("suffix").String() })
	hook("stop", func([]js.Value) any { os.Exit(0); return nil })
}

//go:build js && wasm

// Program worker is for worker mode: its functions wait, spin, take functions and signals, and reach for a page that is not there. Its
// arguments say what it does first.
package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"syscall/js"
	"time"
)

var (
	global = js.Global()
	held   js.Value
)

func set(name string, f func(this js.Value, args []js.Value) any) { global.Set(name, js.FuncOf(f)) }

// promise gives a promise that is settled by what f does with its two functions.
func promise(f func(resolve, reject js.Value)) js.Value {
	executor := js.FuncOf(func(_ js.Value, args []js.Value) any { f(args[0], args[1]); return nil })
	defer executor.Release()
	return global.Get("Promise").New(executor)
}

// then calls f with what a promise gives.
func then(value js.Value, f func(js.Value)) {
	var callback js.Func
	callback = js.FuncOf(func(_ js.Value, args []js.Value) any { callback.Release(); f(args[0]); return nil })
	value.Call("then", callback)
}

func spin() {
	for {
	}
}

func main() {
	for _, arg := range os.Args[1:] {
		switch arg {
		case "document":
			global.Get("document").Call("createElement", "p")
		case "window":
			global.Get("window").Get("innerWidth")
		case "panic":
			panic("at the start")
		case "exit":
			os.Exit(3)
		case "spin":
			fmt.Println("spinning")
			spin()
		case "read":
			text, err := io.ReadAll(os.Stdin)
			fmt.Printf("read %q %v, WHO=%s\n", text, err, os.Getenv("WHO"))
		case "late":
			time.Sleep(5 * time.Millisecond)
		}
	}
	counter := 0
	set("add", func(_ js.Value, args []js.Value) any { return args[0].Int() + args[1].Int() })
	set("count", func(js.Value, []js.Value) any { counter++; return counter })
	set("echo", func(_ js.Value, args []js.Value) any { return args[0] })
	set("kind", func(_ js.Value, args []js.Value) any {
		text := global.Get("Object").Get("prototype").Get("toString").Call("call", args[0]).String()
		return strings.TrimSuffix(strings.TrimPrefix(text, "[object "), "]")
	})
	set("say", func(_ js.Value, args []js.Value) any { fmt.Println(args[0]); return nil })
	set("never", func(js.Value, []js.Value) any { return promise(func(js.Value, js.Value) {}) })
	set("spin", func(js.Value, []js.Value) any { go func() { fmt.Println("spinning"); spin() }(); return nil })
	set("exit", func(_ js.Value, args []js.Value) any { os.Exit(args[0].Int()); return nil })
	set("panics", func(js.Value, []js.Value) any { panic("in an export") })
	set("page", func(js.Value, []js.Value) any { return global.Get("document").Call("createElement", "p") })
	set("throws", func(_ js.Value, args []js.Value) any {
		return promise(func(_, reject js.Value) { reject.Invoke(global.Get(args[0].String()).New(args[1])) })
	})
	set("rejects", func(_ js.Value, args []js.Value) any {
		return promise(func(_, reject js.Value) { reject.Invoke(args[0]) })
	})
	set("uncloneable", func(js.Value, []js.Value) any {
		return map[string]any{"list": []any{1, global.Get("Symbol").Invoke("s")}}
	})
	// twice calls a function of the page, and then again with what that gave.
	set("twice", func(_ js.Value, args []js.Value) any {
		return promise(func(resolve, _ js.Value) {
			then(args[0].Invoke(args[1]), func(first js.Value) { then(args[0].Invoke(first), func(second js.Value) { resolve.Invoke(second) }) })
		})
	})
	set("hold", func(_ js.Value, args []js.Value) any { held = args[0]; return nil })
	set("callHeld", func(_ js.Value, args []js.Value) any { return held.Invoke(args[0]) })
	set("drop", func(js.Value, []js.Value) any { held = js.Undefined(); return nil })
	set("adder", func(_ js.Value, args []js.Value) any {
		return map[string]any{"add": js.FuncOf(func(_ js.Value, more []js.Value) any { return args[0].Int() + more[0].Int() })}
	})
	// aborted waits for the signal that is its last argument, and tells of it through the function before.
	set("aborted", func(_ js.Value, args []js.Value) any {
		tell, signal := args[0], args[1]
		tell.Invoke(fmt.Sprintf("%d arguments, aborted: %v", len(args), signal.Get("aborted").Bool()))
		return promise(func(js.Value, js.Value) {
			signal.Call("addEventListener", "abort", js.FuncOf(func(js.Value, []js.Value) any {
				return tell.Invoke("aborted: " + signal.Get("reason").Get("message").String())
			}))
		})
	})
	set("late", func(js.Value, []js.Value) any {
		global.Set("tools", map[string]any{"late": js.FuncOf(func(js.Value, []js.Value) any { return "here now" }), "deep": map[string]any{"pi": 3}})
		return nil
	})
	fmt.Println("ready")
	select {}
}

//go:build js && wasm

// Program exports sets functions, and objects that hold functions, on its global object: what program.exports is made of.
package main

import (
	"errors"
	"fmt"
	"syscall/js"
	"time"
)

func function(f func(this js.Value, args []js.Value) any) js.Func { return js.FuncOf(f) }

func main() {
	global := js.Global()
	global.Set("add", function(func(_ js.Value, args []js.Value) any { return args[0].Int() + args[1].Int() }))
	global.Set("echo", function(func(_ js.Value, args []js.Value) any { return args[0] }))
	global.Set("count", function(func(_ js.Value, args []js.Value) any { return len(args) }))
	global.Set("nothing", function(func(js.Value, []js.Value) any { return nil }))
	global.Set("describe", function(func(_ js.Value, args []js.Value) any {
		return fmt.Sprintf("%s %s", args[0].Type(), js.Global().Get("Object").Get("prototype").Get("toString").Call("call", args[0]))
	}))
	global.Set("callBack", function(func(_ js.Value, args []js.Value) any { return args[0].Invoke("from Go") }))
	global.Set("list", function(func(js.Value, []js.Value) any { return []any{1, "two", nil, true, []any{3}} }))
	global.Set("record", function(func(js.Value, []js.Value) any { return map[string]any{"name": "Ann", "age": 7} }))
	global.Set("later", function(func(_ js.Value, args []js.Value) any { return promise(args[0].String(), nil) }))
	global.Set("fails", function(func(js.Value, []js.Value) any { return promise("", errors.New("failed in Go")) }))
	global.Set("math", map[string]any{
		"square": function(func(_ js.Value, args []js.Value) any { return args[0].Float() * args[0].Float() }),
		"deep":   map[string]any{"half": function(func(_ js.Value, args []js.Value) any { return args[0].Float() / 2 })},
		"pi":     3,
		"self":   function(func(this js.Value, _ []js.Value) any { return this.Get("pi") }),
	})
	global.Set("notAFunction", 42)
	global.Set("setLater", function(func(js.Value, []js.Value) any {
		js.Global().Set("lateComer", function(func(js.Value, []js.Value) any { return "late" }))
		return nil
	}))
	global.Set("forget", function(func(js.Value, []js.Value) any { js.Global().Delete("add"); return nil }))
	global.Set("replace", function(func(js.Value, []js.Value) any {
		js.Global().Set("echo", function(func(js.Value, []js.Value) any { return "replaced" }))
		return nil
	}))
	global.Set("panics", function(func(js.Value, []js.Value) any { panic("in an export") }))
	select {}
}

// promise settles from a goroutine that sleeps first.
func promise(value string, err error) js.Value {
	executor := js.FuncOf(func(_ js.Value, args []js.Value) any {
		resolve, reject := args[0], args[1]
		go func() {
			time.Sleep(2 * time.Millisecond)
			if err != nil {
				reject.Invoke(js.Global().Get("Error").New(err.Error()))
				return
			}
			resolve.Invoke(value)
		}()
		return nil
	})
	defer executor.Release()
	return js.Global().Get("Promise").New(executor)
}

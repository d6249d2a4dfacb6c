//go:build js && wasm

// Program isolation is run twice in one page. It tells what it sees of itself, and of the other.
package main

import (
	"fmt"
	"os"
	"syscall/js"
	"time"
)

func export(name string, f func(args []js.Value) any) {
	js.Global().Set(name, js.FuncOf(func(_ js.Value, args []js.Value) any { return f(args) }))
}

func main() {
	me := os.Args[1]
	kept := js.ValueOf(map[string]any{"owner": me})
	ticks := 0
	go func() {
		for range time.NewTicker(time.Millisecond).C {
			ticks++
		}
	}()
	export("whoami", func([]js.Value) any { return me })
	export("kept", func([]js.Value) any { return kept.Get("owner") })
	export("ticks", func([]js.Value) any { return ticks })
	export("env", func([]js.Value) any { return os.Getenv("WHO") })
	export("say", func(args []js.Value) any { fmt.Println(me, "says", args[0]); return nil })
	// Marks go onto the objects that stand for the system: the shims of one program are not those of the other.
	export("mark", func([]js.Value) any {
		for _, name := range []string{"fs", "process", "path"} {
			js.Global().Get(name).Set("mark", me)
		}
		return nil
	})
	export("marks", func([]js.Value) any {
		marks := js.Global().Get("Object").New()
		for _, name := range []string{"fs", "process", "path"} {
			marks.Set(name, js.Global().Get(name).Get("mark"))
		}
		return marks
	})
	export("setPageGlobal", func(args []js.Value) any { js.Global().Set("isolationPageGlobal", args[0]); return nil })
	export("pageGlobal", func([]js.Value) any { return js.Global().Get("isolationPageGlobal") })
	export(me+"Only", func([]js.Value) any { return "only in " + me })
	export("wait", func([]js.Value) any {
		var resolve js.Value
		executor := js.FuncOf(func(_ js.Value, args []js.Value) any { resolve = args[0]; return nil })
		defer executor.Release()
		promise := js.Global().Get("Promise").New(executor)
		time.AfterFunc(20*time.Millisecond, func() { resolve.Invoke("waited in " + me) })
		return promise
	})
	export("exit", func(args []js.Value) any { os.Exit(args[0].Int()); return nil })
	fmt.Println(me, "is up")
	select {}
}

//go:build js && wasm

// Program program sets functions at once and later, and exits when it is told to.
package main

import (
	"os"
	"syscall/js"
	"time"
)

func set(name string, f func(args []js.Value) any) {
	js.Global().Set(name, js.FuncOf(func(_ js.Value, args []js.Value) any { return f(args) }))
}

func setLate() {
	set("late", func([]js.Value) any { return "here now" })
}

func main() {
	set("add", func(args []js.Value) any { return args[0].Int() + args[1].Int() })
	js.Global().Set("math", map[string]any{"square": js.FuncOf(func(_ js.Value, args []js.Value) any { return args[0].Int() * args[0].Int() })})
	set("setLate", func([]js.Value) any { setLate(); return nil })
	set("exit", func(args []js.Value) any { os.Exit(args[0].Int()); return nil })
	for _, arg := range os.Args[1:] {
		time.Sleep(5 * time.Millisecond)
		switch arg {
		case "set-later":
			setLate()
		case "exit-soon":
			return
		}
	}
	select {}
}

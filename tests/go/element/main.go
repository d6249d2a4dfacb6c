//go:build js && wasm

// Program element is what <go-ferry> runs in its tests: it says who it is (its first argument) on both streams, leaves a line open, ticks on
// request, and ends as it is told.
package main

import (
	"fmt"
	"os"
	"syscall/js"
	"time"
)

func main() {
	name := "nobody"
	if len(os.Args) > 1 {
		name = os.Args[1]
	}
	fmt.Println("started", name)
	fmt.Fprintln(os.Stderr, "noted", name)
	if name == "panics" {
		panic("at once")
	}
	export("name", func() any { return name })
	export("crash", func() any { panic("on purpose") })
	export("exit", func() any { os.Exit(3); return nil })
	export("tick", func() any {
		go func() {
			for range time.NewTicker(time.Millisecond).C {
				fmt.Println("tick", name)
			}
		}()
		return nil
	})
	fmt.Print("open line of ", name)
	select {}
}

func export(name string, f func() any) {
	js.Global().Set(name, js.FuncOf(func(js.Value, []js.Value) any { return f() }))
}

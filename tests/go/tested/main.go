//go:build js && wasm

// Program tested is what the specs of tests/adapters/playwright test: it prints, reads, shows something in its page, exits and crashes as it is told.
package main

import (
	"bufio"
	"fmt"
	"os"
	"syscall/js"
)

func main() {
	fmt.Println("arguments", os.Args[1:], "NAME", os.Getenv("NAME"))
	if line := bufio.NewScanner(os.Stdin); line.Scan() {
		fmt.Println("read", line.Text())
	}
	fmt.Fprintln(os.Stderr, "on standard error")

	global := js.Global()
	global.Set("greet", js.FuncOf(func(_ js.Value, args []js.Value) any { return "Hello, " + args[0].String() + "!" }))
	global.Set("sum", js.FuncOf(func(_ js.Value, args []js.Value) any {
		bytes := make([]byte, args[0].Length())
		js.CopyBytesToGo(bytes, args[0])
		sum := 0
		for _, b := range bytes {
			sum += int(b)
		}
		return map[string]any{"sum": sum, "of": args[0]}
	}))
	global.Set("nested", map[string]any{"twice": js.FuncOf(func(_ js.Value, args []js.Value) any { return 2 * args[0].Float() })})
	calls := 0
	global.Set("count", js.FuncOf(func(js.Value, []js.Value) any { calls++; return calls }))
	global.Set("show", js.FuncOf(func(_ js.Value, args []js.Value) any {
		body := global.Get("document").Get("body")
		body.Set("textContent", args[0])
		return nil
	}))
	global.Set("exit", js.FuncOf(func(_ js.Value, args []js.Value) any { os.Exit(args[0].Int()); return nil }))
	global.Set("crash", js.FuncOf(func(js.Value, []js.Value) any { panic("as asked") }))
	select {}
}

package main

import "syscall/js"

func greet(this js.Value, args []js.Value) interface{} {
	name := args[0].String()
	return "Hello, " + name + " from Go WASM!"
}

func main() {
	js.Global().Set("greet", js.FuncOf(greet))
	select {}
}

//go:build js && wasm && go1.24

// Program dropin-imports asks the page for functions of its own (//go:wasmimport), and exports some (//go:wasmexport).
package main

import (
	"fmt"
	"os"
	"syscall/js"
	"unsafe"
)

//go:wasmimport env twice
func twice(n int32) int32

//go:wasmimport env take
func take(text unsafe.Pointer, length int32)

//go:wasmimport env fail
func fail()

//go:wasmexport add
func add(a, b int32) int32 { return a + b }

// deep makes its goroutine's stack grow, which moves it.
//
//go:wasmexport deep
func deep(n int32) int32 {
	var room [64]byte
	if n > 0 {
		room[n%64] = 1
		return deep(n-1) + int32(room[n%64])
	}
	return 0
}

//go:wasmexport leave
func leave(code int32) { os.Exit(int(code)) }

func main() {
	text := []byte("bytes of Go's memory")
	take(unsafe.Pointer(&text[0]), int32(len(text)))
	fmt.Println("twice", twice(21))
	page := js.Global().Get("page")
	page.Set("fail", js.FuncOf(func(js.Value, []js.Value) any { fail(); return "not reached" }))
	page.Set("twice", js.FuncOf(func(_ js.Value, args []js.Value) any { return twice(int32(args[0].Int())) }))
	page.Set("around", js.FuncOf(func(_ js.Value, args []js.Value) any { return int32(args[0].Invoke().Int()) + add(100, 0) }))
	select {}
}

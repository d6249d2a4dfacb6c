//go:build go1.24

// Functions that the host calls directly: numbers, bools, growth of the stack, goroutines that they ready, and all that they must not do.
package main

import (
	"fmt"
	"os"
	"runtime"
	"sync/atomic"
	"syscall/js"
	"time"
)

//go:wasmexport add
func add(a, b int32) int32 { return a + b }

//go:wasmexport wide
func wide(a int64, b uint64) int64 { return a - int64(b) }

//go:wasmexport half
func half(a float64, b float32) float64 { return a / float64(b) }

//go:wasmexport both
func both(a, b bool) bool { return a && b }

//go:wasmexport nothing
func nothing() {}

// deep grows its goroutine's stack, which moves it.
//
//go:wasmexport deep
func deep(n int32) int32 {
	var frame [256]byte
	if n == 0 {
		return int32(frame[0])
	}
	return deep(n-1) + int32(frame[n&255]) + 1
}

var wake = make(chan int32, 16)
var woken atomic.Int32

// ready readies a goroutine; count tells what it has done.
//
//go:wasmexport ready
func ready(n int32) { wake <- n }

//go:wasmexport count
func count() int32 { return woken.Load() }

// yields parks, and is resumed within the call.
//
//go:wasmexport yields
func yields() int32 {
	runtime.Gosched()
	return 7
}

// reenters calls JavaScript, which may call an export.
//
//go:wasmexport reenters
func reenters() int32 { return int32(js.Global().Call("goferryTestReenter").Int()) }

// sleeps does so for long: a sleep that is over before Go has looked for other work is none.
//
//go:wasmexport sleeps
func sleeps() int32 {
	time.Sleep(time.Minute)
	return 1
}

//go:wasmexport waits
func waits() int32 { return <-make(chan int32) }

//go:wasmexport panics
func panics() { panic("in an export") }

//go:wasmexport exits
func exits(code int32) { os.Exit(int(code)) }

func main() {
	go func() {
		for n := range wake {
			woken.Add(n)
		}
	}()
	js.Global().Set("mixed", js.FuncOf(func(js.Value, []js.Value) any { return "a function of the program" }))
	fmt.Println("ready")
	select {}
}

// The same under Go's wasm_exec.js in a worker: messages by postMessage, each of them a call of a js.Func.
package main

import "syscall/js"

var (
	global = js.Global()
	array  = global.Get("Uint8Array")
	buffer = make([]byte, 64<<10)
	inbox  = make(chan int, 1)
	left   int
)

func post(length int) {
	message := array.New(length)
	js.CopyBytesToJS(message, buffer[:length])
	global.Call("postMessage", message)
}

// The goroutine that answers, as one does that has work to do.
func echo() {
	for length := range inbox {
		post(length)
	}
}

// bytes comes with each message of the page: it is sent back, or, after sink(n), counted.
func bytes(_ js.Value, args []js.Value) any {
	length := js.CopyBytesToGo(buffer, args[0])
	switch {
	case left == 0:
		inbox <- length
	case left == 1:
		left = 0
		post(4)
	default:
		left--
	}
	return nil
}

func sink(_ js.Value, args []js.Value) any {
	left = args[0].Int()
	return nil
}

// source sends so many messages of such a length.
func source(_ js.Value, args []js.Value) any {
	count, length := args[0].Int(), args[1].Int()
	message := array.New(length)
	for i := 0; i < count; i++ {
		js.CopyBytesToJS(message, buffer[:length])
		global.Call("postMessage", message)
	}
	return nil
}

// echoed answers a call of Comlink.
func echoed(_ js.Value, args []js.Value) any {
	length := js.CopyBytesToGo(buffer, args[0])
	message := array.New(length)
	js.CopyBytesToJS(message, buffer[:length])
	return message
}

func main() {
	go echo()
	global.Set("goBytes", js.FuncOf(bytes))
	global.Set("goSink", js.FuncOf(sink))
	global.Set("goSource", js.FuncOf(source))
	global.Set("goEchoed", js.FuncOf(echoed))
	global.Call("goReady")
	select {}
}

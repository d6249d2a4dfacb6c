//go:build js && wasm

// Program values exercises every method of js.Value with every kind of value. Each case prints one line, `<case id>: <result or panic text>`,
// free of addresses and times, so that the output under two hosts can be compared line by line. `values -case NAME` runs one of the cases
// that may end the program instead, after main has yielded; `values -now NAME` runs it before.
package main

import (
	"fmt"
	"os"
	"syscall/js"
	"time"
)

// fixture is the JavaScript side, fixture.js.
var fixture = js.Global().Get("fixture")

// emit prints the line of one case. What body panics with is part of the result.
func emit(id string, body func() any) {
	fmt.Println(id + ": " + printable(outcome(body)))
}

func outcome(body func() any) (text string) {
	defer func() {
		if p := recover(); p != nil {
			text = "panic: " + showPanic(p)
		}
	}()
	return show(body())
}

func main() {
	if len(os.Args) == 3 {
		if os.Args[1] == "-case" {
			fmt.Println("before")
			for !fixture.Call("hasYielded").Bool() {
				time.Sleep(time.Millisecond)
			}
		}
		runFatal(os.Args[2])
		return
	}
	everyMethodOnEveryValue()
	numbers()
	valueOf()
	strings_()
	names()
	properties()
	indices()
	calls()
	functions()
	reentry()
	copies()
	survivableThrows()
	fmt.Println("end")
}

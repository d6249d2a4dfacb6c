//go:build js && wasm

// Program component is what the apps of tests/adapters show: it greets, counts (so that one sees whether it is still the same run), crashes,
// and talks through channels.
package main

import (
	"context"
	"fmt"
	"strconv"
	"syscall/js"

	ferry "github.com/goferry/goferry/go"
)

var ctx = context.Background()

func open(name string) *ferry.Channel {
	channel, err := ferry.Open(name, ferry.WithCodec(ferry.Text))
	if err != nil {
		panic(err)
	}
	return channel
}

// echo sends back what it receives.
func echo(channel *ferry.Channel) {
	for message := range channel.Messages() {
		if channel.Send(ctx, message) != nil {
			return
		}
	}
}

// lines sends as many lines as it is asked for.
func lines(channel *ferry.Channel) {
	for {
		text, err := channel.RecvText(ctx)
		if err != nil {
			return
		}
		n, _ := strconv.Atoi(text)
		for i := range n {
			if channel.SendText(ctx, fmt.Sprint("line ", i)) != nil {
				return
			}
		}
	}
}

func main() {
	global := js.Global()
	calls := 0
	global.Set("greet", js.FuncOf(func(_ js.Value, args []js.Value) any {
		return "Hello, " + args[0].String() + " from Go!"
	}))
	global.Set("count", js.FuncOf(func(js.Value, []js.Value) any {
		calls++
		return calls
	}))
	global.Set("crash", js.FuncOf(func(js.Value, []js.Value) any { panic("as asked") }))
	go echo(open("echo"))
	go lines(open("lines"))
	select {}
}

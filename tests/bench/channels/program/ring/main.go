// The benchmark's program on package ferry: "echo" sends back what comes, a "sink" counts, a "source" sends what it is asked for.
package main

import (
	"context"
	"encoding/binary"

	ferry "github.com/goferry/goferry/go"
)

const largest = 64 << 10

var ctx = context.Background()

func open(name string, options ...ferry.Option) *ferry.Channel {
	channel, err := ferry.Open(name, options...)
	if err != nil {
		panic(err)
	}
	return channel
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// A number of the page, in the first bytes of a message.
func number(message []byte, at int) int {
	return int(binary.LittleEndian.Uint32(message[4*at:]))
}

func echo(channel *ferry.Channel) {
	buffer := make([]byte, largest)
	for {
		n, err := channel.RecvInto(ctx, buffer)
		must(err)
		must(channel.Send(ctx, buffer[:n]))
	}
}

// After a message with a count, so many messages; then one answer.
func sink(channel *ferry.Channel) {
	buffer := make([]byte, largest)
	for {
		_, err := channel.RecvInto(ctx, buffer)
		must(err)
		for range number(buffer, 0) {
			_, err := channel.RecvInto(ctx, buffer)
			must(err)
		}
		must(channel.Send(ctx, buffer[:4]))
	}
}

// After a message with a count and a length, so many messages of that length.
func source(channel *ferry.Channel) {
	buffer := make([]byte, largest)
	for {
		_, err := channel.RecvInto(ctx, buffer)
		must(err)
		count, message := number(buffer, 0), buffer[:number(buffer, 1)]
		for range count {
			must(channel.Send(ctx, message))
		}
	}
}

func main() {
	go echo(open("echo"))
	go sink(open("sink 64"))
	go sink(open("sink 65536", ferry.MaxMessage(largest)))
	go source(open("source 64"))
	go source(open("source 65536", ferry.MaxMessage(largest)))
	select {}
}

// Channels for the tests: each named for what it does. "control" takes commands.
package main

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	ferry "github.com/goferry/goferry/go"
)

var ctx = context.Background()

func open(name string, options ...ferry.Option) *ferry.Channel {
	channel, err := ferry.Open(name, options...)
	if err != nil {
		fmt.Println("open", name, err)
		os.Exit(3)
	}
	return channel
}

// echo sends back what it receives.
func echo(channel *ferry.Channel) {
	for message := range channel.Messages() {
		if err := channel.Send(ctx, message); err != nil {
			return
		}
	}
	channel.Close()
}

func main() {
	go echo(open("echo"))
	go echo(open("small", ferry.MaxMessage(40)))
	go echo(open("big", ferry.MaxMessage(1<<20)))
	go echo(open("text", ferry.WithCodec(ferry.Text)))
	go echo(open("json", ferry.WithCodec(ferry.JSON)))
	go echo(open("f64", ferry.WithCodec(ferry.Float64)))
	go echo(open("i16", ferry.WithCodec(ferry.Int16)))
	go echo(open("latest", ferry.Latest()))
	go func() {
		// A stream of bytes, in pieces of another size than the messages.
		stream := open("stream")
		io.CopyBuffer(struct{ io.Writer }{stream}, struct{ io.Reader }{stream}, make([]byte, 7))
		stream.Close()
	}()
	control := open("control", ferry.WithCodec(ferry.Text))
	for {
		command, err := control.RecvText(ctx)
		if err != nil {
			fmt.Println("control", err)
			return
		}
		name, argument, _ := strings.Cut(command, " ")
		if err := control.SendText(ctx, run(name, argument)); err != nil {
			fmt.Println("control", err)
			return
		}
		if name == "exit" {
			os.Exit(0)
		}
	}
}

func run(name, argument string) string {
	switch name {
	case "count": // N messages with their numbers, and the end
		var n uint32
		fmt.Sscan(argument, &n)
		channel := open("count")
		go func() {
			message := make([]byte, 8)
			for i := range n {
				binary.LittleEndian.PutUint32(message, i)
				if err := channel.Send(ctx, message[:4+i%5]); err != nil {
					fmt.Println("count", err)
					break
				}
			}
			channel.Close()
		}()
	case "sum": // how many messages come until the end, and the sum of their first words
		channel := open("sum")
		go func() {
			var count, sum uint64
			buffer := make([]byte, 64)
			for {
				n, err := channel.RecvInto(ctx, buffer)
				if err != nil {
					result := open("sum-result", ferry.WithCodec(ferry.JSON))
					result.SendJSON(ctx, map[string]any{"count": count, "sum": sum, "error": err.Error()})
					result.Close()
					channel.Close()
					return
				}
				count++
				if n >= 4 {
					sum += uint64(binary.LittleEndian.Uint32(buffer))
				}
			}
		}()
	case "frames": // a latest channel of frames, each byte the frame's number
		channel := open("frames", ferry.Latest(), ferry.MaxMessage(4096))
		go func() {
			for i := 1; i <= 200; i++ {
				frame := channel.Reserve(4096)
				for at := range frame {
					frame[at] = byte(i)
				}
				if err := channel.Commit(); err != nil {
					return
				}
				if i%20 == 0 {
					time.Sleep(time.Millisecond)
				}
			}
			channel.Close()
		}()
	case "full": // how many messages fit while nobody receives
		channel := open("full", ferry.MaxMessage(56))
		n := 0
		for {
			ok, err := channel.TrySend(make([]byte, 56))
			if err != nil || !ok {
				break
			}
			n++
		}
		timeout, cancel := context.WithTimeout(ctx, time.Millisecond)
		defer cancel()
		err := channel.Send(timeout, make([]byte, 56))
		channel.Close()
		return fmt.Sprint(n, " ", err)
	case "errors":
		channel := open("errors", ferry.MaxMessage(10))
		_, taken := ferry.Open("errors")
		large := channel.Send(ctx, make([]byte, 11))
		_, ok, empty := channel.TryRecv()
		canceled, cancel := context.WithCancel(ctx)
		cancel()
		_, err := channel.Recv(canceled)
		channel.Close()
		_, _, closed := channel.TryRecv()
		sent := channel.Send(ctx, nil)
		return fmt.Sprint(taken, "|", large == ferry.ErrTooLarge, ok, empty, err, errors.Is(closed, ferry.ErrClosed), errors.Is(sent, ferry.ErrClosed))
	case "bad": // what is no message of its codec
		channel := open("bad", ferry.WithCodec(ferry.Float64))
		go channel.Send(ctx, []byte{1, 2, 3})
	case "pass": // what comes from "in" goes out by "out"
		in, out := open("in"), open("out")
		go func() {
			for message := range in.Messages() {
				out.Send(ctx, message)
			}
			out.Close()
			in.Close()
		}()
	case "panic":
		panic(argument)
	case "exit":
		last := open("last", ferry.WithCodec(ferry.Text))
		last.SendText(ctx, "last words")
	}
	return "ok"
}

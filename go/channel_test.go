//go:build !js

package ferry_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	ferry "github.com/goferry/goferry/go"
	"github.com/goferry/goferry/go/ferrytest"
)

var ctx = context.Background()

func pair(t *testing.T, options ...ferry.Option) (*ferry.Channel, *ferrytest.Page) {
	t.Helper()
	channel, err := ferry.Open(t.Name(), options...)
	if err != nil {
		t.Fatal(err)
	}
	page, err := ferrytest.OpenPage(t.Name())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { channel.Close() })
	return channel, page
}

func TestChannelKeepsOrderUnderBackPressure(t *testing.T) {
	channel, page := pair(t, ferry.MaxMessage(8))
	const count = 3000
	go func() {
		for message := range channel.Messages() {
			channel.Send(ctx, message)
		}
		channel.Close()
	}()
	go func() {
		for i := range count {
			page.Send(ctx, fmt.Appendf(nil, "%d", i))
		}
	}()
	for i := range count {
		message, err := page.Recv(ctx)
		if err != nil || string(message) != fmt.Sprint(i) {
			t.Fatalf("message %d: %q, %v", i, message, err)
		}
	}
	page.Close()
}

func TestChannelSeveralGoroutines(t *testing.T) {
	channel, page := pair(t, ferry.MaxMessage(8))
	const workers, each = 8, 200
	var sum sync.WaitGroup
	received := make(chan string, workers*each)
	for range workers {
		sum.Add(1)
		go func() {
			defer sum.Done()
			for {
				message, err := channel.Recv(ctx)
				if err != nil {
					return
				}
				received <- string(message)
			}
		}()
	}
	for i := range workers * each {
		if err := page.Send(ctx, fmt.Appendf(nil, "%d", i)); err != nil {
			t.Fatal(err)
		}
	}
	page.Close()
	sum.Wait()
	close(received)
	seen := map[string]bool{}
	for message := range received {
		seen[message] = true
	}
	if len(seen) != workers*each {
		t.Fatalf("%d of %d messages arrived", len(seen), workers*each)
	}
}

func TestChannelEmptyMessages(t *testing.T) {
	channel, page := pair(t, ferry.MaxMessage(8))
	const count = 3000
	var received atomic.Int32
	go func() {
		for i := range count {
			for int(received.Load()) < i {
				if runtime.GOMAXPROCS(0) == 1 {
					runtime.Gosched()
				}
			}
			for range i % 16 { // so that it comes while Recv looks for it
				received.Load()
			}
			page.Send(ctx, nil)
		}
		page.Close()
	}()
	for range channel.Messages() {
		received.Add(1)
	}
	if received.Load() != count {
		t.Errorf("%d of %d arrived", received.Load(), count)
	}
}

func TestChannelErrors(t *testing.T) {
	channel, page := pair(t, ferry.MaxMessage(10))
	if _, err := ferry.Open(t.Name()); err == nil {
		t.Error("opened twice")
	}
	if err := channel.Send(ctx, make([]byte, 11)); err != ferry.ErrTooLarge {
		t.Error("too large:", err)
	}
	if _, ok, err := channel.TryRecv(); ok || err != nil {
		t.Error("nothing is there:", ok, err)
	}
	timeout, cancel := context.WithTimeout(ctx, time.Millisecond)
	defer cancel()
	if _, err := channel.Recv(timeout); !errors.Is(err, context.DeadlineExceeded) {
		t.Error("canceled:", err)
	}
	page.Send(ctx, []byte("long one"))
	if _, err := channel.RecvInto(ctx, make([]byte, 3)); err != io.ErrShortBuffer {
		t.Error("short buffer:", err)
	}
	if message, err := channel.Recv(ctx); string(message) != "long one" || err != nil {
		t.Error("still there:", string(message), err)
	}
	page.Send(ctx, []byte("last"))
	page.Close()
	if message, err := channel.Recv(ctx); string(message) != "last" || err != nil {
		t.Error("drained:", string(message), err)
	}
	if _, err := channel.Recv(ctx); err != io.EOF {
		t.Error("the end:", err)
	}
	if err := channel.Send(ctx, nil); err != ferry.ErrClosed {
		t.Error("nobody receives:", err)
	}
}

func TestChannelCloseWakesWhoWaits(t *testing.T) {
	channel, _ := pair(t)
	ended := make(chan error)
	go func() {
		_, err := channel.Recv(ctx)
		ended <- err
	}()
	time.Sleep(time.Millisecond)
	channel.Close()
	if err := <-ended; err != ferry.ErrClosed {
		t.Error(err)
	}
}

func TestChannelCloseWakesAllWhoWait(t *testing.T) {
	channel, _ := pair(t)
	cancelable, cancel := context.WithCancel(ctx)
	defer cancel()
	ended := make(chan error)
	for _, each := range []context.Context{ctx, cancelable, ctx, cancelable, ctx} {
		go func() {
			_, err := channel.Recv(each)
			ended <- err
		}()
	}
	for range 3 { // those that wait already, and those that come later
		runtime.Gosched()
	}
	channel.Close()
	for range 5 {
		if err := <-ended; !errors.Is(err, ferry.ErrClosed) {
			t.Errorf("error %v", err)
		}
	}
}

func TestChannelStream(t *testing.T) {
	channel, page := pair(t, ferry.MaxMessage(5))
	go func() {
		for _, part := range []string{"hello", " ", "", "world"} {
			page.Send(ctx, []byte(part))
		}
		page.Close()
	}()
	if all, err := io.ReadAll(channel); string(all) != "hello world" || err != nil {
		t.Errorf("%q, %v", all, err)
	}
}

func TestChannelWriteSplits(t *testing.T) {
	channel, page := pair(t, ferry.MaxMessage(5))
	if n, err := channel.Write([]byte("hello, world")); n != 12 || err != nil {
		t.Fatal(n, err)
	}
	channel.Close()
	var all bytes.Buffer
	for {
		message, err := page.Recv(ctx)
		if err == io.EOF {
			break
		}
		all.Write(message)
	}
	if all.String() != "hello, world" {
		t.Errorf("%q", all.String())
	}
}

func TestChannelLatest(t *testing.T) {
	channel, page := pair(t, ferry.Latest(), ferry.MaxMessage(4))
	for i := range 100 {
		frame := channel.Reserve(4)
		for at := range frame {
			frame[at] = byte(i)
		}
		if err := channel.Commit(); err != nil {
			t.Fatal(err)
		}
	}
	message, err := page.Recv(ctx)
	if !bytes.Equal(message, []byte{99, 99, 99, 99}) || err != nil {
		t.Error(message, err)
	}
}

func TestChannelTyped(t *testing.T) {
	channel, page := pair(t, ferry.WithCodec(ferry.JSON))
	if err := channel.SendJSON(ctx, map[string]int{"a": 1}); err != nil {
		t.Fatal(err)
	}
	message, _ := page.Recv(ctx)
	page.Send(ctx, message)
	var value struct{ A int }
	if err := channel.RecvJSON(ctx, &value); err != nil || value.A != 1 {
		t.Error(value, err)
	}
	if err := ferry.SendNumbers(ctx, channel, []float64{1, 2.5}); err != nil {
		t.Fatal(err)
	}
	message, _ = page.Recv(ctx)
	page.Send(ctx, message)
	page.Send(ctx, []byte{1})
	if numbers, err := ferry.RecvNumbers[float64](ctx, channel); err != nil || len(numbers) != 2 || numbers[1] != 2.5 {
		t.Error(numbers, err)
	}
	if _, err := ferry.RecvNumbers[float64](ctx, channel); err == nil {
		t.Error("one byte is no float64")
	}
}

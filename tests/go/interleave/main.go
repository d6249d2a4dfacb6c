//go:build js && wasm

// Program interleave has many goroutines turn JavaScript strings into Go strings at once, under a garbage collector that makes them park
// between the two halves of String (its allocation assists the collector), while promises call back in between. It prints how many came out
// wrong, and how many calls of String were under way at once.
package main

import (
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"syscall/js"
)

const (
	goroutines = 50
	total      = 100_000
)

var (
	wrong          int
	done           int
	inFlight, peak int
	garbage        [goroutines][]byte
)

// text is the string that goroutine g makes in its step i: distinct, and of lengths from a few bytes to some KiB; some are long, as it is
// above all in large allocations that a goroutine has to assist the collector, and parks.
func text(g, i int) string {
	if (g+i)%100 == 0 {
		return strings.Repeat(fmt.Sprintf("%d/%d é€😀 ", g, i), 3000)
	}
	return strings.Repeat(fmt.Sprintf("%d/%d é€😀 ", g, i), 1+(g*31+i*17)%200)
}

// check reads v as a string while others do the same. Go on js/wasm runs on one thread: plain counters are enough, if nothing parks between.
func check(v js.Value, want string) {
	inFlight++
	if inFlight > peak {
		peak = inFlight
	}
	got := v.String()
	inFlight--
	done++
	if got != want {
		wrong++
	}
}

func work(g int, wait *sync.WaitGroup) {
	defer wait.Done()
	promise := js.Global().Get("Promise")
	for i := 0; i < total/goroutines/2; i++ {
		want := text(g, i)
		v := js.ValueOf(want)
		garbage[g] = make([]byte, 1+(g*7919+i*104729)%20000)
		check(v, want)
		if i%16 != 0 {
			check(v, want)
			continue
		}
		back := make(chan struct{})
		then := js.FuncOf(func(_ js.Value, args []js.Value) any {
			check(args[0], want)
			close(back)
			return nil
		})
		promise.Call("resolve", v).Call("then", then)
		<-back
		then.Release()
	}
}

func main() {
	debug.SetGCPercent(5)
	var wait sync.WaitGroup
	for g := 0; g < goroutines; g++ {
		wait.Add(1)
		go work(g, &wait)
	}
	wait.Wait()
	fmt.Printf("strings %d\nwrong %d\npeak above one %v\n", done, wrong, peak > 1)
	if wrong > 0 {
		os.Exit(1)
	}
}

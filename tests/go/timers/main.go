//go:build js && wasm

// Program timers runs timers as its first argument says, and prints what a user would notice.
package main

import (
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"sync"
	"syscall/js"
	"time"
)

func main() {
	switch os.Args[1] {
	case "burst":
		burst(1000)
	case "ticker":
		n, _ := strconv.Atoi(os.Args[2])
		ticker := time.NewTicker(time.Millisecond)
		for i := 0; i < n; i++ {
			<-ticker.C
		}
		ticker.Stop()
		fmt.Println("ticks", n)
	case "stopReset":
		stopReset()
	case "sleepers":
		sleepers()
	case "far": // a deadline that setTimeout cannot hold in one piece must not fire at once
		far := time.NewTimer(100 * 24 * time.Hour)
		select {
		case <-far.C:
			fmt.Println("fired early")
		case <-time.After(30 * time.Millisecond):
			fmt.Println("did not fire", far.Stop())
		}
	}
}

// firing is one timer of the burst. Its deadline lies between earliest and latest: both are known only around the call that arms it.
type firing struct {
	earliest, latest time.Time
	turn             int
}

// burst starts n timers whose deadlines come in another order than they are made. An earlier deadline that fires after a later one is allowed
// within one turn of the event loop only: there Go's own scheduler chooses.
func burst(n int) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // a goroutine that the collector makes wait is late by no fault of the host
	var wait sync.WaitGroup
	all, count := make([]firing, n), make([]int, n)
	var fired []int
	early, twice, inversions := 0, 0, 0
	turn := js.Global().Get("currentTurn")
	wait.Add(n)
	for k := 0; k < n; k++ {
		i := (k * 617) % n // 617 and 1000 have no common factor: each index once
		delay := time.Duration(i)*200*time.Microsecond + 20*time.Millisecond
		all[i].earliest = time.Now().Add(delay)
		time.AfterFunc(delay, func() {
			if time.Now().Before(all[i].earliest) {
				early++
			}
			if count[i]++; count[i] > 1 {
				twice++
			}
			all[i].turn = turn.Invoke().Int()
			fired = append(fired, i)
			wait.Done()
		})
		all[i].latest = time.Now().Add(delay)
	}
	wait.Wait()
	for b := 1; b < len(fired); b++ {
		before, after := all[fired[b-1]], all[fired[b]]
		if before.turn < after.turn && before.earliest.After(after.latest) {
			inversions++
		}
	}
	fmt.Printf("fired %d early %d twice %d\nout of order %d\n", len(fired), early, twice, inversions)
}

// stopReset prints at its end, when no timer is left: up to Go 1.20 a goroutine that prints while another timer comes due may never go on, under its own
// wasm_exec.js as under the bridge (seen on a busy machine).
func stopReset() {
	said := ""
	say := func(words ...interface{}) { said += fmt.Sprintln(words...) }
	stopped := time.AfterFunc(5*time.Millisecond, func() { say("stopped one fired") })
	say("stop", stopped.Stop())
	reset := time.AfterFunc(time.Hour, func() { say("reset one fired") })
	say("reset", reset.Reset(2*time.Millisecond))
	time.Sleep(20 * time.Millisecond)
	later := time.AfterFunc(2*time.Millisecond, func() { say("postponed one fired") })
	for i := 0; i < 5; i++ {
		later.Reset(time.Hour)
		time.Sleep(time.Millisecond)
	}
	say("postponed", later.Stop())
	ticker := time.NewTicker(time.Hour)
	ticker.Reset(time.Millisecond)
	<-ticker.C
	ticker.Stop()
	time.Sleep(5 * time.Millisecond)
	select {
	case <-ticker.C:
		say("tick after stop") // one may have been waiting already when Stop came, before Go 1.23 only
	default:
		say("no tick after stop")
	}
	say("done")
	fmt.Print(said)
}

// sleepers puts many goroutines to sleep; each wakes once, none early.
func sleepers() {
	var wait sync.WaitGroup
	woke, early := 0, 0
	for i := 0; i < 500; i++ {
		wait.Add(1)
		go func(d time.Duration) {
			defer wait.Done()
			start := time.Now()
			time.Sleep(d)
			if woke++; time.Since(start) < d {
				early++
			}
		}(time.Duration(i%40) * 500 * time.Microsecond)
	}
	wait.Wait()
	fmt.Println("woke", woke, "early", early)
}

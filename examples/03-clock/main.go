// A clock. One goroutine per hand sends where its hand points,
// whenever its ticker says so; one goroutine draws what it hears,
// and nothing else touches the canvas. Nothing is shared but
// channels.
package main

import (
	"fmt"
	"time"
)

type hand int

const (
	hours hand = iota
	minutes
	seconds
)

// pace is how the clock goes: not at all, a step each second, or
// evenly.
type pace int

const (
	resting pace = iota
	ticking
	smooth
)

func (p pace) String() string {
	return []string{"resting", "ticking by the second", "moving smoothly"}[p]
}

// position says where a hand points: 0 is twelve o'clock, 0.25 is
// three.
type position struct {
	hand hand
	turn float64
}

func main() {
	page := newPage()
	positions := make(chan position)
	var paces []chan pace
	for _, h := range []hand{hours, minutes, seconds} {
		c := make(chan pace)
		paces = append(paces, c)
		go move(h, c, positions)
	}
	go draw(newFace(), positions, page.repaint)

	for p := range page.paces() {
		for _, c := range paces {
			c <- p
		}
		fmt.Println(p)
	}
}

// move sends the positions of one hand, at the pace it was last
// told.
func move(h hand, paces <-chan pace, out chan<- position) {
	ticker := time.NewTicker(time.Hour)
	ticker.Stop()
	var step time.Duration
	for {
		select {
		case p := <-paces:
			step = stepOf(h, p)
		case <-ticker.C: // perhaps one that came before the clock was stopped
		}
		if step == 0 {
			ticker.Stop()
			continue
		}
		// To the next full step, so that no delay adds up.
		now := time.Now()
		ticker.Reset(now.Truncate(step).Add(step).Sub(now))
		out <- position{h, turn(h, now.Truncate(step))}
	}
}

// stepOf is how often a hand moves; 0 is not at all.
func stepOf(h hand, p pace) time.Duration {
	switch {
	case p == resting:
		return 0
	case p == smooth && h == seconds:
		return time.Second / 50
	default:
		return time.Second
	}
}

// periods is how long each hand takes to go round.
var periods = [3]time.Duration{12 * time.Hour, time.Hour, time.Minute}

// turn is how far round the dial a hand is at a time.
func turn(h hand, at time.Time) float64 {
	hour, minute, second := at.Clock()
	shown := time.Duration(3600*hour+60*minute+second) * time.Second
	shown += time.Duration(at.Nanosecond())
	return float64(shown%periods[h]) / float64(periods[h])
}

// draw keeps what it heard of each hand, and paints the clock again
// after each message.
func draw(face *face, positions <-chan position, repaint <-chan struct{}) {
	var turns [3]float64
	heard := 0
	for {
		select {
		case p := <-positions:
			turns[p.hand] = p.turn
			face.tell(time.Now())
			if heard++; heard < len(turns) {
				continue // at first, wait for all three
			}
		case <-repaint:
			face.forgetDial() // other colours, or another size
		}
		face.paint(turns)
	}
}

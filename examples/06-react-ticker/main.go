//go:build js && wasm

// Program ticker simulates an order book: 10,000 updates a second, each of them sent. The page draws as many as it has frames.
package main

import (
	"context"
	"math"
	"math/rand/v2"
	"time"

	ferry "github.com/goferry/goferry/go"
)

const (
	updatesPerSecond = 10_000
	levels           = 12
)

// A book is what a message says: numbers in the order of these fields.
type book struct {
	updates float64
	price   float64
	bids    [levels]float64 // how much is wanted, from the best price down
	asks    [levels]float64 // how much is offered, from the best price up
}

func (b *book) update() {
	b.updates++
	b.price += 0.01 * rand.NormFloat64()
	side := &b.bids
	if rand.IntN(2) == 0 {
		side = &b.asks
	}
	level := rand.IntN(levels)
	side[level] = math.Max(1, side[level]+8*rand.NormFloat64())
}

func (b *book) numbers(into []float64) []float64 {
	into = append(into[:0], b.updates, b.price)
	into = append(into, b.bids[:]...)
	return append(into, b.asks[:]...)
}

// busy computes without a pause, as a long calculation would: the page does not notice, since this is another thread.
func busy(seconds float64) float64 {
	sum := 0.0
	for end := time.Now().Add(time.Duration(seconds * float64(time.Second))); time.Now().Before(end); {
		for i := range 100_000 {
			sum += math.Sqrt(float64(i))
		}
	}
	return sum
}

func main() {
	ferry.Export("busy", busy)
	channel, err := ferry.Open("book", ferry.Latest(), ferry.WithCodec(ferry.Float64))
	if err != nil {
		panic(err)
	}
	b := book{price: 100}
	for i := range levels {
		b.bids[i], b.asks[i] = 100, 100
	}
	ctx := context.Background()
	var message []float64
	// As many updates at each turn as the time since the last one asks for.
	for last := time.Now(); ; time.Sleep(time.Millisecond) {
		due := int(time.Since(last).Seconds() * updatesPerSecond)
		last = last.Add(time.Duration(due) * time.Second / updatesPerSecond)
		for range min(due, updatesPerSecond/10) { // after a long pause not all of them at once
			b.update()
			message = b.numbers(message)
			if ferry.SendNumbers(ctx, channel, message) != nil {
				return
			}
		}
	}
}

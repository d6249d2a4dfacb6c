// Computes the Mandelbrot set without freezing the page: it works
// in slices of a few milliseconds and lets the page have the thread
// in between. The page calls mandelbrot, gets a promise, hears of
// each slice, and may cancel.
package main

import (
	"fmt"
	"syscall/js"
	"time"
)

// slice is how long Go computes, give or take a row, before the
// page gets its turn: less than one frame.
const slice = 10 * time.Millisecond

// canceled is set by the page's cancel function, between two
// slices.
var canceled bool

func main() {
	js.Global().Set("mandelbrot", js.FuncOf(mandelbrot))
	js.Global().Set("cancel", js.FuncOf(func(js.Value, []js.Value) interface{} {
		canceled = true
		return nil
	}))
	select {}
}

// mandelbrot(width, height, iterations, onRows) computes a picture.
// It calls onRows(y, bytes, share) with rows of RGBA pixels as they
// are done, and returns a promise of {milliseconds, slices,
// canceled}.
func mandelbrot(_ js.Value, args []js.Value) interface{} {
	width, height, iterations := args[0].Int(), args[1].Int(), args[2].Int()
	onRows := args[3]
	return promise(func() interface{} {
		canceled = false
		started := time.Now()
		picture := newPicture(width, height, iterations)
		slices := 0
		for y := 0; y < height && !canceled; slices++ {
			first := y
			for begun := time.Now(); y < height && time.Since(begun) < slice; y++ {
				picture.computeRow(y)
			}
			share := float64(y) / float64(height)
			onRows.Invoke(first, picture.copyRows(first, y), share)
			// Parks this goroutine: the page draws and hears
			// clicks. A shorter sleep may be over before Go has
			// come to rest.
			time.Sleep(time.Millisecond)
		}
		ms := time.Since(started).Milliseconds()
		fmt.Printf("%d × %d pixels, %d iterations: %d ms in %d slices\n",
			width, height, iterations, ms, slices)
		return map[string]interface{}{
			"milliseconds": ms, "slices": slices, "canceled": canceled,
		}
	})
}

// promise runs work in a goroutine of its own, since a function
// that the page calls must not block, and returns a JavaScript
// promise of its result.
func promise(work func() interface{}) js.Value {
	var executor js.Func
	executor = js.FuncOf(func(_ js.Value, args []js.Value) interface{} {
		resolve := args[0]
		go func() {
			resolve.Invoke(work())
			executor.Release()
		}()
		return nil
	})
	return js.Global().Get("Promise").New(executor)
}

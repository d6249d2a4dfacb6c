//go:build js && wasm

// Program image blurs a picture. Each frame is filled into reserved memory, and copied once: to where the page draws it from.
package main

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	ferry "github.com/goferry/goferry/go"
)

const (
	maxPixels  = 2 << 20
	headerSize = 8 // width and height, before the pixels (RGBA)
)

// A picture and what is asked of it; done by the goroutine that filters.
type job struct {
	width, height int
	pixels        []byte // nil: the same picture as before
	strength      float64
}

var jobs = make(chan job, 1)

// submit leaves a job; one that nobody has begun gives way, its picture excepted.
func submit(next job) {
	select {
	case waiting := <-jobs:
		if next.pixels == nil {
			next.width, next.height, next.pixels = waiting.width, waiting.height, waiting.pixels
		}
	default:
	}
	jobs <- next
}

func main() {
	frames, err := ferry.Open("frames", ferry.Latest(), ferry.MaxMessage(headerSize+4*maxPixels))
	if err != nil {
		panic(err)
	}
	ferry.Export("show", func(ctx context.Context, width, height int, pixels []byte, strength float64) error {
		if width <= 0 || height <= 0 || width > maxPixels/height {
			return fmt.Errorf("a picture of %d × %d pixels is too large", width, height)
		}
		if len(pixels) != 4*width*height {
			return errors.New("that is not what the picture's size says")
		}
		submit(job{width, height, pixels, strength})
		return nil
	})
	ferry.Export("strength", func(strength float64) { submit(job{strength: strength}) })

	var picture job
	for next := range jobs {
		if next.pixels != nil {
			picture = next
		}
		if picture.pixels == nil {
			continue
		}
		frame := frames.Reserve(headerSize + len(picture.pixels))
		binary.LittleEndian.PutUint32(frame, uint32(picture.width))
		binary.LittleEndian.PutUint32(frame[4:], uint32(picture.height))
		blur(frame[headerSize:], picture.pixels, picture.width, picture.height, int(next.strength*float64(min(picture.width, picture.height))/16))
		if frames.Commit() != nil {
			return
		}
	}
}

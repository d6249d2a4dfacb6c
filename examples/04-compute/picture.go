package main

import (
	"math"
	"syscall/js"
)

// picture is a part of the complex plane and the pixels computed so
// far.
type picture struct {
	width, height, iterations int
	pixels                    []byte // RGBA, row by row
}

func newPicture(width, height, iterations int) *picture {
	return &picture{width, height, iterations, make([]byte, 4*width*height)}
}

// computeRow fills one row. The picture is 3.2 wide, with -0.7+0i
// in the middle.
func (p *picture) computeRow(y int) {
	scale := 3.2 / float64(p.width)
	ci := (float64(p.height)/2 - float64(y)) * scale
	for x := 0; x < p.width; x++ {
		cr := -0.7 + (float64(x)-float64(p.width)/2)*scale
		rgb := colour(escape(cr, ci, p.iterations))
		copy(p.pixels[4*(y*p.width+x):], []byte{rgb[0], rgb[1], rgb[2], 255})
	}
}

// copyRows hands the rows from first up to end to JavaScript.
func (p *picture) copyRows(first, end int) js.Value {
	rows := p.pixels[4*first*p.width : 4*end*p.width]
	array := js.Global().Get("Uint8ClampedArray").New(len(rows))
	js.CopyBytesToJS(array, rows)
	return array
}

// escape iterates z² + c and returns after how many steps z leaves
// for infinity, with a fraction that smooths the bands; negative
// where it stays.
func escape(cr, ci float64, iterations int) float64 {
	zr, zi := 0.0, 0.0
	for n := 0; n < iterations; n++ {
		zr, zi = zr*zr-zi*zi+cr, 2*zr*zi+ci
		if r2 := zr*zr + zi*zi; r2 > 256 {
			return float64(n) + 1 - math.Log2(math.Log2(r2)/2)
		}
	}
	return -1
}

// stops are the colours from far outside to near the edge; the set
// itself is the first.
var stops = [][3]float64{
	{10, 22, 30}, {11, 66, 84}, {11, 114, 133}, {106, 192, 205},
	{238, 247, 246}, {250, 208, 137}, {150, 84, 30},
}

// colour walks through the stops, ever more slowly, and starts over
// at the end.
func colour(steps float64) [3]byte {
	if steps < 0 {
		return [3]byte{10, 22, 30}
	}
	at := math.Mod(2*math.Log2(1+math.Max(0, steps)), float64(len(stops)))
	i := int(at)
	from, to, share := stops[i], stops[(i+1)%len(stops)], at-math.Floor(at)
	var rgb [3]byte
	for k := range rgb {
		rgb[k] = byte(math.Round(from[k] + (to[k]-from[k])*share))
	}
	return rgb
}

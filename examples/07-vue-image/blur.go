package main

// passes: three box blurs look like a Gaussian one.
const passes = 3

var scratch []byte

// blur fills to with the pixels of from (RGBA), blurred by a radius in pixels. With radius 0 it copies them.
func blur(to, from []byte, width, height, radius int) {
	copy(to, from)
	if radius < 1 {
		return
	}
	if len(scratch) < len(to) {
		scratch = make([]byte, len(to))
	}
	for range passes {
		for y := range height {
			box(scratch[4*y*width:], to[4*y*width:], width, 4, min(radius, width/2))
		}
		for x := range width {
			box(to[4*x:], scratch[4*x:], height, 4*width, min(radius, height/2))
		}
	}
}

// box writes the mean of each pixel and its neighbours on both sides, along a line of n pixels that are step bytes apart. Beyond its ends the line
// goes on with its outermost pixels.
func box(to, from []byte, n, step, radius int) {
	size := 2*radius + 1
	for c := range 4 {
		sum := radius * int(from[c])
		for i := range radius {
			sum += int(from[i*step+c])
		}
		for i := range n {
			sum += int(from[min(i+radius, n-1)*step+c])
			to[i*step+c] = byte(sum / size)
			sum -= int(from[max(i-radius, 0)*step+c])
		}
	}
}

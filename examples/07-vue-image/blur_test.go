package main

import (
	"bytes"
	"testing"
)

// picture makes one of a single colour, with a white pixel.
func picture(width, height, at int) []byte {
	pixels := bytes.Repeat([]byte{10, 20, 30, 255}, width*height)
	if at >= 0 {
		copy(pixels[4*at:], []byte{255, 255, 255, 255})
	}
	return pixels
}

func TestBlurWithoutRadiusCopies(t *testing.T) {
	from := picture(7, 5, 17)
	to := make([]byte, len(from))
	blur(to, from, 7, 5, 0)
	if !bytes.Equal(to, from) {
		t.Error("the picture was changed")
	}
}

func TestBlurKeepsOneColour(t *testing.T) {
	for _, size := range [][2]int{{1, 1}, {1, 9}, {9, 1}, {8, 8}, {31, 17}} {
		from := picture(size[0], size[1], -1)
		to := make([]byte, len(from))
		blur(to, from, size[0], size[1], 4)
		if !bytes.Equal(to, from) {
			t.Errorf("%v: the colour was changed", size)
		}
	}
}

func TestBlurSpreads(t *testing.T) {
	const width, height, middle = 15, 15, 7*15 + 7
	from := picture(width, height, middle)
	to := make([]byte, len(from))
	blur(to, from, width, height, 2)
	if centre, beside, far := to[4*middle], to[4*(middle+1)], to[0]; !(centre < 255 && beside > 10 && centre >= beside && far == 10) {
		t.Errorf("centre %d, beside it %d, in the corner %d", centre, beside, far)
	}
	if to[4*(middle-1)] != to[4*(middle+1)] || to[4*(middle-width)] != to[4*(middle+width)] {
		t.Error("it spreads to one side")
	}
}

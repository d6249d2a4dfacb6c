package main

import (
	"math"
	"syscall/js"
	"time"
)

// face is the canvas and the text beside it. What does not move is
// painted on a second canvas, the dial, once per size and theme.
type face struct {
	canvas, context, dial js.Value
	clock, date           js.Value
	ink, faint, accent    string
	pixels                float64
	told, dated           string
}

func newFace() *face {
	canvas := byID("clock")
	return &face{
		canvas:  canvas,
		context: canvas.Call("getContext", "2d"),
		clock:   byID("time"),
		date:    byID("date"),
		dial:    document.Call("createElement", "canvas"),
	}
}

// forgetDial has the next paint look at size and colours again.
func (f *face) forgetDial() { f.pixels = 0 }

// paint draws the dial and the hands.
func (f *face) paint(turns [3]float64) {
	ratio := js.Global().Get("devicePixelRatio").Float()
	size := math.Round(f.canvas.Get("clientWidth").Float() * ratio)
	if size == 0 {
		return
	}
	if size != f.pixels {
		f.pixels = size
		f.canvas.Set("width", size)
		f.canvas.Set("height", size)
		f.paintDial(size)
	}
	f.context.Call("clearRect", 0, 0, size, size)
	f.context.Call("drawImage", f.dial, 0, 0)
	f.line(turns[hours], -0.06, 0.26, 0.022, f.ink)
	f.line(turns[minutes], -0.06, 0.4, 0.014, f.ink)
	f.line(turns[seconds], -0.09, 0.42, 0.007, f.accent)
	f.dot(0.018, f.accent)
}

// paintDial draws the ring and the sixty marks on the second
// canvas, in the page's colours.
func (f *face) paintDial(size float64) {
	style := js.Global().Call("getComputedStyle", f.canvas)
	colour := func(name string) string {
		return style.Call("getPropertyValue", name).String()
	}
	f.ink = colour("--ink")
	f.faint = colour("--line-strong")
	f.accent = colour("--accent")

	f.dial.Set("width", size)
	f.dial.Set("height", size)
	marks := *f
	marks.context = f.dial.Call("getContext", "2d")
	for i := 0; i < 60; i++ {
		turn := float64(i) / 60
		switch {
		case i%15 == 0:
			marks.line(turn, 0.41, 0.47, 0.014, f.ink)
		case i%5 == 0:
			marks.line(turn, 0.43, 0.47, 0.01, f.ink)
		default:
			marks.line(turn, 0.46, 0.47, 0.005, f.faint)
		}
	}
}

// line draws from one distance to another along a direction;
// lengths are shares of the canvas.
func (f *face) line(turn, from, to, width float64, colour string) {
	sin, cos := math.Sincos(2 * math.Pi * turn)
	at := func(r float64) (x, y float64) {
		return f.pixels * (0.5 + r*sin), f.pixels * (0.5 - r*cos)
	}
	x, y := at(from)
	f.context.Call("beginPath")
	f.context.Call("moveTo", x, y)
	x, y = at(to)
	f.context.Call("lineTo", x, y)
	f.context.Set("strokeStyle", colour)
	f.context.Set("lineWidth", math.Max(1, width*f.pixels))
	f.context.Set("lineCap", "round")
	f.context.Call("stroke")
}

func (f *face) dot(radius float64, colour string) {
	f.context.Call("beginPath")
	f.context.Call("arc", f.pixels/2, f.pixels/2, radius*f.pixels, 0, 2*math.Pi)
	f.context.Set("fillStyle", colour)
	f.context.Call("fill")
}

// tell writes the time as text, and what a screen reader says of
// the canvas, when they have changed.
func (f *face) tell(now time.Time) {
	if s := now.Format("15:04:05"); s != f.told {
		f.told = s
		f.clock.Set("textContent", s)
		f.clock.Set("dateTime", s)
	}
	if s := now.Format("Monday, 2 January"); s != f.dated {
		f.dated = s
		f.date.Set("textContent", s)
	}
}

package main

import "syscall/js"

var document = js.Global().Get("document")

// page is what decides how the clock goes. Its callbacks run on the
// page's thread and must not block, so they note what has changed
// and leave a word in a channel that holds one.
type page struct {
	paused, seen bool
	lessMotion   js.Value // the media query
	changed      chan struct{}
	repaint      chan struct{}
}

func newPage() *page {
	p := &page{
		seen:       true,
		lessMotion: js.Global().Call("matchMedia", "(prefers-reduced-motion: reduce)"),
		changed:    make(chan struct{}, 1),
		repaint:    make(chan struct{}, 1),
	}
	button := byID("pause")
	on(button, "click", func() {
		p.paused = !p.paused
		label := "Pause"
		if p.paused {
			label = "Resume"
		}
		button.Set("textContent", label)
		poke(p.changed)
	})
	button.Set("disabled", false)

	on(p.lessMotion, "change", func() { poke(p.changed) })
	dark := js.Global().Call("matchMedia", "(prefers-color-scheme: dark)")
	on(dark, "change", func() { poke(p.repaint) })
	on(document, "themechange", func() { poke(p.repaint) })
	on(js.Global().Get("window"), "resize", func() { poke(p.repaint) })

	// Rest while the canvas is scrolled out of sight.
	seen := js.FuncOf(func(_ js.Value, args []js.Value) interface{} {
		last := args[0].Index(args[0].Length() - 1)
		p.seen = last.Get("isIntersecting").Bool()
		poke(p.changed)
		return nil
	})
	observer := js.Global().Get("IntersectionObserver").New(seen)
	observer.Call("observe", byID("clock"))
	return p
}

// paces sends how the clock is to go, now and at each change.
func (p *page) paces() <-chan pace {
	out := make(chan pace)
	go func() {
		last := resting
		for {
			next := ticking
			switch {
			case p.paused || !p.seen:
				next = resting
			case !p.lessMotion.Get("matches").Bool():
				next = smooth
			}
			if next != last {
				out <- next
				last = next
			}
			<-p.changed
		}
	}()
	return out
}

// poke leaves a word in a channel of one; a word that is still
// there says enough.
func poke(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func byID(id string) js.Value { return document.Call("getElementById", id) }

func on(target js.Value, name string, handle func()) {
	f := js.FuncOf(func(js.Value, []js.Value) interface{} {
		handle()
		return nil
	})
	target.Call("addEventListener", name, f)
}

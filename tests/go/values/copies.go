//go:build js && wasm

package main

import (
	"fmt"
	"syscall/js"
)

func pattern(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i*7 + i>>8 + 1)
	}
	return b
}

// relatedSizes are sizes of the other side: equal, larger, much larger, and where they differ smaller and none.
func relatedSizes(n int) []int {
	sizes := []int{n, n + 1, n + 70000}
	if n > 1 {
		sizes = append(sizes, n/2)
	}
	if n > 0 {
		sizes = append(sizes, 0)
	}
	return sizes
}

// copies copies bytes both ways with every relation of the two sizes.
func copies() {
	sizes := []int{0, 1, 2, 3, 7, 8, 9, 63, 64, 65, 1000, 4096, 65535, 65536, 65537, 1 << 20}
	for _, kind := range []string{"Uint8Array", "Uint8ClampedArray"} {
		constructor := js.Global().Get(kind)
		for _, n := range sizes {
			for _, m := range relatedSizes(n) {
				n, m, id := n, m, fmt.Sprintf("%s/%d/%d", kind, n, m)
				emit("copy/toJS/"+id, func() any {
					a := constructor.New(m)
					copied := js.CopyBytesToJS(a, pattern(n))
					back := make([]byte, m)
					js.CopyBytesToGo(back, a)
					return fmt.Sprint(copied, " ", showBytes(back))
				})
				emit("copy/toGo/"+id, func() any {
					a := constructor.New(n)
					js.CopyBytesToJS(a, pattern(n))
					guarded := make([]byte, m+16)
					copied := js.CopyBytesToGo(guarded[8:8+m], a)
					return fmt.Sprint(copied, " ", showBytes(guarded))
				})
			}
		}
	}
	buffer := js.Global().Get("ArrayBuffer").New(100)
	emit("copy/offset", func() any {
		js.CopyBytesToJS(js.Global().Get("Uint8Array").New(buffer, 90, 5), pattern(20))
		all := make([]byte, 100)
		js.CopyBytesToGo(all, js.Global().Get("Uint8Array").New(buffer))
		return all[85:]
	})
	emit("copy/nilSlice", func() any { return js.CopyBytesToGo(nil, js.Global().Get("Uint8Array").New(4)) })
	emit("copy/fromNil", func() any { return js.CopyBytesToJS(js.Global().Get("Uint8Array").New(4), nil) })
	for i, v := range []any{nil, 1, "bytes", js.Undefined(), js.Global(), []any{1, 2}, buffer} {
		v, id := js.ValueOf(v), fmt.Sprint(i)
		emit("copy/bad/toGo/"+id, func() any { return js.CopyBytesToGo(make([]byte, 4), v) })
		emit("copy/bad/toJS/"+id, func() any { return js.CopyBytesToJS(v, make([]byte, 4)) })
	}
}

//go:build js && wasm

package main

import (
	"fmt"
	"strings"
	"syscall/js"
)

var texts = []string{
	"", "a", "abc", "äöü", "€", "😀", "a\x00b", "\x00", "\ufeff", "\ufeffa", "\ufeff\ufeff", "a\ufeff", "\xef\xbb", "\xff", "a\xc3", "\xc3\x28", "\xe2\x82",
	"\xf0\x9f\x98", "\xf0\x9f\x98a", "\xed\xa0\x80", "\xed\xa0\xbd\xed\xb8\x80", "\xc0\x80", "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "\u2028\u2029",
	"\ufffd", "\uffff", "\U0010ffff", "e\u0301", "__proto__", "constructor", "then", "0", "-1", "1.5", "length", "toString", "hasOwnProperty",
}

// strings_ sends strings over and back, short and up to some MiB long, with characters that lie across likely buffer edges.
func strings_() {
	for i, s := range texts {
		s, id := s, fmt.Sprintf("%d", i)
		emit("string/js/"+id, func() any { return fixture.Call("describe", s) })
		emit("string/back/"+id, func() any { return fixture.Call("identity", s).String() })
		emit("string/valueOf/"+id, func() any { return js.ValueOf(s).String() })
		emit("string/truthy/"+id, func() any { return js.ValueOf(s).Truthy() })
		emit("string/equal/"+id, func() any { return js.ValueOf(s).Equal(js.ValueOf(s)) })
		emit("string/typed/"+id, func() any { return fixture.Call("same", s, js.ValueOf(s)) })
	}
	for _, unit := range []string{"a", "é", "€", "😀", "a\ud7ff😀€é"} {
		for _, n := range []int{1000, 8191, 8192, 65535, 65536, 1 << 20} {
			unit, n := unit, n
			id := fmt.Sprintf("%+q*%d", unit, n)
			emit("string/long/toJs/"+id, func() any { return fixture.Call("describe", strings.Repeat(unit, n)) })
			emit("string/long/toGo/"+id, func() any { return fixture.Call("repeat", unit, n) })
		}
	}
	for shift := uint(3); shift <= 17; shift++ {
		for delta := -4; delta <= 1; delta++ {
			n := 1<<shift + delta
			for _, tail := range []string{"é", "€", "😀", "\xed\xa0\x80", "loneHigh"} {
				tail := tail
				emit(fmt.Sprintf("string/edge/%d+%+q", n, tail), func() any {
					if tail == "loneHigh" {
						return fixture.Call("padded", n, fixture.Call("make", "loneHigh"))
					}
					there := fixture.Call("describe", strings.Repeat("a", n)+tail)
					return there.String() + " " + showString(fixture.Call("padded", n, tail).String())
				})
			}
		}
	}
}

// names uses property names of many lengths and contents, several times each, so that a host that remembers names is caught mixing them up.
func names() {
	lengths := []int{0, 1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 255, 256, 1000, 70000}
	all := append([]string(nil), texts...)
	for _, n := range lengths {
		all = append(all, strings.Repeat("n", n))
		if n > 0 {
			all = append(all, strings.Repeat("n", n-1)+"m", "m"+strings.Repeat("n", n-1))
		}
	}
	box := js.Global().Get("Object").Call("create", nil)
	for round := 0; round < 4; round++ {
		for i, name := range all {
			i, name, id := i, name, fmt.Sprintf("%d/%d", round, i)
			emit("name/before/"+id, func() any { return box.Get(name) })
			emit("name/set/"+id, func() any { box.Set(name, i*10+round); return box.Get(name).Int() })
			emit("name/call/"+id, func() any { return box.Call(name, 1) })
		}
		emit(fmt.Sprintf("name/keys/%d", round), func() any { return fixture.Call("keys", box) })
		for i, name := range all {
			name := name
			emit(fmt.Sprintf("name/delete/%d/%d", round, i), func() any { box.Delete(name); return box.Get(name) })
		}
	}
	emit("name/many", func() any { return manyNames(box) })
}

// manyNames uses more names than any bounded cache keeps, in three rounds, and counts wrong answers.
func manyNames(box js.Value) any {
	const count = 6000
	wrong := 0
	for round := 0; round < 3; round++ {
		for i := 0; i < count; i++ {
			box.Set(fmt.Sprintf("many-%d", i), i+round)
		}
		for i := 0; i < count; i++ {
			if box.Get(fmt.Sprintf("many-%d", i)).Int() != i+round {
				wrong++
			}
		}
	}
	return fmt.Sprintf("%d wrong, %d keys", wrong, js.Global().Get("Object").Call("keys", box).Length())
}

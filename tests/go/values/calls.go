//go:build js && wasm

package main

import (
	"fmt"
	"syscall/js"
)

func manyArgs(n int) []any {
	args := make([]any, n)
	for i := range args {
		args[i] = i
	}
	return args
}

// calls calls, invokes and constructs with up to 1,000 arguments of every kind, and with functions that throw.
func calls() {
	array := js.Global().Get("Array")
	for _, n := range []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 32, 33, 64, 65, 128, 256, 257, 1000, 10000} {
		n := n
		emit(fmt.Sprintf("call/args/%d", n), func() any { return fixture.Call("args", manyArgs(n)...) })
		emit(fmt.Sprintf("call/sum/%d", n), func() any { return fixture.Call("sum", manyArgs(n)...) })
		emit(fmt.Sprintf("invoke/args/%d", n), func() any { return fixture.Get("sum").Invoke(manyArgs(n)...) })
		emit(fmt.Sprintf("new/args/%d", n), func() any { return array.New(append([]any{"first"}, manyArgs(n)...)...).Length() })
	}
	names := fixture.Get("names")
	for i := 0; i < names.Length(); i++ {
		name := names.Index(i).String()
		if name == "namespace" || name == "klass" || name == "proxyAll" || name == "boxedBigint" {
			continue // describe would call into them
		}
		emit("call/mixed/"+name, func() any {
			v := fixture.Call("make", name)
			return fixture.Call("sum", fixture.Call("typeOf", v), 1, "s", fixture.Call("same", v, v), nil, js.Undefined())
		})
		emit("throw/call/"+name, func() any { return fixture.Get("thrower").Invoke(fixture.Call("make", name)).Invoke() })
		emit("throw/new/"+name, func() any {
			o := js.Global().Get("Object").New()
			o.Set("boom", fixture.Call("thrower", fixture.Call("make", name)))
			return o.Call("boom", 1, 2)
		})
	}
	emit("call/this", func() any { return fixture.Call("self") })
	emit("invoke/this", func() any { return fixture.Get("self").Invoke() })
	emit("new/dateAtZero", func() any { return js.Global().Get("Date").New(0).Call("toISOString") })
	emit("new/class", func() any { return fixture.Call("describe", fixture.Call("make", "klass").New("made")) })
	emit("invoke/class", func() any { return fixture.Call("make", "klass").Invoke() })
	emit("new/throws", func() any { return js.Global().Get("Array").New(-1) })
	emit("new/proxyThrows", func() any { return js.Global().Get("Proxy").New(1, 2) })
	emit("call/primitive", func() any { return js.ValueOf("abc").Call("toUpperCase") })
	emit("call/undefined", func() any { return js.Undefined().Call("f") })
	emit("call/notFunction", func() any { return fixture.Call("names") })
	emit("call/eval", func() any { return js.Global().Call("parseInt", "12px") })
	emit("call/afterThrow", func() any { return fixture.Call("args", "still", "right") })
}

// functions looks at wrapped Go functions from both sides.
func functions() {
	var seen string
	f := js.FuncOf(func(this js.Value, args []js.Value) any {
		seen = "this " + show(this.Type())
		for _, a := range args {
			seen += ", " + show(a.Type())
		}
		return seen
	})
	emit("func/shape", func() any { return fixture.Call("funcShape", f) })
	emit("func/type", func() any { return f.Type() })
	emit("func/plain", func() any { return fixture.Call("callPlain", f, 1, "b", nil) })
	emit("func/construct", func() any { return fixture.Call("construct", f).String() + " " + seen })
	for _, self := range []string{"undefined", "null", "one", "ascii", "object", "symbol", "fn", "true"} {
		self := self
		emit("func/this/"+self, func() any { return fixture.Call("callWith", f, fixture.Call("make", self), 1) })
	}
	emit("func/asMethod", func() any { o := js.Global().Get("Object").New(); o.Set("m", f); return o.Call("m", 2) })
	emit("func/invoke", func() any { return f.Invoke(1, 2, 3) })
	count := js.FuncOf(func(_ js.Value, args []js.Value) any { return len(args) })
	for _, n := range []int{0, 1, 16, 17, 1000} {
		n := n
		emit(fmt.Sprintf("func/args/%d", n), func() any { return fixture.Call("callMany", count, n) })
	}
	results := map[string]any{"nil": nil, "int": 1, "string": "s", "value": js.Undefined(), "slice": []any{1, "x"}, "map": map[string]any{"a": 1}, "func": f}
	for _, kind := range []string{"nil", "int", "string", "value", "slice", "map", "func"} {
		result := results[kind]
		g := js.FuncOf(func(js.Value, []js.Value) any { return result })
		emit("func/result/"+kind, func() any { return fixture.Call("describe", g.Invoke()) })
		emit("func/resultBack/"+kind, func() any { return g.Invoke() })
		g.Release()
	}
	emit("func/caughtInside", func() any {
		g := js.FuncOf(func(js.Value, []js.Value) any {
			return outcome(func() any { return fixture.Call("thrower", "t").Invoke() })
		})
		defer g.Release()
		return g.Invoke()
	})
	emit("func/arrayMap", func() any {
		g := js.FuncOf(func(_ js.Value, args []js.Value) any { return args[0].Int()*10 + args[1].Int() })
		defer g.Release()
		return fixture.Call("describe", js.ValueOf([]any{1, 2, 3}).Call("map", g))
	})
	emit("func/equal", func() any { return f.Equal(f.Value) && !f.Equal(count.Value) })
	emit("func/releasedWhileRunning", func() any {
		var g js.Func
		g = js.FuncOf(func(js.Value, []js.Value) any { g.Release(); return "released inside" })
		return g.Invoke()
	})
	count.Release()
	count.Release()
	emit("func/released", func() any { return fixture.Call("describe", count.Invoke()) })
}

//go:build js && wasm

package main

import (
	"fmt"
	"math"
	"syscall/js"
)

var containers = []string{
	"object", "array", "nullProto", "frozen", "frozenArray", "sealed", "noExtend", "getterOnly", "readOnly", "protoReadOnly", "protoGetter", "setter", "proxy",
	"proxyFalse", "proxyDefineFalse", "protoProxyFalse", "namespace", "fn", "arguments", "holder", "boxedString", "u8", "f64", "big64", "dataView", "map", "klass",
}

// properties sets and deletes on objects that refuse, quietly, in every way there is.
func properties() {
	for _, kind := range containers {
		for _, name := range []string{"x", "y", "fresh", "0", "1", "length", "constructor", "__proto__", "default", "toString"} {
			kind, name := kind, name
			refusesByThrowing := name == "length" && (kind == "array" || kind == "frozenArray") || kind == "big64" && (name == "0" || name == "1")
			if refusesByThrowing {
				continue // survivableThrows has it
			}
			id := kind + "." + name
			emit("property/set/"+id, func() any {
				v := fixture.Call("make", kind)
				v.Set(name, "v")
				return show(v.Get(name)) + " " + fixture.Call("keys", v).String()
			})
			emit("property/delete/"+id, func() any {
				v := fixture.Call("make", kind)
				v.Delete(name)
				return show(v.Get(name)) + " " + fixture.Call("keys", v).String()
			})
		}
	}
	emit("property/arrayLength", func() any {
		v := fixture.Call("make", "array")
		v.Set("length", 1)
		return fixture.Call("describe", v)
	})
	emit("property/frozenArrayLength", func() any {
		v := fixture.Call("make", "frozenArray")
		v.Set("length", 1)
		return fixture.Call("describe", v)
	})
	emit("property/setterSeesValue", func() any {
		v := fixture.Call("make", "setter")
		v.Set("x", "first")
		v.Set("x", nil)
		return fixture.Call("describe", v.Get("log"))
	})
	emit("instanceOf/hasInstanceTruthy", func() any { return js.ValueOf(1).InstanceOf(fixture.Call("hasInstance", "yes")) })
	emit("instanceOf/hasInstanceFalsy", func() any { return js.ValueOf(1).InstanceOf(fixture.Call("hasInstance", "")) })
	emit("instanceOf/date", func() any { return fixture.Call("make", "date").InstanceOf(js.Global().Get("Date")) })
	emit("instanceOf/bound", func() any {
		return fixture.Call("make", "object").InstanceOf(js.Global().Get("Object").Call("bind", nil))
	})
	same := fixture.Call("make", "object")
	emit("equal/sameObject", func() any { return fixture.Call("identity", same).Equal(same) })
	emit("equal/otherObject", func() any { return fixture.Call("make", "object").Equal(same) })
	emit("equal/symbolIterator", func() any {
		return fixture.Call("make", "symbolIterator").Equal(js.Global().Get("Symbol").Get("iterator"))
	})
	emit("equal/bigints", func() any { return fixture.Call("make", "bigint").Equal(fixture.Call("make", "bigint")) })
}

// indices reads and writes elements at indices that no array has.
func indices() {
	list := []int{0, 1, 2, 3, -1, -2, 1 << 31, 1<<31 - 1, -1 << 31, 1<<32 - 2, 1<<32 - 1, 1 << 32, 1 << 40, -1 << 40, 1<<53 - 1, 1 << 53, 1<<53 + 1,
		math.MaxInt64, math.MinInt64}
	for _, kind := range containers {
		for _, i := range list {
			kind, i := kind, i
			if kind == "array" && i > 1000 {
				continue // a sparse array shows nothing more than an object
			}
			id := fmt.Sprintf("%s[%d]", kind, i)
			emit("index/get/"+id, func() any { return fixture.Call("make", kind).Index(i) })
			if kind == "big64" {
				continue // takes bigints only, and throws: survivableThrows has it
			}
			emit("index/set/"+id, func() any {
				v := fixture.Call("make", kind)
				v.SetIndex(i, 3.5)
				return show(v.Index(i)) + " " + fixture.Call("keys", v).String()
			})
		}
	}
}

//go:build js && wasm

package main

import (
	"fmt"
	"math"
	"syscall/js"
	"unsafe"
)

var floats = []float64{
	0, math.Copysign(0, -1), 1, -1, 0.1, 1.5, -1e-7, math.NaN(), math.Float64frombits(0x7FF8_0001_0000_0005), math.Float64frombits(0xFFF8_0004_0000_0001),
	math.Inf(1), math.Inf(-1), 1 << 31, 1<<31 - 1, -1 << 31, 1 << 32, 1<<53 - 1, 1 << 53, 1<<53 + 2, -1 << 53, 1 << 63, 1e21, 1e300,
	math.MaxFloat64, math.SmallestNonzeroFloat64, -math.SmallestNonzeroFloat64, 2.2250738585072009e-308, math.Float64frombits(0x7FEF_FFFF_FFFF_FFFF),
	math.Float64frombits(0x0000_0001_0000_0000), math.Float64frombits(0x7FF0_0000_0000_0001),
}

// numbers sends floats over and back: as an argument, a property, an element, a result, and as a string.
func numbers() {
	box := js.Global().Get("Object").New()
	list := js.Global().Get("Array").New()
	for i, f := range floats {
		f, id := f, fmt.Sprintf("%d", i)
		emit("number/js/"+id, func() any { return fixture.Call("describe", f) })
		emit("number/back/"+id, func() any { return fixture.Call("identity", f).Float() })
		emit("number/property/"+id, func() any { box.Set("n", f); return box.Get("n").Float() })
		emit("number/element/"+id, func() any { list.SetIndex(i%3, f); return list.Index(i % 3).Float() })
		emit("number/int/"+id, func() any { return js.ValueOf(f).Int() })
		emit("number/string/"+id, func() any { return js.ValueOf(f).String() })
		emit("number/truthy/"+id, func() any { return js.ValueOf(f).Truthy() })
		emit("number/isNaN/"+id, func() any { return js.ValueOf(f).IsNaN() })
	}
	emit("number/equal/zeros", func() any { return js.ValueOf(0).Equal(js.ValueOf(math.Copysign(0, -1))) })
	emit("number/equal/nan", func() any { return js.ValueOf(math.NaN()).Equal(js.ValueOf(math.NaN())) })
	emit("number/equal/jsZeros", func() any { return fixture.Call("make", "negZero").Equal(fixture.Call("make", "zero")) })
}

// valueOf converts a value of every Go kind that ValueOf names, and some that it refuses.
func valueOf() {
	type named string
	one := 1
	values := []struct {
		id string
		x  any
	}{
		{"nil", nil}, {"true", true}, {"false", false}, {"int", int(-5)}, {"int8", int8(-128)}, {"int16", int16(-32768)}, {"int32", int32(math.MinInt32)},
		{"int64", int64(math.MaxInt64)}, {"int64min", int64(math.MinInt64)}, {"uint", uint(7)}, {"uint8", uint8(255)}, {"uint16", uint16(65535)},
		{"uint32", uint32(math.MaxUint32)}, {"uint64", uint64(math.MaxUint64)}, {"uintptr", uintptr(12)}, {"pointer", unsafe.Pointer(nil)},
		{"float32", float32(0.1)}, {"float64", 0.1}, {"string", "text"}, {"emptyString", ""},
		{"slice", []any{1, "b", nil, true, []any{2.5}, map[string]any{"k": "v"}}}, {"emptySlice", []any{}}, {"nilSlice", []any(nil)},
		{"map", map[string]any{"k": []any{1}}}, {"emptyMap", map[string]any{}}, {"protoMap", map[string]any{"constructor": 1}},
		{"value", js.Global().Get("Math")}, {"undefined", js.Undefined()}, {"null", js.Null()}, {"zeroValue", js.Value{}},
		{"bytes", []byte("no")}, {"strings", []string{"no"}}, {"ints", []int{1}}, {"struct", struct{}{}}, {"struct*", &struct{}{}}, {"named", named("no")},
		{"error", fmt.Errorf("no")}, {"complex", 1i}, {"*int", &one}, {"func", func() {}}, {"badElement", []any{1, []byte("no")}},
		{"jsError", js.Error{Value: js.Null()}},
	}
	for _, v := range values {
		x := v.x
		emit("valueOf/type/"+v.id, func() any { return js.ValueOf(x).Type() })
		emit("valueOf/js/"+v.id, func() any { return fixture.Call("describe", x) })
		emit("valueOf/set/"+v.id, func() any { o := js.Global().Get("Object").New(); o.Set("x", x); return fixture.Call("describe", o) })
	}
	emit("valueOf/globalThis", func() any { return fixture.Call("same", js.Global(), js.Global().Get("globalThis")) })
	emit("zero/undefined", func() any { return js.Undefined().Equal(js.Value{}) })
}

//go:build js && wasm

package main

import "syscall/js"

// everyMethodOnEveryValue is the cross product: each method, on a fresh value of each kind that fixture.js makes.
func everyMethodOnEveryValue() {
	object, array := js.Global().Get("Object"), js.Global().Get("Array")
	methods := []struct {
		name string
		run  func(v js.Value) any
	}{
		{"value", func(v js.Value) any { return v }},
		{"type", func(v js.Value) any { return v.Type() }},
		{"string", func(v js.Value) any { return v.String() }},
		{"float", func(v js.Value) any { return v.Float() }},
		{"int", func(v js.Value) any { return v.Int() }},
		{"bool", func(v js.Value) any { return v.Bool() }},
		{"truthy", func(v js.Value) any { return v.Truthy() }},
		{"isNaN", func(v js.Value) any { return v.IsNaN() }},
		{"isNull", func(v js.Value) any { return v.IsNull() }},
		{"isUndefined", func(v js.Value) any { return v.IsUndefined() }},
		{"equalSelf", func(v js.Value) any { return v.Equal(v) }},
		{"length", func(v js.Value) any { return v.Length() }},
		{"get", func(v js.Value) any { return v.Get("x") }},
		{"getLength", func(v js.Value) any { return v.Get("length") }},
		{"getConstructor", func(v js.Value) any { return v.Get("constructor") }},
		{"getProto", func(v js.Value) any { return v.Get("__proto__") }},
		{"index", func(v js.Value) any { return v.Index(0) }},
		{"indexAfterEnd", func(v js.Value) any { return v.Index(100) }},
		{"callToString", func(v js.Value) any { return v.Call("toString") }},
		{"callValueOf", func(v js.Value) any { return v.Call("valueOf").Type() }},
		{"callMissing", func(v js.Value) any { return v.Call("missing", 1) }},
		{"invoke", func(v js.Value) any { return v.Invoke(2, 3) }},
		{"new", func(v js.Value) any { return v.New(4).Get("x") }},
		{"instanceOfObject", func(v js.Value) any { return v.InstanceOf(object) }},
		{"instanceOfArray", func(v js.Value) any { return v.InstanceOf(array) }},
		{"error", func(v js.Value) any { return js.Error{Value: v}.Error() }},
		{"typeofInJs", func(v js.Value) any { return fixture.Call("typeOf", v) }},
		{"thereAndBack", func(v js.Value) any { return fixture.Call("identity", v) }},
		{"sameInJs", func(v js.Value) any { return fixture.Call("same", v, fixture.Call("identity", v)) }},
		{"asElement", func(v js.Value) any { return js.ValueOf([]any{v, v}).Length() }},
		{"set", func(v js.Value) any { v.Set("x", "set"); return v.Get("x") }},
		{"setNew", func(v js.Value) any { v.Set("added", 1); return v.Get("added") }},
		{"setIndex", func(v js.Value) any { v.SetIndex(0, 66); return v.Index(0) }},
		{"setIndexAfterEnd", func(v js.Value) any { v.SetIndex(5, 67); return v.Index(5) }},
		{"delete", func(v js.Value) any { v.Delete("x"); return v.Get("x") }},
		{"deleteIndex", func(v js.Value) any { v.Delete("0"); return v.Index(0) }},
		{"deleteMissing", func(v js.Value) any { v.Delete("nothing"); return v.Get("nothing") }},
		{"copyToGo", func(v js.Value) any {
			b := []byte{7, 7, 7, 7}
			return []byte{byte(js.CopyBytesToGo(b, v)), b[0], b[1], b[2], b[3]}
		}},
		{"copyToJS", func(v js.Value) any {
			return []byte{byte(js.CopyBytesToJS(v, []byte{8, 9})), byte(v.Index(0).Int()), byte(v.Index(2).Int())}
		}},
	}
	names := fixture.Get("names")
	for i := 0; i < names.Length(); i++ {
		name := names.Index(i).String()
		for _, m := range methods {
			if name == "big64" && (m.name == "setIndex" || m.name == "setIndexAfterEnd") {
				continue // takes bigints only, and throws: survivableThrows has it
			}
			run := m.run
			emit(m.name+"/"+name, func() any { return run(fixture.Call("make", name)) })
		}
	}
}

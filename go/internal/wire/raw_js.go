package wire

import (
	"reflect"
	"slices"
	"syscall/js"
)

// rawType is what crosses as itself.
var rawType = reflect.TypeFor[js.Value]()

var funcType = reflect.TypeFor[js.Func]()

func isRaw(t reflect.Type) bool { return t == rawType || t == funcType }

// IsRaw says whether a value of the type is given to Go as it is, never as bytes.
func IsRaw(t reflect.Type) bool { return t == rawType }

// raw writes a js.Value or a js.Func.
func (w *Writer) raw(v reflect.Value) bool {
	switch v.Type() {
	case rawType:
		w.value(v.Interface().(js.Value))
	case funcType:
		w.value(v.Interface().(js.Func).Value)
	default:
		return false
	}
	return true
}

func (w *Writer) value(value js.Value) {
	switch value.Type() {
	case js.TypeUndefined:
		w.Undefined()
	case js.TypeNull:
		w.tag(tagNull)
	case js.TypeBoolean:
		w.tag(tagFalse)
		if value.Bool() {
			w.Bytes[len(w.Bytes)-1] = tagTrue
		}
	case js.TypeNumber:
		w.number(value.Float())
	default:
		w.Reference(value, "")
	}
}

// toRaw makes a js.Value of what Any gives.
func toRaw(value any) reflect.Value {
	switch value := value.(type) {
	case js.Value:
		return reflect.ValueOf(value)
	case []any:
		array := js.Global().Get("Array").New(len(value))
		for i, element := range value {
			array.SetIndex(i, toRaw(element).Interface())
		}
		return reflect.ValueOf(array)
	case map[string]any:
		object := js.Global().Get("Object").New()
		for name, member := range value {
			object.Set(name, toRaw(member).Interface())
		}
		return reflect.ValueOf(object)
	case nil, bool, float64, string:
		return reflect.ValueOf(js.ValueOf(value))
	case int64:
		return reflect.ValueOf(js.Global().Get("BigInt").Invoke(numberText(reflect.ValueOf(value))))
	case uint64:
		return reflect.ValueOf(js.Global().Get("BigInt").Invoke(numberText(reflect.ValueOf(value))))
	case *Error:
		if reference, ok := value.reference.(js.Value); ok {
			return reflect.ValueOf(reference)
		}
		return reflect.ValueOf(js.Global().Get("Error").New(value.Message))
	}
	slice := reflect.ValueOf(value)
	if slice.Kind() != reflect.Slice {
		return reflect.ValueOf(js.Undefined())
	}
	bytes := js.Global().Get("Uint8Array").New(len(sliceBytes(slice)))
	js.CopyBytesToJS(bytes, sliceBytes(slice))
	kind := slices.Index(sliceTypes[:], slice.Type())
	return reflect.ValueOf(js.Global().Get(elementKinds[kind].array).New(bytes.Get("buffer")))
}

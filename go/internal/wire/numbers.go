package wire

import (
	"reflect"
	"unsafe"
)

// elementKinds are JavaScript's typed arrays, by the number that they have in bytes (js/src/ferry/kinds.ts).
var elementKinds = [...]struct {
	array string
	kind  reflect.Kind
	size  int
}{
	{"Uint8Array", reflect.Uint8, 1},
	{"Int8Array", reflect.Int8, 1},
	{"Uint16Array", reflect.Uint16, 2},
	{"Int16Array", reflect.Int16, 2},
	{"Uint32Array", reflect.Uint32, 4},
	{"Int32Array", reflect.Int32, 4},
	{"Float32Array", reflect.Float32, 4},
	{"Float64Array", reflect.Float64, 8},
	{"BigInt64Array", reflect.Int64, 8},
	{"BigUint64Array", reflect.Uint64, 8},
}

// elementKind is the number of the typed array that a slice becomes. Slices of 64-bit integers are arrays of numbers in JavaScript, as a
// page that has a count or an identifier does not expect a BigInt.
func elementKind(kind reflect.Kind) (number byte, ok bool) {
	for i, known := range elementKinds[:8] {
		if known.kind == kind {
			return byte(i), true
		}
	}
	return 0, false
}

// sliceBytes is the memory of a slice of numbers.
func sliceBytes(slice reflect.Value) []byte {
	if slice.Len() == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(slice.UnsafePointer()), slice.Len()*int(slice.Type().Elem().Size()))
}

// numbers reads a typed array, of which the tag has been read, as a slice of its own element type.
func (r *Reader) numbers(tag byte) reflect.Value {
	number := r.U8()
	if int(number) >= len(elementKinds) {
		panic(malformed("it has a typed array of an unknown kind"))
	}
	known := elementKinds[number]
	size := int(r.U32())
	slice := reflect.MakeSlice(sliceTypes[number], size/known.size, size/known.size)
	if tag == tagNumbers {
		copy(sliceBytes(slice), r.take(size))
	} else {
		r.host.CopyBytes(sliceBytes(slice), r.reference())
	}
	return slice
}

var sliceTypes = [len(elementKinds)]reflect.Type{
	reflect.TypeFor[[]uint8](), reflect.TypeFor[[]int8](), reflect.TypeFor[[]uint16](), reflect.TypeFor[[]int16](),
	reflect.TypeFor[[]uint32](), reflect.TypeFor[[]int32](), reflect.TypeFor[[]float32](), reflect.TypeFor[[]float64](),
	reflect.TypeFor[[]int64](), reflect.TypeFor[[]uint64](),
}

// setNumber sets an integer or a float to a number, unless it does not fit.
func setNumber(dst reflect.Value, number float64) bool {
	switch kind := dst.Kind(); {
	case kind == reflect.Float32 || kind == reflect.Float64:
		dst.SetFloat(number)
		return true
	case dst.CanInt():
		// Both bounds are exact as float64; beyond, the conversion would be undefined.
		if number < -1<<63 || number >= 1<<63 || number != float64(int64(number)) {
			return false
		}
		return setInt(dst, int64(number))
	default:
		if !(number >= 0 && number < 1<<64) || number != float64(uint64(number)) {
			return false
		}
		return setUint(dst, uint64(number))
	}
}

func setInt(dst reflect.Value, n int64) bool {
	switch {
	case dst.CanInt():
		if dst.OverflowInt(n) {
			return false
		}
		dst.SetInt(n)
	case dst.CanUint():
		if n < 0 || dst.OverflowUint(uint64(n)) {
			return false
		}
		dst.SetUint(uint64(n))
	default:
		dst.SetFloat(float64(n))
	}
	return true
}

func setUint(dst reflect.Value, n uint64) bool {
	switch {
	case dst.CanUint():
		if dst.OverflowUint(n) {
			return false
		}
		dst.SetUint(n)
	case dst.CanInt():
		if n > 1<<63-1 || dst.OverflowInt(int64(n)) {
			return false
		}
		dst.SetInt(int64(n))
	default:
		dst.SetFloat(float64(n))
	}
	return true
}

// setFrom sets a number to another of any kind, unless it does not fit.
func setFrom(dst, src reflect.Value) bool {
	switch {
	case src.CanInt():
		return setInt(dst, src.Int())
	case src.CanUint():
		return setUint(dst, src.Uint())
	default:
		return setNumber(dst, src.Float())
	}
}

func isNumber(kind reflect.Kind) bool {
	return kind >= reflect.Int && kind <= reflect.Float64
}

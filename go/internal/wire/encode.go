package wire

import (
	"encoding"
	"encoding/binary"
	"errors"
	"math"
	"reflect"
	"sort"
	"strconv"
	"time"
)

// maxDepth is how deep values may lie in each other: what is deeper holds itself.
const maxDepth = 200

// Writer writes values as bytes.
type Writer struct {
	// Bytes is what has been written.
	Bytes []byte
	// Refs are what it refers to.
	Refs []any
	// Place takes large bytes, and gives a reference to a Uint8Array of them; nil: all are written.
	Place func(bytes []byte) any
	// Functions says whether Go functions are written, as references to themselves: in tests they stand for those of a page.
	Functions bool

	depth int
}

func (w *Writer) tag(tag byte)  { w.Bytes = append(w.Bytes, tag) }
func (w *Writer) u32(n int)     { w.Bytes = binary.LittleEndian.AppendUint32(w.Bytes, uint32(n)) }
func (w *Writer) u64(n uint64)  { w.Bytes = binary.LittleEndian.AppendUint64(w.Bytes, n) }
func (w *Writer) text(s string) { w.u32(len(s)); w.Bytes = append(w.Bytes, s...) }

// Reset forgets what has been written.
func (w *Writer) Reset() { w.Bytes, w.Refs, w.depth = w.Bytes[:0], w.Refs[:0], 0 }

// Undefined writes undefined.
func (w *Writer) Undefined() { w.tag(tagUndefined) }

// Array begins an array; its values follow.
func (w *Writer) Array(size int) {
	w.tag(tagArray)
	w.u32(size)
}

// Text writes a string.
func (w *Writer) Text(s string) { w.string(s) }

func (w *Writer) number(n float64) {
	w.tag(tagNumber)
	w.u64(math.Float64bits(n))
}

func (w *Writer) string(s string) {
	w.tag(tagString)
	w.text(s)
}

// Reference writes a reference; what says what it is.
func (w *Writer) Reference(reference any, what string) {
	w.tag(tagReference)
	w.text(what)
	w.u32(len(w.Refs))
	w.Refs = append(w.Refs, reference)
}

// Encode writes a value. The error says what has no form in JavaScript.
func (w *Writer) Encode(v reflect.Value) error {
	if !v.IsValid() {
		w.tag(tagNull)
		return nil
	}
	if w.depth >= maxDepth {
		return errors.New("the value holds itself, or is more than " + strconv.Itoa(maxDepth) + " deep")
	}
	w.depth++
	defer func() { w.depth-- }()

	t := v.Type()
	switch t {
	case timeType:
		w.tag(tagDate)
		w.u64(math.Float64bits(float64(v.Interface().(time.Time).UnixMilli())))
		return nil
	case errorPointerType:
		if !v.IsNil() {
			w.Thrown(v.Interface().(*Error))
			return nil
		}
	}
	if w.raw(v) {
		return nil
	}
	switch t.Kind() {
	case reflect.Interface, reflect.Pointer:
		if v.IsNil() {
			w.tag(tagNull)
			return nil
		}
	}
	if t.Implements(errorType) && t.Kind() != reflect.Interface {
		w.GoError(v.Interface().(error))
		return nil
	}
	if t.Implements(textMarshalerType) {
		text, err := v.Interface().(encoding.TextMarshaler).MarshalText()
		if err != nil {
			return err
		}
		w.string(string(text))
		return nil
	}
	switch t.Kind() {
	case reflect.Bool:
		if v.Bool() {
			w.tag(tagTrue)
		} else {
			w.tag(tagFalse)
		}
	case reflect.String:
		w.string(v.String())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		w.int(v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		if n := v.Uint(); n < 1<<53 {
			w.number(float64(n))
		} else {
			w.tag(tagBigUint)
			w.u64(n)
		}
	case reflect.Float32, reflect.Float64:
		w.number(v.Float())
	case reflect.Slice:
		return w.slice(v)
	case reflect.Array:
		slice := reflect.MakeSlice(reflect.SliceOf(t.Elem()), v.Len(), v.Len())
		reflect.Copy(slice, v)
		return w.slice(slice)
	case reflect.Map:
		return w.object(v)
	case reflect.Struct:
		return w.structure(v)
	case reflect.Interface, reflect.Pointer:
		return w.Encode(v.Elem())
	case reflect.Func:
		if w.Functions && !v.IsNil() {
			w.Reference(v.Interface(), Function)
			return nil
		}
		fallthrough
	default:
		return errors.New(t.String() + " has no form in JavaScript")
	}
	return nil
}

// int writes a number, or a BigInt where a number would not be exact.
func (w *Writer) int(n int64) {
	if n > -1<<53 && n < 1<<53 {
		w.number(float64(n))
		return
	}
	w.tag(tagBigInt)
	w.u64(uint64(n))
}

func (w *Writer) slice(v reflect.Value) error {
	if kind, ok := elementKind(v.Type().Elem().Kind()); ok {
		bytes := sliceBytes(v)
		if w.Place != nil && len(bytes) >= Large {
			w.tag(tagManyBytes)
			w.tag(kind)
			w.u32(len(bytes))
			w.u32(len(w.Refs))
			w.Refs = append(w.Refs, w.Place(bytes))
			return nil
		}
		w.tag(tagNumbers)
		w.tag(kind)
		w.u32(len(bytes))
		w.Bytes = append(w.Bytes, bytes...)
		return nil
	}
	w.Array(v.Len())
	for i := range v.Len() {
		if err := w.Encode(v.Index(i)); err != nil {
			return err
		}
	}
	return nil
}

func (w *Writer) object(v reflect.Value) error {
	type member struct {
		name  string
		value reflect.Value
	}
	members := make([]member, 0, v.Len())
	for each := v.MapRange(); each.Next(); {
		name, err := keyText(each.Key())
		if err != nil {
			return err
		}
		members = append(members, member{name, each.Value()})
	}
	sort.Slice(members, func(i, k int) bool { return members[i].name < members[k].name })
	w.tag(tagObject)
	w.u32(len(members))
	for _, m := range members {
		w.text(m.name)
		if err := w.Encode(m.value); err != nil {
			return err
		}
	}
	return nil
}

func keyText(key reflect.Value) (string, error) {
	if key.Kind() == reflect.String {
		return key.String(), nil
	}
	if marshaler, ok := key.Interface().(encoding.TextMarshaler); ok {
		text, err := marshaler.MarshalText()
		return string(text), err
	}
	return numberText(key), nil
}

func (w *Writer) structure(v reflect.Value) error {
	w.tag(tagObject)
	countAt := len(w.Bytes)
	w.u32(0)
	count := uint32(0)
	fields := fieldsOf(v.Type())
	for i := range fields.list {
		f := &fields.list[i]
		value, err := v.FieldByIndexErr(f.index)
		if err != nil || (f.omitEmpty && isEmpty(value)) || (f.omitZero && value.IsZero()) {
			continue // the error: an embedded pointer is nil
		}
		w.text(f.name)
		if err := w.Encode(value); err != nil {
			return err
		}
		count++
	}
	binary.LittleEndian.PutUint32(w.Bytes[countAt:], count)
	return nil
}

func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map, reflect.String, reflect.Array:
		return v.Len() == 0
	case reflect.Struct:
		return false
	}
	return v.IsZero()
}

// GoError writes an error of Go's: as itself what JavaScript threw, else by its text, with what JavaScript threw as its cause.
func (w *Writer) GoError(err error) {
	if thrown, ok := err.(*Error); ok && thrown != nil {
		w.Thrown(thrown)
		return
	}
	w.tag(tagError)
	w.text("Error")
	w.text(err.Error())
	w.text("")
	w.u32(0)
}

// Thrown writes an error of JavaScript: as a reference to itself where it is from there.
func (w *Writer) Thrown(e *Error) {
	w.tag(tagError)
	w.text(e.Name)
	w.text(e.Message)
	w.text(e.Stack)
	if e.reference == nil {
		w.u32(0)
		return
	}
	w.Refs = append(w.Refs, e.reference)
	w.u32(len(w.Refs))
}

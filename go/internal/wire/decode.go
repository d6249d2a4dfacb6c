package wire

import (
	"encoding"
	"math"
	"reflect"
	"strconv"
	"time"
)

var (
	anyType             = reflect.TypeFor[any]()
	errorType           = reflect.TypeFor[error]()
	errorPointerType    = reflect.TypeFor[*Error]()
	timeType            = reflect.TypeFor[time.Time]()
	textUnmarshalerType = reflect.TypeFor[encoding.TextUnmarshaler]()
	textMarshalerType   = reflect.TypeFor[encoding.TextMarshaler]()
)

// Decode reads the next value into dst, which must be settable. The error is a *Mismatch where the value is not what dst takes.
func (r *Reader) Decode(dst reflect.Value) error {
	t := dst.Type()
	switch t {
	case anyType:
		value, err := r.Any()
		if err == nil && value != nil {
			dst.Set(reflect.ValueOf(value))
		}
		return err
	case timeType:
		if r.peek() != tagDate {
			return r.mismatch("a Date")
		}
		dst.Set(reflect.ValueOf(r.date()))
		return nil
	case errorType, errorPointerType:
		return r.decodeError(dst)
	case rawType:
		value, err := r.Any()
		if err == nil {
			dst.Set(toRaw(value))
		}
		return err
	}
	tag := r.peek()
	if tag == tagString && t.Kind() != reflect.Pointer && reflect.PointerTo(t).Implements(textUnmarshalerType) {
		return r.decodeText(dst)
	}
	switch t.Kind() {
	case reflect.Bool:
		if tag != tagFalse && tag != tagTrue {
			return r.mismatch("a boolean")
		}
		dst.SetBool(r.U8() == tagTrue)
		return nil
	case reflect.String:
		if tag != tagString {
			return r.mismatch("a string")
		}
		r.U8()
		dst.SetString(r.text())
		return nil
	case reflect.Slice:
		return r.decodeSlice(dst)
	case reflect.Array:
		return r.decodeArray(dst)
	case reflect.Map:
		return r.decodeMap(dst)
	case reflect.Struct:
		return r.decodeStruct(dst)
	case reflect.Pointer:
		if r.HasNothing() {
			r.U8()
			dst.SetZero()
			return nil
		}
		dst.Set(reflect.New(t.Elem()))
		return r.Decode(dst.Elem())
	case reflect.Func:
		if r.HasNothing() {
			r.U8()
			dst.SetZero()
			return nil
		}
		if !r.IsFunction() {
			return r.mismatch("a function")
		}
		r.U8()
		r.text()
		dst.Set(r.host.Func(r.reference(), t))
		return nil
	}
	return r.decodeNumber(dst)
}

func (r *Reader) mismatch(want string) error {
	return &Mismatch{Want: want, Got: r.describe()}
}

func (r *Reader) decodeNumber(dst reflect.Value) error {
	want := "a number"
	if dst.CanInt() || dst.CanUint() {
		want = withArticle(dst.Kind().String())
	}
	start := *r
	fits := false
	switch r.U8() {
	case tagNumber:
		fits = setNumber(dst, r.number())
	case tagBigInt:
		fits = setInt(dst, int64(r.u64()))
	case tagBigUint:
		fits = setUint(dst, r.u64())
	}
	if fits {
		return nil
	}
	*r = start
	return r.mismatch(want)
}

func (r *Reader) decodeText(dst reflect.Value) error {
	start := *r
	r.U8()
	size := int(r.U32())
	if err := dst.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText(r.take(size)); err != nil {
		*r = start
		return &Mismatch{Want: withArticle(dst.Type().String()), Got: r.describe() + " (" + err.Error() + ")"}
	}
	return nil
}

func (r *Reader) decodeError(dst reflect.Value) error {
	if r.HasNothing() {
		r.U8()
		dst.SetZero()
		return nil
	}
	if r.peek() != tagError {
		return r.mismatch("an Error")
	}
	dst.Set(reflect.ValueOf(r.Error()))
	return nil
}

// Error reads the next value as what was thrown, whatever it is.
func (r *Reader) Error() *Error {
	if r.peek() != tagError {
		ahead := *r
		reference, err := ahead.Any()
		if text, ok := reference.(string); ok && err == nil {
			r.Skip()
			return &Error{Message: text, reference: reference}
		}
		return &Error{Message: r.describe(), reference: reference}
	}
	r.U8()
	thrown := &Error{Name: r.text(), Message: r.text(), Stack: r.text()}
	if i := r.U32(); i > 0 && int(i) <= len(r.refs) {
		thrown.reference = r.refs[i-1]
	}
	return thrown
}

func (r *Reader) date() time.Time {
	r.U8()
	return time.UnixMilli(int64(math.Round(r.number()))).UTC()
}

func (r *Reader) decodeSlice(dst reflect.Value) error {
	t := dst.Type()
	switch tag := r.U8(); tag {
	case tagNumbers, tagManyBytes:
		if !isNumber(t.Elem().Kind()) {
			break
		}
		slice := r.numbers(tag)
		if slice.Type().Elem().Kind() == t.Elem().Kind() {
			dst.Set(slice.Convert(t))
			return nil
		}
		converted := reflect.MakeSlice(t, slice.Len(), slice.Len())
		for i := range slice.Len() {
			if !setFrom(converted.Index(i), slice.Index(i)) {
				return atIndex(i, &Mismatch{Want: withArticle(t.Elem().Kind().String()), Got: "the number " + numberText(slice.Index(i))})
			}
		}
		dst.Set(converted)
		return nil
	case tagArray:
		count := int(r.U32())
		slice := reflect.MakeSlice(t, count, count)
		for i := range count {
			if err := r.Decode(slice.Index(i)); err != nil {
				return atIndex(i, err)
			}
		}
		dst.Set(slice)
		return nil
	}
	r.at--
	if t.Elem().Kind() == reflect.Uint8 {
		return r.mismatch("bytes (a Uint8Array or an ArrayBuffer)")
	}
	return r.mismatch("an array")
}

func numberText(v reflect.Value) string {
	switch {
	case v.CanInt():
		return strconv.FormatInt(v.Int(), 10)
	case v.CanUint():
		return strconv.FormatUint(v.Uint(), 10)
	default:
		return strconv.FormatFloat(v.Float(), 'g', -1, 64)
	}
}

func (r *Reader) decodeArray(dst reflect.Value) error {
	slice := reflect.New(reflect.SliceOf(dst.Type().Elem())).Elem()
	if err := r.decodeSlice(slice); err != nil {
		return err
	}
	if slice.Len() != dst.Len() {
		return &Mismatch{Want: "an array of " + strconv.Itoa(dst.Len()), Got: "one of " + strconv.Itoa(slice.Len())}
	}
	reflect.Copy(dst, slice)
	return nil
}

func (r *Reader) decodeMap(dst reflect.Value) error {
	if r.peek() != tagObject {
		return r.mismatch("an object")
	}
	r.U8()
	t := dst.Type()
	count := int(r.U32())
	made := reflect.MakeMapWithSize(t, count)
	for range count {
		name := r.text()
		key := reflect.New(t.Key()).Elem()
		if err := decodeKey(key, name); err != nil {
			return at("."+name, err)
		}
		value := reflect.New(t.Elem()).Elem()
		if err := r.Decode(value); err != nil {
			return at("."+name, err)
		}
		made.SetMapIndex(key, value)
	}
	dst.Set(made)
	return nil
}

func decodeKey(key reflect.Value, name string) error {
	if unmarshaler, ok := key.Addr().Interface().(encoding.TextUnmarshaler); ok {
		if err := unmarshaler.UnmarshalText([]byte(name)); err != nil {
			return &Mismatch{Want: "a member whose name is " + withArticle(key.Type().String()), Got: strconv.Quote(name) + " (" + err.Error() + ")"}
		}
		return nil
	}
	if key.Kind() == reflect.String {
		key.SetString(name)
		return nil
	}
	n, err := strconv.ParseInt(name, 10, 64)
	if key.CanUint() && err != nil {
		var u uint64
		if u, err = strconv.ParseUint(name, 10, 64); err == nil && setUint(key, u) {
			return nil
		}
	}
	if err != nil || !setInt(key, n) {
		return &Mismatch{Want: "a member whose name is " + withArticle(key.Kind().String()), Got: strconv.Quote(name)}
	}
	return nil
}

// decodeStruct leaves a field alone for which there is nothing, undefined or null, as encoding/json does.
func (r *Reader) decodeStruct(dst reflect.Value) error {
	if r.peek() != tagObject {
		return r.mismatch("an object")
	}
	r.U8()
	fields := fieldsOf(dst.Type())
	for range r.U32() {
		name := r.text()
		field := fields.find(name)
		if field == nil || (r.HasNothing() && !field.takesNothing) {
			r.Skip()
			continue
		}
		target := dst
		for i, step := range field.index {
			if i > 0 && target.Kind() == reflect.Pointer {
				if target.IsNil() {
					target.Set(reflect.New(target.Type().Elem()))
				}
				target = target.Elem()
			}
			target = target.Field(step)
		}
		if err := r.Decode(target); err != nil {
			return at("."+field.name, err)
		}
	}
	return nil
}

// Any reads the next value as Go's nearest: nil, bool, float64, string, []any, map[string]any, slices of numbers, int64 and uint64 of a
// bigint, time.Time, *Error, or what a reference refers to.
func (r *Reader) Any() (any, error) {
	switch tag := r.peek(); tag {
	case tagUndefined, tagNull:
		r.U8()
		return nil, nil
	case tagFalse, tagTrue:
		return r.U8() == tagTrue, nil
	case tagNumber:
		r.U8()
		return r.number(), nil
	case tagString:
		r.U8()
		return r.text(), nil
	case tagBigInt:
		r.U8()
		return int64(r.u64()), nil
	case tagBigUint:
		r.U8()
		return r.u64(), nil
	case tagDate:
		return r.date(), nil
	case tagError:
		return r.Error(), nil
	case tagNumbers, tagManyBytes:
		r.U8()
		return r.numbers(tag).Interface(), nil
	case tagArray:
		r.U8()
		list := make([]any, r.U32())
		for i := range list {
			value, err := r.Any()
			if err != nil {
				return nil, err
			}
			list[i] = value
		}
		return list, nil
	case tagObject:
		r.U8()
		count := int(r.U32())
		object := make(map[string]any, count)
		for range count {
			name := r.text()
			value, err := r.Any()
			if err != nil {
				return nil, err
			}
			object[name] = value
		}
		return object, nil
	case tagReference:
		r.U8()
		r.text()
		return r.reference(), nil
	default:
		panic(malformed("it has the unknown tag " + strconv.Itoa(int(tag))))
	}
}

package wire

import (
	"encoding/binary"
	"math"
	"reflect"
	"strconv"
)

// Reader reads values from bytes.
type Reader struct {
	bytes []byte
	at    int
	host  Host
	refs  []any
}

// Host is what a Reader asks of the side that the values come from.
type Host interface {
	// Func makes a Go function of the given type that calls the function referred to.
	Func(reference any, t reflect.Type) reflect.Value
	// CopyBytes fills the bytes from the Uint8Array referred to.
	CopyBytes(to []byte, reference any)
}

// NewReader reads bytes; refs are what they refer to.
func NewReader(bytes []byte, refs []any, host Host) *Reader {
	return &Reader{bytes: bytes, refs: refs, host: host}
}

func (r *Reader) take(count int) []byte {
	if count < 0 || count > len(r.bytes)-r.at {
		panic(malformed("it ends in the middle of a value"))
	}
	taken := r.bytes[r.at : r.at+count]
	r.at += count
	return taken
}

// U8 reads a byte.
func (r *Reader) U8() byte { return r.take(1)[0] }

func (r *Reader) peek() byte { return r.bytes[r.at] }

// U32 reads a number of 32 bits.
func (r *Reader) U32() uint32     { return binary.LittleEndian.Uint32(r.take(4)) }
func (r *Reader) u64() uint64     { return binary.LittleEndian.Uint64(r.take(8)) }
func (r *Reader) number() float64 { return math.Float64frombits(r.u64()) }
func (r *Reader) text() string    { return string(r.take(int(r.U32()))) }

func (r *Reader) reference() any {
	i := int(r.U32())
	if i >= len(r.refs) {
		panic(malformed("it refers to nothing"))
	}
	return r.refs[i]
}

// Elements reads the beginning of an array, and gives how many values follow.
func (r *Reader) Elements() int {
	if r.U8() != tagArray {
		panic(malformed("it is no array"))
	}
	return int(r.U32())
}

// IsFunction says whether a function comes next.
func (r *Reader) IsFunction() bool {
	if r.peek() != tagReference {
		return false
	}
	ahead := *r
	ahead.U8()
	return ahead.text() == Function
}

// HasNothing says whether undefined or null comes next.
func (r *Reader) HasNothing() bool { return r.peek() <= tagNull }

// describe says what comes next, and skips it.
func (r *Reader) describe() string {
	start := *r
	tag := r.U8()
	switch tag {
	case tagUndefined:
		return "undefined"
	case tagNull:
		return "null"
	case tagFalse:
		return "the boolean false"
	case tagTrue:
		return "the boolean true"
	case tagNumber:
		return "the number " + strconv.FormatFloat(r.number(), 'g', -1, 64)
	case tagString:
		text := []rune(r.text())
		if len(text) > 40 {
			text = append(text[:40], '…')
		}
		return "the string " + strconv.Quote(string(text))
	case tagBigInt:
		return "the bigint " + strconv.FormatInt(int64(r.u64()), 10)
	case tagBigUint:
		return "the bigint " + strconv.FormatUint(r.u64(), 10)
	}
	*r = start
	defer r.Skip()
	ahead := start
	ahead.U8()
	switch tag {
	case tagArray:
		return "an array"
	case tagObject:
		return "an object"
	case tagNumbers, tagManyBytes:
		return withArticle(elementKinds[ahead.U8()].array)
	case tagDate:
		return "a Date"
	case tagError:
		return "an error"
	default:
		return withArticle(ahead.text())
	}
}

func withArticle(noun string) string {
	if noun != "" {
		switch noun[0] {
		case 'a', 'e', 'i', 'o', 'A', 'E', 'I', 'O': // "a Uint8Array"
			return "an " + noun
		}
	}
	return "a " + noun
}

// Skip leaves a value out.
func (r *Reader) Skip() {
	switch tag := r.U8(); tag {
	case tagUndefined, tagNull, tagFalse, tagTrue:
	case tagNumber, tagBigInt, tagBigUint, tagDate:
		r.take(8)
	case tagString:
		r.take(int(r.U32()))
	case tagArray:
		for range r.U32() {
			r.Skip()
		}
	case tagObject:
		for range r.U32() {
			r.take(int(r.U32()))
			r.Skip()
		}
	case tagNumbers:
		r.U8()
		r.take(int(r.U32()))
	case tagError:
		for range 3 {
			r.take(int(r.U32()))
		}
		r.take(4)
	case tagReference:
		r.take(int(r.U32()))
		r.take(4)
	case tagManyBytes:
		r.take(9)
	default:
		panic(malformed("it has the unknown tag " + strconv.Itoa(int(tag))))
	}
}

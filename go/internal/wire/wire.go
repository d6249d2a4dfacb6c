// Package wire is the form in which values cross between Go and JavaScript: bytes, so that a call with texts, objects and arrays costs one
// copy and no js.Value. js/src/ferry/encode.ts and decode.ts are its other side; numbers are little-endian and unaligned.
//
// What has no such form (a function, an element of the page) crosses by reference, beside the bytes.
package wire

import "strconv"

// What a value begins with.
const (
	tagUndefined = iota
	tagNull
	tagFalse
	tagTrue
	tagNumber    // float64
	tagString    // u32 length, UTF-8
	tagArray     // u32 count, values
	tagObject    // u32 count, of each a string without tag and a value
	tagNumbers   // typed array: u8 element kind, u32 length in bytes, the bytes
	tagBigInt    // int64
	tagBigUint   // uint64, where it does not fit int64
	tagDate      // float64, milliseconds since 1970
	tagError     // name, message, stack as strings without tag; u32 index + 1 of the reference to it, or 0
	tagReference // a string without tag that says what it is; u32 index
	tagManyBytes // a large typed array: u8 element kind, u32 length in bytes, u32 index of the reference to a Uint8Array
)

// Large is the size in bytes from which a typed array crosses by reference: its bytes are then copied once.
const Large = 4096

// Function is what a reference to a function says that it is.
const Function = "function"

// Error is an error of JavaScript: what a promise was rejected with or a function threw, or why a call was aborted. Returned from an
// exported function, it reaches the page as the very same error.
type Error struct {
	// Name is the error's class, such as "TypeError" or "AbortError"; empty where something else than an Error was thrown.
	Name string
	// Message is its text.
	Message string
	// Stack is where it was thrown, as the engine writes it.
	Stack string

	reference any
}

// NewError makes an error that is, in JavaScript, the value that is referred to.
func NewError(name, message, stack string, reference any) *Error {
	return &Error{name, message, stack, reference}
}

// Error gives the message, after the class where that says something.
func (e *Error) Error() string {
	if e.Name == "" || e.Name == "Error" {
		return e.Message
	}
	return e.Name + ": " + e.Message
}

// Mismatch says that a value from JavaScript is not what Go takes there.
type Mismatch struct {
	// Path leads from the argument to the value, such as ".name[2]".
	Path string
	// Want and Got say what was expected and what came.
	Want, Got string
}

func (m *Mismatch) Error() string {
	where := "the value"
	if m.Path != "" {
		where = m.Path
	}
	return where + " must be " + m.Want + ", got " + m.Got
}

// at puts where a value lies before the path of a mismatch inside it.
func at(where string, err error) error {
	if mismatch, ok := err.(*Mismatch); ok {
		mismatch.Path = where + mismatch.Path
	}
	return err
}

func atIndex(i int, err error) error { return at("["+strconv.Itoa(i)+"]", err) }

// malformed is panicked with where bytes are not of this form: a fault of this package or of its other side.
type malformed string

func (m malformed) Error() string { return "ferry: a malformed message: " + string(m) }

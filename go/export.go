package ferry

import (
	"errors"
	"strings"
	"sync"
)

// Export makes a Go function callable from the page as program.exports.name(…), which gives a promise of its result. A name with dots nests:
// "math.add" is program.exports.math.add. Exporting a name again replaces the function.
//
// Each call runs in a goroutine of its own, so the function may block: receive from channels, sleep, wait for other calls. It may be called
// again while it runs. main must not return meanwhile; end it with select {}.
//
// Arguments are converted to the function's parameters, and results from its results:
//
//	JavaScript                              Go
//	number                                  any integer (which it must fit) or float
//	bigint                                  any integer; results of 64 bits are numbers, or bigints beyond 2⁵³
//	string, boolean                         string, bool
//	string                                  a type with encoding.TextUnmarshaler or TextMarshaler
//	Uint8Array, ArrayBuffer                 []byte
//	typed array                             slice of its element type (or another number type, if each fits)
//	array                                   slice, array; a nil slice is an empty array
//	object                                  struct by its json tags, map; unknown members are left out
//	Date                                    time.Time
//	function                                func with at most one result and an error; see below
//	Error                                   error, *[Error]
//	null, undefined                         nil of a pointer or a func; a struct's field is left alone
//	anything                                any, and js.Value, which refers to the very same object
//
// A last result of type error rejects the promise with an Error of its message. No other result is undefined, one is itself, several are an
// array. A panic rejects the promise with a GoPanicError that has Go's stack; the program goes on.
//
// A call with too few or too many arguments, or one that cannot be converted, is rejected with a TypeError that names the function, the
// argument, what it takes and what it got. Trailing arguments may be left out for parameters that are pointers or funcs: they are nil.
//
// If the first parameter is a [context.Context], it is none of the arguments. It is cancelled when the call has returned, and when the
// AbortSignal is aborted that was given as the call's last argument (to any function: the signal is never an argument). The promise is then
// rejected at once with the signal's reason; the context's cause is an *[Error] that says it.
//
// A func that stands for a function of JavaScript calls it. If it has results, it waits for a promise that the function gives, so it parks its
// goroutine; an error result takes what is thrown, and without one it is panicked with. Without any result it does not wait. If its first
// parameter is a context.Context, that is none of the arguments but ends the waiting.
//
// Export panics where a parameter or a result has no form in JavaScript, where the name is not possible, and where the program runs under
// another host than goferry (such as Go's wasm_exec.js), or under one of another version.
func Export(name string, fn any) {
	if err := checkName(name); err != nil {
		panic("ferry.Export: " + err.Error())
	}
	f, err := newFunction(name, fn)
	if err != nil {
		panic("ferry.Export: " + name + ": " + err.Error())
	}
	exports.Lock()
	exports.byName[name] = f
	exports.Unlock()
	publish(f)
}

// exports are the functions that have been exported.
var exports = struct {
	sync.Mutex
	byName map[string]*function
}{byName: map[string]*function{}}

func exported(name string) *function {
	exports.Lock()
	defer exports.Unlock()
	return exports.byName[name]
}

func checkName(name string) error {
	for part := range strings.SplitSeq(name, ".") {
		switch part {
		case "":
			return errors.New(`a name cannot be empty, nor a part of it: "` + name + `"`)
		case "then", "toJSON": // program.exports hides them, as a promise and JSON.stringify look for them
			return errors.New(part + " cannot be exported: JavaScript would take the program's exports for something else")
		}
	}
	return nil
}

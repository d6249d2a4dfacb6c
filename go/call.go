package ferry

import (
	"context"
	"errors"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/goferry/goferry/go/internal/wire"
)

// outcome is how a call ended, and what its Writer then holds (js/src/ferry/ferry.ts).
type outcome int

const (
	returned outcome = iota // the result
	failed                  // an error
	mistyped                // the message of a TypeError
	panicked                // a message and Go's stack
)

// run reads the arguments, calls the function, and tells done what came of it. It does not panic.
func (f *function) run(call *call, arguments *wire.Reader, count int, w *wire.Writer, done func(outcome)) {
	how := panicked
	finished := false
	defer func() {
		if !finished {
			how = f.report(recover(), w)
		}
		call.end()
		done(how)
	}()
	how = f.tryCall(call, arguments, count, w)
	finished = true
}

func (f *function) tryCall(call *call, arguments *wire.Reader, count int, w *wire.Writer) outcome {
	in, err := f.arguments(call, arguments, count)
	if err != nil {
		w.Text(f.name + err.Error())
		return mistyped
	}
	var out []reflect.Value
	if f.variadic {
		out = f.value.CallSlice(in)
	} else {
		out = f.value.Call(in)
	}
	if f.givesError {
		if err, ok := out[f.out].Interface().(error); ok {
			w.GoError(err)
			return failed
		}
	}
	if err := encodeAll(w, out[:f.out]); err != nil {
		w.Reset()
		w.GoError(errors.New(f.name + ": its result cannot be given to JavaScript: " + err.Error()))
		return failed
	}
	return returned
}

// encodeAll writes no result as undefined, one as itself, several as an array.
func encodeAll(w *wire.Writer, results []reflect.Value) error {
	switch len(results) {
	case 0:
		w.Undefined()
		return nil
	case 1:
	default:
		w.Array(len(results))
	}
	for _, result := range results {
		if err := w.Encode(result); err != nil {
			return err
		}
	}
	return nil
}

// arguments reads what the call was given. The error continues the function's name.
func (f *function) arguments(call *call, r *wire.Reader, count int) ([]reflect.Value, error) {
	in := make([]reflect.Value, 0, len(f.in)+1)
	given := count
	if count == len(f.in)+1 && f.takesContext && !f.variadic {
		count-- // Progress reports to it, if it is a function
	}
	if count < f.required || (count > len(f.in) && !f.variadic) {
		return nil, f.miscounted(given)
	}
	if f.takesContext {
		in = append(in, reflect.ValueOf(call.context()))
	}
	for i, t := range f.in {
		if f.variadic && i == len(f.in)-1 {
			rest := reflect.MakeSlice(t, max(0, count-i), max(0, count-i))
			for k := range rest.Len() {
				if err := f.argument(r, rest.Index(k), i+k); err != nil {
					return nil, err
				}
			}
			in = append(in, rest)
			break
		}
		value := reflect.New(t).Elem()
		if i < count {
			if err := f.argument(r, value, i); err != nil {
				return nil, err
			}
		}
		in = append(in, value)
	}
	if given > count {
		if !r.IsFunction() {
			return nil, f.miscounted(given)
		}
		if err := r.Decode(reflect.ValueOf(&call.report).Elem()); err != nil {
			return nil, err
		}
	}
	return in, nil
}

func (f *function) argument(r *wire.Reader, dst reflect.Value, i int) error {
	err := r.Decode(dst)
	if err == nil {
		return nil
	}
	where := ": argument " + strconv.Itoa(i+1)
	if mismatch, ok := err.(*wire.Mismatch); ok {
		if mismatch.Path != "" {
			where += " (" + strings.TrimPrefix(mismatch.Path, ".") + ")"
		}
		return errors.New(where + " must be " + mismatch.Want + ", got " + mismatch.Got)
	}
	return errors.New(where + ": " + err.Error())
}

func (f *function) miscounted(count int) error {
	names := make([]string, len(f.in))
	for i, t := range f.in {
		names[i] = t.String()
		if f.variadic && i == len(f.in)-1 {
			names[i] = "..." + t.Elem().String()
		}
	}
	takes := strconv.Itoa(f.required)
	last := f.required
	switch {
	case f.variadic:
		takes = "at least " + takes
	case f.required < len(f.in):
		last = len(f.in)
		takes += " to " + strconv.Itoa(last)
	}
	takes += " argument"
	if last != 1 {
		takes += "s"
	}
	if len(names) > 0 {
		takes += " (" + strings.Join(names, ", ") + ")"
	}
	return errors.New(" takes " + takes + ", got " + strconv.Itoa(count))
}

// report writes what a call panicked with; nil: it left its goroutine by runtime.Goexit.
func (f *function) report(value any, w *wire.Writer) outcome {
	w.Reset()
	if thrown, ok := value.(*Error); ok {
		w.Thrown(thrown)
		return failed
	}
	if value == nil {
		w.GoError(errors.New(f.name + " ended its goroutine (runtime.Goexit)"))
		return failed
	}
	text := panicText(value)
	w.Text(f.name + " panicked: " + text)
	w.Text("panic: " + text + "\n\n" + stack())
	return panicked
}

func panicText(value any) string {
	switch value := value.(type) {
	case error:
		return value.Error()
	case interface{ String() string }:
		return value.String()
	case string:
		return value
	}
	v := reflect.ValueOf(value)
	switch {
	case v.Kind() == reflect.String:
		return v.String()
	case v.CanInt():
		return strconv.FormatInt(v.Int(), 10)
	case v.CanUint():
		return strconv.FormatUint(v.Uint(), 10)
	case v.CanFloat():
		return strconv.FormatFloat(v.Float(), 'g', -1, 64)
	}
	return "a value of type " + v.Type().String()
}

// stack is the goroutine's, from the function that panicked.
func stack() string {
	buffer := make([]byte, 16<<10)
	text := string(buffer[:runtime.Stack(buffer, false)])
	head, rest, _ := strings.Cut(text, "\n")
	if _, after, ok := strings.Cut(rest, "\npanic("); ok {
		if lines := strings.SplitN(after, "\n", 3); len(lines) == 3 { // the rest of the call, its file
			rest = lines[2]
		}
	}
	return head + "\n" + rest
}

// call is one call of an exported function.
type call struct {
	slot   int32 // of the cancel words that the page sets, 1 to 63; 0: none
	report func(done, total float64)
	// reported is when Progress last did.
	reported time.Time
	ctx      context.Context
	cancel   context.CancelCauseFunc
}

type callKey struct{}

// context makes the context, where the function takes one.
func (c *call) context() context.Context {
	if c.ctx == nil {
		c.start(context.Background())
	}
	return callContext{c.ctx, c}
}

func (c *call) start(parent context.Context) {
	c.ctx, c.cancel = context.WithCancelCause(parent)
}

func (c *call) end() {
	if c.cancel != nil {
		c.cancel(nil)
	}
}

// callContext finds its call without a second context around it.
type callContext struct {
	context.Context
	call *call
}

func (c callContext) Value(key any) any {
	if key == (callKey{}) {
		return c.call
	}
	return c.Context.Value(key)
}

func callOf(ctx context.Context) *call {
	found, _ := ctx.Value(callKey{}).(*call)
	return found
}

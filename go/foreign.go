package ferry

import (
	"context"
	"reflect"

	"github.com/goferry/goferry/go/internal/wire"
)

// invoke calls a function that is not Go's with the array of arguments that was written, waits for its result if there shall be one, and has
// it decoded.
type invoke func(ctx context.Context, arguments *wire.Writer, wait bool, decode func(*wire.Reader) error) error

// makeFunc makes a Go function of a type that wire.CheckIn has let pass.
func makeFunc(t reflect.Type, newWriter func() *wire.Writer, call invoke) reflect.Value {
	out := t.NumOut()
	givesError := out > 0 && t.Out(out-1) == errorType
	hasValue := out > 1 || (out == 1 && !givesError)
	return reflect.MakeFunc(t, func(in []reflect.Value) []reflect.Value {
		ctx := context.Background()
		if t.NumIn() > 0 && t.In(0) == wire.ContextType {
			if given, ok := in[0].Interface().(context.Context); ok {
				ctx = given
			}
			in = in[1:]
		}
		results := make([]reflect.Value, out)
		for i := range results {
			results[i] = reflect.New(t.Out(i)).Elem()
		}
		w := newWriter()
		err := encodeArguments(w, in, t.IsVariadic())
		if err == nil {
			err = call(ctx, w, out > 0, func(r *wire.Reader) error {
				if !hasValue {
					return nil
				}
				err := r.Decode(results[0])
				if mismatch, ok := err.(*wire.Mismatch); ok {
					mismatch.Path = "the result of JavaScript's function" + mismatch.Path
				}
				return err
			})
		}
		switch {
		case err == nil:
		case givesError:
			results[out-1].Set(reflect.ValueOf(&err).Elem())
		default:
			panic(err)
		}
		return results
	})
}

func encodeArguments(w *wire.Writer, in []reflect.Value, variadic bool) error {
	if variadic {
		rest := in[len(in)-1]
		in = in[:len(in)-1]
		for i := range rest.Len() {
			in = append(in, rest.Index(i))
		}
	}
	w.Array(len(in))
	for _, argument := range in {
		if err := w.Encode(argument); err != nil {
			return err
		}
	}
	return nil
}

package ferry

import (
	"context"
	"errors"
	"reflect"

	"github.com/goferry/goferry/go/internal/testhook"
	"github.com/goferry/goferry/go/internal/wire"
)

func init() { testhook.Call = callInMemory }

// memory stands for the page in tests: values go through the same bytes as to JavaScript, and Go functions stand for those of the page.
type memory struct{}

// callInMemory calls an exported function as a page would.
func callInMemory(ctx context.Context, name string, args []any, result reflect.Value) error {
	f := exported(name)
	if f == nil {
		return errors.New("ferrytest: no function " + name + " has been exported")
	}
	arguments := &wire.Writer{Functions: true}
	for _, arg := range args {
		if err := arguments.Encode(reflect.ValueOf(arg)); err != nil {
			return err
		}
	}
	r := wire.NewReader(arguments.Bytes, arguments.Refs, memory{})
	return memory{}.call(ctx, f, r, len(args), func(r *wire.Reader) error { return r.Decode(result) })
}

func (m memory) call(ctx context.Context, f *function, arguments *wire.Reader, count int, decode func(*wire.Reader) error) error {
	started := &call{}
	started.start(ctx)
	w := &wire.Writer{Functions: true}
	ended := make(chan outcome, 1)
	go f.run(started, arguments, count, w, func(how outcome) { ended <- how })
	select {
	case <-ctx.Done(): // the page's promise is rejected at once
		return context.Cause(ctx)
	case how := <-ended:
		if ctx.Err() != nil { // it was first
			return context.Cause(ctx)
		}
		r := wire.NewReader(w.Bytes, w.Refs, m)
		switch how {
		case returned:
			return decode(r)
		case failed:
			return r.Error()
		}
		thrown := r.Error()
		thrown.Name = "TypeError"
		if how == panicked {
			thrown.Name = "GoPanicError"
			thrown.Stack = r.Error().Message
		}
		return thrown
	}
}

// Func is part of wire.Host.
func (m memory) Func(reference any, t reflect.Type) reflect.Value {
	newWriter := func() *wire.Writer { return &wire.Writer{Functions: true} }
	return makeFunc(t, newWriter, func(ctx context.Context, w *wire.Writer, _ bool, decode func(*wire.Reader) error) error {
		f, err := newFunction("the page's function", reference)
		if err != nil {
			return err
		}
		arguments := wire.NewReader(w.Bytes, w.Refs, m)
		count := arguments.Elements()
		return m.call(ctx, f, arguments, count, decode)
	})
}

// CopyBytes is part of wire.Host; no bytes are placed elsewhere here.
func (memory) CopyBytes([]byte, any) {}

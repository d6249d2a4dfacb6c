package ferry

import (
	"errors"
	"reflect"
	"strconv"

	"github.com/goferry/goferry/go/internal/wire"
)

// function is a Go function that takes values of JavaScript.
type function struct {
	name         string
	value        reflect.Value
	takesContext bool
	in           []reflect.Type // without the context
	required     int            // arguments that cannot be left out
	variadic     bool
	out          int // results without the error
	givesError   bool
}

var errorType = reflect.TypeFor[error]()

func newFunction(name string, fn any) (*function, error) {
	v := reflect.ValueOf(fn)
	if v.Kind() != reflect.Func {
		return nil, errors.New("it takes a function, got " + typeName(fn))
	}
	if v.IsNil() {
		return nil, errors.New("the function is nil")
	}
	t := v.Type()
	f := &function{name: name, value: v, variadic: t.IsVariadic(), out: t.NumOut()}
	for i := range t.NumIn() {
		if i == 0 && t.In(0) == wire.ContextType {
			f.takesContext = true
			continue
		}
		f.in = append(f.in, t.In(i))
		if err := wire.CheckIn(t.In(i)); err != nil {
			return nil, errors.New("parameter " + strconv.Itoa(len(f.in)) + ": " + err.Error())
		}
		if kind := t.In(i).Kind(); kind != reflect.Pointer && kind != reflect.Func {
			f.required = len(f.in)
		}
	}
	if f.variadic {
		f.required = min(f.required, len(f.in)-1)
	}
	if f.out > 0 && t.Out(f.out-1) == errorType {
		f.out--
		f.givesError = true
	}
	for i := range f.out {
		if err := wire.CheckOut(t.Out(i)); err != nil {
			return nil, errors.New("result " + strconv.Itoa(i+1) + ": " + err.Error())
		}
	}
	return f, nil
}

func typeName(v any) string {
	if v == nil {
		return "nil"
	}
	return reflect.TypeOf(v).String()
}

// signature says for each parameter whether it takes a value (v) or the JavaScript value itself (j); of a variadic function the last one
// is meant for all that follow.
func (f *function) signature() string {
	letters := make([]byte, len(f.in))
	for i, t := range f.in {
		if f.variadic && i == len(f.in)-1 {
			t = t.Elem()
		}
		letters[i] = 'v'
		if wire.IsRaw(t) {
			letters[i] = 'j'
		}
	}
	if f.variadic {
		letters = append(letters, '+')
	}
	return string(letters)
}

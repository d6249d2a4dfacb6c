package ferry

import (
	"context"
	"errors"
	"reflect"
	"syscall/js"

	"github.com/goferry/goferry/go/internal/wire"
)

// Await waits for a promise and gives its value, or what it was rejected with as an *[Error]. A value that is no promise it gives back at
// once. It exists for GOOS=js only.
//
// It parks the goroutine until the page's event loop has settled the promise, so it must not be called inside a function of js.FuncOf: there the
// event loop waits for Go, and Go would wait for the event loop ("all goroutines are asleep"). In an exported function it is fine.
func Await(promise js.Value) (js.Value, error) {
	if kind := promise.Type(); kind != js.TypeObject && kind != js.TypeFunction {
		return promise, nil
	}
	b, err := connected()
	if err != nil {
		return js.Undefined(), errors.New(err.Error())
	}
	var value js.Value
	decode := func(r *wire.Reader) error { return r.Decode(reflect.ValueOf(&value).Elem()) }
	err = b.wait(context.Background(), decode, func(id uint32) { b.awaitFn.Invoke(promise, id) })
	return value, err
}

// Package ferrytest plays the page's part in tests, so that a program which uses package ferry can be tested by plain go test, without a
// browser.
package ferrytest

import (
	"context"
	"reflect"

	_ "github.com/goferry/goferry/go" // sets the hook
	"github.com/goferry/goferry/go/internal/testhook"
)

// Call calls a function that ferry.Export has exported, as a page does: by its name, with values that are converted to what JavaScript would
// pass and from that to the function's parameters; the result comes back the same way, as R. Where R is any, it is what JavaScript would hold:
// numbers are float64, objects map[string]any, arrays []any.
//
// A Go function among the arguments stands for one of the page. The context stands for an AbortSignal: when it is done, Call returns its
// cause, and the function's own context is cancelled.
//
// What rejects the promise in a page is an error of type *ferry.Error, whose Name is "Error" for an error that the function returned,
// "TypeError" where the arguments did not fit, and "GoPanicError" for a panic, whose Stack is Go's.
func Call[R any](ctx context.Context, name string, args ...any) (R, error) {
	var result R
	err := testhook.Call(ctx, name, args, reflect.ValueOf(&result).Elem())
	return result, err
}

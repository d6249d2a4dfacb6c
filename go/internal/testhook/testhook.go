// Package testhook lets package ferrytest into package ferry.
package testhook

import (
	"context"
	"reflect"
)

// Call calls an exported function as a page would, and sets result to what it gives. Package ferry sets it.
var Call func(ctx context.Context, name string, args []any, result reflect.Value) error

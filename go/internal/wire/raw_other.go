//go:build !js

package wire

import "reflect"

// rawType is a type that nothing has: there is no js.Value here.
var rawType = reflect.TypeFor[struct{ never [0]func() }]()

func isRaw(reflect.Type) bool { return false }

// IsRaw says whether a value of the type is given to Go as it is, never as bytes.
func IsRaw(reflect.Type) bool { return false }

func (w *Writer) raw(reflect.Value) bool { return false }

func toRaw(value any) reflect.Value { return reflect.ValueOf(value) }

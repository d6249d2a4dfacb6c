package wire

import (
	"context"
	"errors"
	"reflect"
)

// ContextType is context.Context.
var ContextType = reflect.TypeFor[context.Context]()

// CheckIn says why a type cannot be made from a value of JavaScript; nil: it can.
func CheckIn(t reflect.Type) error { return check(t, true, map[reflect.Type]bool{}) }

// CheckOut says why a type has no form in JavaScript; nil: it has.
func CheckOut(t reflect.Type) error { return check(t, false, map[reflect.Type]bool{}) }

func check(t reflect.Type, in bool, seen map[reflect.Type]bool) error {
	if seen[t] {
		return nil
	}
	seen[t] = true
	switch t {
	case anyType, errorType, errorPointerType, timeType, rawType:
		return nil
	}
	switch {
	case !in && t.Implements(textMarshalerType), in && reflect.PointerTo(t).Implements(textUnmarshalerType), !in && isRaw(t):
		return nil
	}
	switch t.Kind() {
	case reflect.Slice, reflect.Array, reflect.Pointer:
		return within(t, check(t.Elem(), in, seen))
	case reflect.Map:
		key := t.Key()
		isText := key.Implements(textMarshalerType)
		if in {
			isText = reflect.PointerTo(key).Implements(textUnmarshalerType)
		}
		if !isText && key.Kind() != reflect.String && (key.Kind() < reflect.Int || key.Kind() > reflect.Uintptr) {
			return errors.New(t.String() + " has no form in JavaScript: names of members are texts, so use a map with texts or integers as keys")
		}
		return within(t, check(t.Elem(), in, seen))
	case reflect.Struct:
		for _, f := range fieldsOf(t).list {
			if err := check(t.FieldByIndex(f.index).Type, in, seen); err != nil {
				return errors.New("field " + f.name + " of " + t.String() + ": " + err.Error())
			}
		}
		return nil
	case reflect.Func:
		if !in {
			return errors.New("a " + t.String() + " cannot be given to JavaScript: export it by a name")
		}
		return checkFunc(t, seen)
	case reflect.Interface:
		if in {
			return errors.New("a value for " + t.String() + " cannot be made from one of JavaScript: use any, or a type of its own")
		}
		return nil // what it holds is looked at when it is there
	case reflect.Chan:
		return errors.New("a " + t.String() + " has no form in JavaScript: use ferry.Open for a channel to the page")
	case reflect.Complex64, reflect.Complex128, reflect.UnsafePointer, reflect.Uintptr:
		return errors.New("a " + t.String() + " has no form in JavaScript")
	}
	return nil
}

func within(t reflect.Type, err error) error {
	if err == nil || t.Name() == "" {
		return err
	}
	return errors.New(t.String() + ": " + err.Error())
}

// checkFunc looks at the type of a function of JavaScript that Go calls: what goes out are its parameters.
func checkFunc(t reflect.Type, seen map[reflect.Type]bool) error {
	for i := range t.NumIn() {
		if i == 0 && t.In(i) == ContextType {
			continue
		}
		if err := check(t.In(i), false, map[reflect.Type]bool{}); err != nil {
			return err
		}
	}
	results := t.NumOut()
	if results > 0 && t.Out(results-1) == errorType {
		results--
	}
	if results > 1 {
		return errors.New("a function of JavaScript gives one result, so " + t.String() + " can have one and an error")
	}
	if results == 1 {
		return check(t.Out(0), true, seen)
	}
	return nil
}

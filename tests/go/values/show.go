//go:build js && wasm

package main

import (
	"fmt"
	"hash/fnv"
	"math"
	"strconv"
	"syscall/js"
)

// verbatim is text that show passes on however long it is.
type verbatim string

// show describes a result without addresses: two hosts that behave alike yield the same text.
func show(v any) string {
	switch v := v.(type) {
	case nil:
		return "done"
	case js.Value:
		return showValue(v)
	case js.Error:
		return showPanic(v)
	case string:
		return showString(v)
	case float64:
		return showFloat(v)
	case []byte:
		return showBytes(v)
	default:
		return fmt.Sprint(v)
	}
}

func showValue(v js.Value) string {
	switch t := v.Type(); t {
	case js.TypeNumber:
		return "number " + showFloat(v.Float())
	case js.TypeString:
		return "string " + showString(v.String())
	case js.TypeBoolean:
		return "boolean " + strconv.FormatBool(v.Bool())
	default:
		return t.String()
	}
}

func showFloat(f float64) string {
	return strconv.FormatFloat(f, 'g', -1, 64) + " bits " + strconv.FormatUint(math.Float64bits(f), 16)
}

func showString(s string) string {
	if len(s) > 60 {
		return fmt.Sprintf("of %d bytes, hash %x", len(s), sum(s))
	}
	return strconv.QuoteToASCII(s)
}

func showBytes(b []byte) string {
	if len(b) > 20 {
		return fmt.Sprintf("%d bytes, hash %x", len(b), sum(string(b)))
	}
	return fmt.Sprint(b)
}

func sum(s string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(s))
	return h.Sum32()
}

// printable keeps a line within ASCII: a panic's text may hold any bytes, and a host decodes what it prints.
func printable(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] > '~' {
			return strconv.QuoteToASCII(s)
		}
	}
	return s
}

// showPanic describes what a case panicked with. A thrown primitive has no message: js.Error's own Error method would panic upon it.
func showPanic(p any) (text string) {
	defer func() {
		if inner := recover(); inner != nil { // a thrown BigInt has no type that Go knows, under wasm_exec.js
			text = fmt.Sprint(inner, ", while describing a panic")
		}
	}()
	switch p := p.(type) {
	case js.Error:
		if t := p.Value.Type(); t != js.TypeObject && t != js.TypeFunction {
			return "js.Error of " + showValue(p.Value)
		}
		return "js.Error " + p.Value.Get("name").String() + ", " + p.Error()
	case *js.ValueError:
		return "ValueError " + p.Error()
	case error:
		return "error " + p.Error()
	default:
		return fmt.Sprint(p)
	}
}

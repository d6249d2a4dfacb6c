//go:build js && wasm

// Program ferry exports functions with package ferry, of every kind that it takes.
package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"syscall/js"
	"time"

	ferry "github.com/goferry/goferry/go"
)

type point struct {
	X     float64 `json:"x"`
	Y     float64 `json:"y,omitempty"`
	Label *string `json:"label"`
	inner int
}

type base struct {
	ID int64 `json:"id"`
}

type order struct {
	base
	Items []item            `json:"items"`
	Notes map[string]string `json:"notes,omitempty"`
	Since time.Time         `json:"since"`
	Skip  string            `json:"-"`
	Named string
}

type item struct {
	Name  string `json:"name"`
	Count int8   `json:"count"`
}

var held context.Context

func main() {
	ferry.Export("greet", func(name string) string { return "Hello, " + name + " from Go!" })
	ferry.Export("add", func(a, b int) int { return a + b })
	ferry.Export("math.square", func(x float64) float64 { return x * x })
	ferry.Export("math", func() string { return "is a function, too" })
	ferry.Export("math.deep.half", func(x float64) float64 { return x / 2 })
	ferry.Export("nothing", func() {})
	ferry.Export("two", func() (int, string) { return 1, "two" })
	ferry.Export("sum", func(numbers ...float64) float64 {
		sum := 0.0
		for _, n := range numbers {
			sum += n
		}
		return sum
	})
	ferry.Export("fails", func(text string) (string, error) { return "", errors.New(text) })
	ferry.Export("works", func(text string) (string, error) { return text, nil })
	ferry.Export("panics", func(how string) int {
		switch how {
		case "nil":
			var p *point
			return int(p.X)
		case "index":
			return []int{}[len(how)]
		case "error":
			panic(errors.New("an error value"))
		}
		panic(how)
	})
	ferry.Export("any", func(v any) any { return v })
	ferry.Export("kind", func(v any) string { return fmt.Sprintf("%T", v) })
	ferry.Export("describe", func(v any) string { return fmt.Sprintf("%#v", v) })
	ferry.Export("bytes", func(b []byte) []byte { return append(b, 255) })
	ferry.Export("doubled", func(f []float64) []float64 {
		for i := range f {
			f[i] *= 2
		}
		return f
	})
	ferry.Export("ints", func(n []int) []int { return n })
	ferry.Export("int8s", func(n []int8) []int8 { return n })
	ferry.Export("int64", func(n int64) int64 { return n })
	ferry.Export("uint64", func(n uint64) uint64 { return n })
	ferry.Export("bools", func(b []bool) []bool { return b })
	ferry.Export("strings", func(s []string) string { return strings.Join(s, "|") })
	ferry.Export("nilSlice", func() []string { return nil })
	ferry.Export("order", func(o order) order { return o })
	ferry.Export("point", func(p *point) *point { return p })
	ferry.Export("points", func(p map[string]point) map[string]point { return p })
	ferry.Export("later", func(t time.Time) time.Time { return t.Add(time.Hour) })
	ferry.Export("optional", func(name string, times *int) string {
		if times == nil {
			return name
		}
		return strings.Repeat(name, *times)
	})
	ferry.Export("raw", func(v js.Value) js.Value { return v })
	ferry.Export("rawLength", func(list ...js.Value) int { return len(list) })
	ferry.Export("sleeps", func(ms int) string { time.Sleep(time.Duration(ms) * time.Millisecond); return "awake" })
	ferry.Export("apply", func(f func(int, string) (string, error)) (string, error) { return f(7, "seven") })
	ferry.Export("mustApply", func(f func(int) int) int { return f(1) + 1 })
	ferry.Export("tell", func(f func(string)) { f("told") })
	ferry.Export("each", func(list []int, f func(int) (float64, error)) ([]float64, error) {
		var out []float64
		for _, n := range list {
			x, err := f(n)
			if err != nil {
				return nil, fmt.Errorf("at %d: %w", n, err)
			}
			out = append(out, x)
		}
		return out, nil
	})
	ferry.Export("waits", func(ctx context.Context) error { held = ctx; <-ctx.Done(); return ctx.Err() })
	ferry.Export("cause", func() string {
		if held == nil {
			return "none"
		}
		return fmt.Sprint(held.Err(), ": ", context.Cause(held))
	})
	ferry.Export("keeps", func(ctx context.Context) string { held = ctx; return fmt.Sprint(ctx.Err()) })
	ferry.Export("work", func(ctx context.Context, steps int) (int, error) {
		for i := range steps {
			if ferry.Canceled(ctx) {
				return i, ctx.Err()
			}
			ferry.Progress(ctx, float64(i+1), float64(steps))
		}
		return steps, nil
	})
	ended := "it goes on"
	ferry.Export("spin", func(ctx context.Context) {
		for !ferry.Canceled(ctx) { // nothing here parks
		}
		ended = fmt.Sprint(ctx.Err(), ": ", context.Cause(ctx))
	})
	ferry.Export("spun", func() string { return ended })
	ferry.Export("await", func(p js.Value) (js.Value, error) { return ferry.Await(p) })
	ferry.Export("collect", func() { runtime.GC(); time.Sleep(time.Millisecond); runtime.GC(); time.Sleep(time.Millisecond) })
	ferry.Export("replaced", func() int { return 1 })
	ferry.Export("replaced", func() int { return 2 })
	ferry.Export("exportLate", func() { ferry.Export("late", func() string { return "late" }) })
	ferry.Export("refuses", func(how string) (text string) {
		defer func() { text = fmt.Sprint(recover()) }()
		switch how {
		case "chan":
			ferry.Export("x", func(chan int) {})
		case "result":
			ferry.Export("x", func() []func() { return nil })
		case "value":
			ferry.Export("x", 7)
		case "then":
			ferry.Export("a.then", func() {})
		case "empty":
			ferry.Export("a..b", func() {})
		}
		return "did not refuse"
	})
	select {}
}

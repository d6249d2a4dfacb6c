package ferry_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"

	ferry "github.com/goferry/goferry/go"
	"github.com/goferry/goferry/go/ferrytest"
)

// call exports a function and calls it as a page would.
func call(t *testing.T, fn any, args ...any) (any, error) {
	t.Helper()
	ferry.Export(t.Name(), fn)
	return ferrytest.Call[any](t.Context(), t.Name(), args...)
}

type names struct {
	First string `json:"first"`
	Last  string `json:"last,omitempty"`
	skip  int
	Skip  int `json:"-"`
}

type person struct {
	names
	*Extra
	Age   uint8          `json:"age"`
	Tags  []string       `json:"tags"`
	Since time.Time      `json:"since,omitzero"`
	Boss  *person        `json:"boss"`
	More  map[string]any `json:"more,omitempty"`
	Plain bool
}

type Extra struct {
	Note string `json:"note"`
}

func TestValues(t *testing.T) {
	day := time.Date(2026, 11, 23, 12, 0, 0, int(5*time.Millisecond), time.UTC)
	tests := []struct {
		name string
		fn   any
		args []any
		want any
	}{
		{"numbers", func(a int, b float32, c uint8) float64 { return float64(a) + float64(b) + float64(c) }, []any{-1, 2.5, 3}, 4.5},
		{"large numbers stay exact", func(n int64) int64 { return n + 1 }, []any{int64(math.MaxInt64 - 1)}, int64(math.MaxInt64)},
		{"the largest uint64", func(n uint64) uint64 { return n }, []any{uint64(math.MaxUint64)}, uint64(math.MaxUint64)},
		{"strings", func(s string) string { return strings.ToUpper(s) }, []any{"größe 🚢"}, "GRÖßE 🚢"},
		{"bools", func(b bool) bool { return !b }, []any{true}, false},
		{"nothing", func() {}, nil, nil},
		{"several results", func() (int, string, bool) { return 1, "two", true }, nil, []any{1.0, "two", true}},
		{"bytes", func(b []byte) []byte { return append(b, 3) }, []any{[]byte{1, 2}}, []byte{1, 2, 3}},
		{"a typed array of another type", func(n []int) []float64 { return []float64{float64(n[0]), 0.5} }, []any{[]int16{-7}}, []float64{-7, 0.5}},
		{"an array of numbers", func(n []float64) int { return len(n) }, []any{[]any{1, 2.5, 3}}, 3.0},
		{"integers as an array", func() []int { return []int{1, 2} }, nil, []any{1.0, 2.0}},
		{"a nil slice", func() []string { return nil }, nil, []any{}},
		{"an array of a length", func(a [2]int8) [2]int8 { return [2]int8{a[1], a[0]} }, []any{[]any{1, 2}}, []int8{2, 1}},
		{"maps", func(m map[int]string) map[string]int { return map[string]int{m[7]: 7} }, []any{map[string]string{"7": "seven"}}, map[string]any{"seven": 7.0}},
		{"dates", func(t time.Time) time.Time { return t.Add(time.Hour) }, []any{day}, day.Add(time.Hour)},
		{"texts of other types", func(a netip.Addr) netip.Addr { return a.Next() }, []any{"10.0.0.1"}, "10.0.0.2"},
		{"structs", func(p person) person { return p }, []any{map[string]any{
			"first": "Ann", "age": 7, "tags": []string{"a"}, "plain": true, "unknown": []any{1, map[string]any{}}, "boss": map[string]any{"first": "Bob", "last": "B"},
		}}, map[string]any{
			"first": "Ann", "age": 7.0, "tags": []any{"a"}, "Plain": true,
			"boss": map[string]any{"first": "Bob", "last": "B", "age": 0.0, "tags": []any{}, "boss": nil, "Plain": false},
		}},
		{"a pointer embedded in a struct", func(p person) string { return p.Note }, []any{map[string]any{"note": "made"}}, "made"},
		{"null leaves a field alone", func(p person) string { return fmt.Sprint(p.Age, p.Tags == nil, p.Boss) }, []any{map[string]any{"age": nil, "tags": nil, "boss": nil}}, "0 true <nil>"},
		{"any", func(v any) string { return fmt.Sprintf("%v", v) }, []any{[]any{1, "x", nil, map[string]any{"a": true}}}, "[1 x <nil> map[a:true]]"},
		{"variadic", func(sep string, parts ...string) string { return strings.Join(parts, sep) }, []any{"-", "a", "b"}, "a-b"},
		{"variadic with nothing", func(parts ...string) int { return len(parts) }, nil, 0.0},
		{"a pointer left out", func(s string, p *int) bool { return p == nil }, []any{"s"}, true},
		{"a pointer given", func(p *int) int { return *p }, []any{5}, 5.0},
		{"an error that is nil", func() (string, error) { return "fine", nil }, nil, "fine"},
		{"an error as an argument", func(err error) string { return err.Error() }, []any{errors.New("text")}, "text"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := call(t, test.fn, test.args...)
			if err != nil || !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %#v, %v; want %#v", got, err, test.want)
			}
		})
	}
}

func TestBadArguments(t *testing.T) {
	tests := []struct {
		name string
		fn   any
		args []any
		want string
	}{
		{"too few", func(a, b int) {}, []any{1}, "f takes 2 arguments (int, int), got 1"},
		{"too many", func(a int) {}, []any{1, 2}, "f takes 1 argument (int), got 2"},
		{"too many for none", func() {}, []any{1}, "f takes 0 arguments, got 1"},
		{"too few of a variadic", func(a string, b ...int) {}, nil, "f takes at least 1 argument (string, ...int), got 0"},
		{"too many with some that may be left out", func(a string, b *int) {}, []any{"a", 1, 2}, "f takes 1 to 2 arguments (string, *int), got 3"},
		{"no function for Progress", func(ctx context.Context, a int) {}, []any{1, 2}, "f takes 1 argument (int), got 2"},
		{"a string for a number", func(a, b int) {}, []any{1, "2"}, `f: argument 2 must be an int, got the string "2"`},
		{"a long string", func(a bool) {}, []any{strings.Repeat("ä", 50)}, `f: argument 1 must be a boolean, got the string "` + strings.Repeat("ä", 40) + `…"`},
		{"a fraction for an integer", func(a int) {}, []any{2.5}, "f: argument 1 must be an int, got the number 2.5"},
		{"no number for an integer", func(a int) {}, []any{math.NaN()}, "f: argument 1 must be an int, got the number NaN"},
		{"too large", func(a int8) {}, []any{128}, "f: argument 1 must be an int8, got the number 128"},
		{"infinite", func(a uint64) {}, []any{math.Inf(1)}, "f: argument 1 must be a uint64, got the number +Inf"},
		{"negative", func(a uint) {}, []any{-1}, "f: argument 1 must be a uint, got the number -1"},
		{"a bigint that is too large", func(a int64) {}, []any{uint64(1 << 63)}, "f: argument 1 must be an int64, got the bigint 9223372036854775808"},
		{"null for a string", func(a string) {}, []any{nil}, "f: argument 1 must be a string, got null"},
		{"an object for bytes", func(a []byte) {}, []any{map[string]any{}}, "f: argument 1 must be bytes (a Uint8Array or an ArrayBuffer), got an object"},
		{"an element of a typed array", func(a []uint8) {}, []any{[]int16{1, -1}}, "f: argument 1 ([1]) must be a uint8, got the number -1"},
		{"an array of another length", func(a [3]int) {}, []any{[]any{1}}, "f: argument 1 must be an array of 3, got one of 1"},
		{"a member of an element", func(a []person) {}, []any{[]any{map[string]any{"tags": []any{"a", 5}}}}, "f: argument 1 ([0].tags[1]) must be a string, got the number 5"},
		{"a value of a map", func(a map[string]bool) {}, []any{map[string]any{"x": "y"}}, `f: argument 1 (x) must be a boolean, got the string "y"`},
		{"a key of a map", func(a map[int]bool) {}, []any{map[string]any{"x": true}}, `f: argument 1 (x) must be a member whose name is an int, got "x"`},
		{"a text of another type", func(a netip.Addr) {}, []any{"10.0.0"}, `f: argument 1 must be a netip.Addr, got the string "10.0.0" (ParseAddr("10.0.0"): IPv4 address too short)`},
		{"a number for a date", func(a time.Time) {}, []any{1}, "f: argument 1 must be a Date, got the number 1"},
		{"a string for a function", func(a func()) {}, []any{"x"}, `f: argument 1 must be a function, got the string "x"`},
		{"a function for a string", func(a string) {}, []any{func() {}}, "f: argument 1 must be a string, got a function"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			ferry.Export("f", test.fn)
			_, err := ferrytest.Call[any](t.Context(), "f", test.args...)
			var thrown *ferry.Error
			if !errors.As(err, &thrown) || thrown.Name != "TypeError" || thrown.Message != test.want {
				t.Errorf("got  %v\nwant %v", err, test.want)
			}
		})
	}
}

func TestExportRefuses(t *testing.T) {
	type unsound struct {
		Inner struct{ C chan int }
	}
	tests := []struct {
		name, export string
		fn           any
		want         string
	}{
		{"no function", "f", 7, "f: it takes a function, got int"},
		{"nil", "f", nil, "f: it takes a function, got nil"},
		{"a nil function", "f", (func())(nil), "f: the function is nil"},
		{"no name", "", func() {}, "a name cannot be empty"},
		{"an empty part of a name", "a..b", func() {}, "a name cannot be empty"},
		{"a name that promises have", "a.then", func() {}, "then cannot be exported"},
		{"a channel", "f", func(int, chan int) {}, "parameter 2: a chan int has no form in JavaScript"},
		{"a channel in a struct", "f", func(unsound) {}, "parameter 1: field Inner of ferry_test.unsound: field C of"},
		{"a complex result", "f", func() complex128 { return 0 }, "result 1: a complex128 has no form"},
		{"a function as a result", "f", func() func() { return nil }, "result 1: a func() cannot be given to JavaScript"},
		{"an interface", "f", func(fmt.Stringer) {}, "parameter 1: a value for fmt.Stringer cannot be made"},
		{"a map with other keys", "f", func(map[float64]int) {}, "names of members are texts"},
		{"a function of JavaScript with two results", "f", func(func() (int, int)) {}, "gives one result"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			defer func() {
				if said := fmt.Sprint(recover()); !strings.Contains(said, test.want) {
					t.Errorf("said %q; want %q", said, test.want)
				}
			}()
			ferry.Export(test.export, test.fn)
		})
	}
}

func TestErrorsAndPanics(t *testing.T) {
	var thrown *ferry.Error
	_, err := call(t, func() (int, error) { return 5, errors.New("it failed") })
	if !errors.As(err, &thrown) || thrown.Name != "Error" || thrown.Message != "it failed" {
		t.Errorf("an error came as %v", err)
	}
	_, err = call(t, func() int { panic("no way") })
	if !errors.As(err, &thrown) || thrown.Name != "GoPanicError" || thrown.Message != t.Name()+" panicked: no way" || !strings.Contains(thrown.Stack, "TestErrorsAndPanics.func") {
		t.Errorf("a panic came as %v\n%s", err, thrown.Stack)
	}
	_, err = call(t, func(list []int) int { return list[3] }, []int{1})
	if !errors.As(err, &thrown) || !strings.Contains(thrown.Message, "index out of range [3] with length 1") {
		t.Errorf("a panic of the runtime came as %v", err)
	}
	type loop struct{ Next *loop }
	_, err = call(t, func() *loop { l := &loop{}; l.Next = l; return l })
	if err == nil || !strings.Contains(err.Error(), "its result cannot be given to JavaScript: the value holds itself") {
		t.Errorf("a value that holds itself came as %v", err)
	}
}

func TestFunctionsOfThePage(t *testing.T) {
	half := func(n int) (float64, error) {
		if n < 0 {
			return 0, errors.New("below zero")
		}
		return float64(n) / 2, nil
	}
	all := func(list []int, f func(int) (float64, error)) ([]float64, error) {
		var out []float64
		for _, n := range list {
			x, err := f(n)
			if err != nil {
				return nil, fmt.Errorf("at %d: %w", n, err)
			}
			out = append(out, x)
		}
		return out, nil
	}
	got, err := call(t, all, []int{1, 2}, half)
	if err != nil || !reflect.DeepEqual(got, []float64{0.5, 1}) {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err := call(t, all, []int{-1}, half); err == nil || err.Error() != "at -1: below zero" {
		t.Errorf("got %v", err)
	}
	if _, err := call(t, func(f func(string) bool) bool { return f("s") }, func(string) string { return "no" }); err == nil || !strings.Contains(err.Error(), `must be a boolean, got the string "no"`) {
		t.Errorf("got %v", err)
	}
}

func TestContext(t *testing.T) {
	kept := make(chan context.Context, 1)
	if _, err := call(t, func(ctx context.Context) { kept <- ctx }); err != nil {
		t.Fatal(err)
	}
	<-(<-kept).Done() // since the call has returned

	ctx, cancel := context.WithCancelCause(t.Context())
	stopped := make(chan error, 1)
	ferry.Export("endless", func(ctx context.Context) {
		cancel(errors.New("enough"))
		<-ctx.Done()
		stopped <- context.Cause(ctx)
	})
	if _, err := ferrytest.Call[any](ctx, "endless"); err == nil || err.Error() != "enough" {
		t.Errorf("the caller got %v", err)
	}
	if err := <-stopped; err.Error() != "enough" {
		t.Errorf("the function saw %v", err)
	}
}

func TestProgress(t *testing.T) {
	work := func(ctx context.Context, steps int) (int, error) {
		for i := range steps {
			if ferry.Canceled(ctx) {
				return i, context.Cause(ctx)
			}
			ferry.Progress(ctx, float64(i+1), float64(steps))
		}
		return steps, nil
	}
	var seen []float64
	if got, err := call(t, work, 1000, func(done, total float64) { seen = append(seen, done/total) }); got != 1000.0 || err != nil {
		t.Errorf("got %v, %v", got, err)
	}
	if len(seen) < 2 || len(seen) > 1000/2 || seen[0] != 0.001 || seen[len(seen)-1] != 1 {
		t.Errorf("it was told of %d steps: %v", len(seen), seen)
	}
	if got, err := call(t, work, 10); got != 10.0 || err != nil {
		t.Errorf("without a function: got %v, %v", got, err)
	}
	ferry.Progress(t.Context(), 1, 2) // of no call: does nothing
	if ferry.Canceled(t.Context()) {
		t.Error("a context of no call is cancelled")
	}
}

package wire

import (
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
)

type everything struct {
	Text    string            `json:"text"`
	Numbers []float32         `json:"numbers"`
	Bytes   []byte            `json:"bytes"`
	Map     map[string]*int64 `json:"map"`
	Time    time.Time         `json:"time"`
	Any     any               `json:"any"`
	Inner   *everything       `json:"inner,omitempty"`
}

func sample() everything {
	n := int64(math.MinInt64)
	return everything{
		Text: "größe", Numbers: []float32{1, 2.5}, Bytes: []byte{1, 2}, Map: map[string]*int64{"a": &n, "b": nil},
		Time: time.UnixMilli(1e12).UTC(), Any: []any{true, "x"}, Inner: &everything{Map: map[string]*int64{}, Numbers: []float32{}, Bytes: []byte{}, Time: time.UnixMilli(0).UTC()},
	}
}

func encode(t *testing.T, v any) []byte {
	t.Helper()
	w := &Writer{}
	if err := w.Encode(reflect.ValueOf(v)); err != nil {
		t.Fatal(err)
	}
	return w.Bytes
}

func TestThereAndBack(t *testing.T) {
	want := sample()
	r := NewReader(encode(t, want), nil, nil)
	var got everything
	if err := r.Decode(reflect.ValueOf(&got).Elem()); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) || r.at != len(r.bytes) {
		t.Errorf("got %+v, %d of %d bytes read", got, r.at, len(r.bytes))
	}
	r = NewReader(encode(t, want), nil, nil)
	if r.Skip(); r.at != len(r.bytes) {
		t.Errorf("skipped %d of %d bytes", r.at, len(r.bytes))
	}
}

// A message that ends too early is a fault of the host's, and never read beyond its end.
func TestTruncated(t *testing.T) {
	bytes := encode(t, sample())
	for size := range bytes {
		for _, read := range []func(*Reader){
			func(r *Reader) { var v everything; _ = r.Decode(reflect.ValueOf(&v).Elem()) },
			func(r *Reader) { _, _ = r.Any() },
			func(r *Reader) { r.Skip() },
		} {
			func() {
				defer func() {
					if recover() == nil {
						t.Errorf("%d of %d bytes were enough", size, len(bytes))
					}
				}()
				read(NewReader(bytes[:size:size], nil, nil))
			}()
		}
	}
}

func TestFields(t *testing.T) {
	type deep struct{ A, B int }
	type Shallow struct {
		deep
		A int
		C int `json:"c"`
	}
	type Other struct{ C int }
	type all struct {
		Shallow
		Other  `json:"other"`
		hidden int
		D      int `json:"-"`
		E      int `json:",omitempty"`
	}
	var names []string
	for _, f := range fieldsOf(reflect.TypeFor[all]()).list {
		names = append(names, f.name)
	}
	// encoding/json has the same, in the order of the fields.
	if got := strings.Join(names, " "); got != "B A c other E" {
		t.Errorf("the fields are %s", got)
	}
}

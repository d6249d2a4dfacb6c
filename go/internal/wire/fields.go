package wire

import (
	"reflect"
	"strings"
	"sync"
)

// field is a field of a struct as JavaScript sees it.
type field struct {
	name         string
	tagged       bool
	index        []int
	omitEmpty    bool
	omitZero     bool
	takesNothing bool // null and undefined mean something to it
}

// structFields are those of one struct type, in order.
type structFields struct {
	list   []field
	byName map[string]*field
}

var knownFields sync.Map // reflect.Type → *structFields

// fieldsOf gives the exported fields by their json tags, as encoding/json does: those of an embedded struct without a tag count as the outer
// one's own, and of several with one name the least deep one counts.
func fieldsOf(t reflect.Type) *structFields {
	if known, ok := knownFields.Load(t); ok {
		return known.(*structFields)
	}
	all := appendFields(nil, t, nil, map[reflect.Type]bool{})
	fields := &structFields{byName: map[string]*field{}}
	for i, f := range all {
		if !hidden(all, i) {
			fields.list = append(fields.list, f)
		}
	}
	for i := range fields.list {
		fields.byName[fields.list[i].name] = &fields.list[i]
	}
	known, _ := knownFields.LoadOrStore(t, fields)
	return known.(*structFields)
}

func appendFields(list []field, t reflect.Type, outer []int, within map[reflect.Type]bool) []field {
	if within[t] {
		return list // it embeds itself
	}
	within[t] = true
	defer delete(within, t)
	for i := range t.NumField() {
		f := t.Field(i)
		tag := f.Tag.Get("json")
		if tag == "-" {
			continue
		}
		index := append(append([]int(nil), outer...), i)
		name, options, _ := strings.Cut(tag, ",")
		if f.Anonymous && name == "" && isStruct(f.Type) {
			inner := f.Type
			if inner.Kind() == reflect.Pointer {
				if !f.IsExported() {
					continue // it could not be set
				}
				inner = inner.Elem()
			}
			list = appendFields(list, inner, index, within)
			continue
		}
		if !f.IsExported() {
			continue
		}
		kind := f.Type.Kind()
		added := field{
			name:         name,
			tagged:       name != "",
			index:        index,
			omitEmpty:    hasOption(options, "omitempty"),
			omitZero:     hasOption(options, "omitzero"),
			takesNothing: kind == reflect.Pointer || kind == reflect.Func || f.Type == rawType,
		}
		if name == "" {
			added.name = f.Name
		}
		list = append(list, added)
	}
	return list
}

// hidden says whether another field of the same name counts instead, or neither does.
func hidden(list []field, i int) bool {
	own := list[i]
	for k, other := range list {
		if k == i || other.name != own.name || len(other.index) > len(own.index) {
			continue
		}
		if len(other.index) < len(own.index) || other.tagged || !own.tagged {
			return true
		}
	}
	return false
}

func isStruct(t reflect.Type) bool {
	return t.Kind() == reflect.Struct || (t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Struct)
}

func hasOption(options, name string) bool {
	for options != "" {
		var option string
		option, options, _ = strings.Cut(options, ",")
		if option == name {
			return true
		}
	}
	return false
}

// find looks a name up, and without regard to case where there is none, as encoding/json does.
func (s *structFields) find(name string) *field {
	if found := s.byName[name]; found != nil {
		return found
	}
	for i := range s.list {
		if strings.EqualFold(s.list[i].name, name) {
			return &s.list[i]
		}
	}
	return nil
}

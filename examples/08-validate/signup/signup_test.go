package signup

import (
	"maps"
	"strings"
	"testing"
	"time"
)

var today = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func TestProblems(t *testing.T) {
	fine := Account{"Ann", "ann@example.org", "correct-horse", "1990-05-17"}
	tests := []struct {
		name   string
		change func(*Account)
		field  string
		want   string
	}{
		{"fine", func(*Account) {}, "", ""},
		{"no name", func(a *Account) { a.Name = "  " }, "name", "Enter a name."},
		{"a long name", func(a *Account) { a.Name = strings.Repeat("ä", 41) }, "name", "A name has at most 40 characters."},
		{"a name of 40", func(a *Account) { a.Name = strings.Repeat("ä", 40) }, "", ""},
		{"no @", func(a *Account) { a.Email = "ann" }, "email", "An e-mail address has an @."},
		{"two @", func(a *Account) { a.Email = "a@b@c.org" }, "email", "An e-mail address has one @."},
		{"no dot", func(a *Account) { a.Email = "ann@example." }, "email", "The part behind the @ has a dot, as in example.org."},
		{"a space", func(a *Account) { a.Email = "a nn@example.org" }, "email", "Something is wrong before the @."},
		{"a short password", func(a *Account) { a.Password = "a1!" }, "password", "A password has at least 10 characters."},
		{"a plain password", func(a *Account) { a.Password = "abcdefghijkl" }, "password", "Mix letters with digits or other characters."},
		{"the name in it", func(a *Account) { a.Password = "1234-ANN-5678" }, "password", "A password that holds the name is easily guessed."},
		{"no such day", func(a *Account) { a.Birth = "2001-02-29" }, "birth", "There is no such day."},
		{"tomorrow", func(a *Account) { a.Birth = "2026-11-24" }, "birth", "This day is still to come."},
		{"16 tomorrow", func(a *Account) { a.Birth = "2010-11-24" }, "birth", "One must be 16 to have an account."},
		{"16 today", func(a *Account) { a.Birth = "2010-11-23" }, "", ""},
		{"very old", func(a *Account) { a.Birth = "1890-01-01" }, "birth", "Nobody is that old."},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			account := fine
			test.change(&account)
			want := map[string]string{}
			if test.field != "" {
				want[test.field] = test.want
			}
			if got := account.Problems(today); !maps.Equal(got, want) {
				t.Errorf("got %v; want %v", got, want)
			}
		})
	}
}

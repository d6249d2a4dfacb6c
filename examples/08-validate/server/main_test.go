//go:build !js

package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestSignUp(t *testing.T) {
	tests := []struct {
		name, body string
		status     int
		answer     string
	}{
		{"sound", `{"name":"Ann","email":"ann@example.org","password":"correct-horse","birth":"1990-05-17"}`, http.StatusCreated, "{}\n"},
		{
			"unsound", `{"name":"Ann","email":"ann","password":"correct-horse","birth":"1990-05-17"}`, http.StatusUnprocessableEntity,
			`{"email":"An e-mail address has an @."}` + "\n",
		},
		{"no JSON", `name=Ann`, http.StatusBadRequest, "invalid character 'a' in literal null (expecting 'u')\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			answer := httptest.NewRecorder()
			signUp(answer, httptest.NewRequest(http.MethodPost, "/08-validate/signup", strings.NewReader(test.body)))
			if answer.Code != test.status || answer.Body.String() != test.answer {
				t.Errorf("got %d %q; want %d %q", answer.Code, answer.Body, test.status, test.answer)
			}
		})
	}
}

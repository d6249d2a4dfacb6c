// Package signup says what a new account must be. The server and
// the page use it, so that their rules cannot drift apart.
package signup

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Account is what the form asks for.
type Account struct {
	Name     string `json:"name"`
	Email    string `json:"email"`
	Password string `json:"password"`
	Birth    string `json:"birth"` // 2006-01-02
}

const (
	minPassword = 10
	minAge      = 16
)

// Problems says what is wrong, by the JSON name of the field; an
// account without a problem is fine.
func (a Account) Problems(now time.Time) map[string]string {
	problems := map[string]string{}
	add := func(field, problem string) {
		if problem != "" {
			problems[field] = problem
		}
	}
	add("name", nameProblem(a.Name))
	add("email", emailProblem(a.Email))
	add("password", passwordProblem(a.Password, a.Name))
	add("birth", birthProblem(a.Birth, now))
	return problems
}

func nameProblem(name string) string {
	switch name = strings.TrimSpace(name); {
	case name == "":
		return "Enter a name."
	case utf8.RuneCountInString(name) > 40:
		return "A name has at most 40 characters."
	case strings.ContainsFunc(name, unicode.IsControl):
		return "A name has no control characters."
	}
	return ""
}

func emailProblem(email string) string {
	user, domain, found := strings.Cut(email, "@")
	switch {
	case email == "":
		return "Enter an e-mail address."
	case !found:
		return "An e-mail address has an @."
	case user == "" || strings.ContainsFunc(email, unicode.IsSpace):
		return "Something is wrong before the @."
	case strings.Contains(domain, "@"):
		return "An e-mail address has one @."
	case !strings.Contains(strings.Trim(domain, "."), "."):
		return "The part behind the @ has a dot, as in example.org."
	}
	return ""
}

func passwordProblem(password, name string) string {
	kinds := map[string]bool{}
	for _, r := range password {
		switch {
		case unicode.IsDigit(r):
			kinds["digit"] = true
		case unicode.IsLetter(r):
			kinds["letter"] = true
		default:
			kinds["other"] = true
		}
	}
	name = strings.ToLower(strings.TrimSpace(name))
	switch {
	case utf8.RuneCountInString(password) < minPassword:
		return "A password has at least 10 characters."
	case len(kinds) < 2:
		return "Mix letters with digits or other characters."
	case name != "" && strings.Contains(strings.ToLower(password), name):
		return "A password that holds the name is easily guessed."
	}
	return ""
}

func birthProblem(birth string, now time.Time) string {
	day, err := time.Parse(time.DateOnly, birth)
	switch {
	case birth == "":
		return "Enter a day of birth."
	case err != nil:
		return "There is no such day."
	case day.After(now):
		return "This day is still to come."
	case day.AddDate(minAge, 0, 0).After(now):
		return "One must be 16 to have an account."
	case day.Before(now.AddDate(-130, 0, 0)):
		return "Nobody is that old."
	}
	return ""
}

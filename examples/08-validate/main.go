//go:build js

// The page's half of the form: it asks the same package as the
// server what is wrong with the account.
package main

import (
	"time"

	ferry "github.com/goferry/goferry/go"

	"goferry/examples/validate/signup"
)

func main() {
	ferry.Export("problems", func(account signup.Account) map[string]string {
		return account.Problems(time.Now())
	})
	select {}
}

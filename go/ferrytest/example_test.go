package ferrytest_test

import (
	"context"
	"fmt"

	ferry "github.com/goferry/goferry/go"
	"github.com/goferry/goferry/go/ferrytest"
)

func ExampleCall() {
	ferry.Export("greet", func(name string) string { return "Hello, " + name + "!" })

	greeting, err := ferrytest.Call[string](context.Background(), "greet", "Alice")
	fmt.Println(greeting, err)

	_, err = ferrytest.Call[string](context.Background(), "greet", 7)
	fmt.Println(err)
	// Output:
	// Hello, Alice! <nil>
	// TypeError: greet: argument 1 must be a string, got the number 7
}

//go:build js && wasm

// Program ferry-plain exports one function, and uses nothing else of package ferry.
package main

import ferry "github.com/goferry/goferry/go"

func main() {
	ferry.Export("greet", func(name string) string { return "Hello, " + name + " from Go!" })
	select {}
}

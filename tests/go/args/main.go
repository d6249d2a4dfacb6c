//go:build js && wasm

// Program args prints its arguments and its environment, one by line, quoted.
package main

import (
	"fmt"
	"os"
)

func main() {
	for _, arg := range os.Args[1:] {
		fmt.Printf("arg %q\n", arg)
	}
	for _, entry := range os.Environ() {
		fmt.Printf("env %q\n", entry)
	}
}

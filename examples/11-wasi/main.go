//go:build wasip1

// A command-line program for WASI: it knows nothing of the page that
// runs it, and would run in wasmtime just as well.
package main

import (
	"os"

	"goferry/examples/wasi/tool"
)

func main() {
	os.Exit(tool.Run(os.Args[1:], tool.IO{
		In:     os.Stdin,
		Out:    os.Stdout,
		Err:    os.Stderr,
		Colour: os.Getenv("TERM") != "",
	}))
}

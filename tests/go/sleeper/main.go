//go:build js && wasm

// Program sleeper goes to sleep with nothing that could ever wake it.
package main

import "fmt"

func main() {
	fmt.Println("going to sleep")
	select {}
}

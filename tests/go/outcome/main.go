//go:build js && wasm

// Program outcome ends as its arguments say.
package main

import (
	"fmt"
	"os"
	"strconv"
)

func main() {
	fmt.Println("args", os.Args[1:])
	switch os.Args[1] {
	case "exit":
		code, _ := strconv.Atoi(os.Args[2])
		os.Exit(code)
	case "panic":
		panic("on purpose")
	case "deadlock":
		<-make(chan int)
	}
}

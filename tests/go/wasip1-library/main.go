// A library for GOOS=wasip1 (-buildmode=c-shared), for Go and TinyGo: main never runs, its functions are called.
package main

import (
	"fmt"
	"os"
	"strings"
	"time"
)

var count int32

//go:wasmexport add
func add(a, b int32) int32 { return a + b }

//go:wasmexport half
func half(x float64) float64 { return x / 2 }

//go:wasmexport wide
func wide(x int64) int64 { return x + 1 }

//go:wasmexport next
func next() int32 {
	count++
	return count
}

//go:wasmexport say
func say() { fmt.Println("said", strings.Join(os.Args[1:], " "), os.Getenv("WHO")) }

// write gives the size of a file that it has written.
//
//go:wasmexport write
func write(size int32) int64 {
	if err := os.WriteFile("/data/written", make([]byte, size), 0o666); err != nil {
		fmt.Println(err)
		return -1
	}
	about, err := os.Stat("/data/written")
	if err != nil {
		fmt.Println(err)
		return -1
	}
	return about.Size()
}

// wait blocks, which a function of a library may: all goroutines go on meanwhile.
//
//go:wasmexport wait
func wait(ms int32) int32 {
	done := make(chan int32)
	go func() {
		time.Sleep(time.Duration(ms) * time.Millisecond)
		done <- next()
	}()
	return <-done
}

var held [][]byte

// grow keeps so many bytes more, which it takes from nobody else: a memory that grew has other views than before.
//
//go:wasmexport grow
func grow(bytes int32) { held = append(held, make([]byte, bytes)) }

//go:wasmexport crash
func crash() { panic("on purpose") }

//go:wasmexport quit
func quit(code int32) { os.Exit(int(code)) }

func main() { panic("main of a library ran") }

//go:build js && wasm

// Program stdio writes and reads the standard streams as its first argument says.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall/js"
	"time"
)

func main() {
	switch os.Args[1] {
	case "lines":
		fmt.Print("first\nsec")
		fmt.Print("ond\n\nthird with no end")
	case "exit": // a partial line, and no return from main
		fmt.Print("partial")
		fmt.Fprint(os.Stderr, "partial error")
		os.Exit(4)
	case "split": // a character that comes in four writes, between lines
		for _, b := range []byte("a😀b€\nc") {
			os.Stdout.Write([]byte{b})
		}
		os.Stdout.Write([]byte{0xff, '\n', 0xe2, 0x82}) // never completed
	case "carriage":
		fmt.Print("one\r\ntwo\rthree\n")
	case "streams":
		fmt.Println("out 1")
		fmt.Fprintln(os.Stderr, "err 1")
		fmt.Println("out 2")
		println("runtime's own") // goes to stderr by another way than os.Stderr
		fmt.Fprintln(os.Stderr, "err 2")
	case "long":
		fmt.Println(strings.Repeat("x", 1<<20))
		for i := 0; i < 10000; i++ {
			fmt.Println("line", i)
		}
	case "inFunc": // a write inside a js.Func must be complete before it returns
		js.FuncOf(func(js.Value, []js.Value) any {
			fmt.Println("from inside")
			n, err := os.Stdout.WriteString("partial inside")
			fmt.Println("", n, err)
			return nil
		}).Invoke()
		fmt.Println("after")
	case "beforePark":
		fmt.Println("at once")
		time.Sleep(time.Millisecond)
		fmt.Println("later")
	default:
		readInput(os.Args[1])
	}
}

func readInput(how string) {
	switch how {
	case "scan":
		for {
			var word string
			var number int
			n, err := fmt.Scanln(&word, &number)
			fmt.Printf("%d %q %d %v\n", n, word, number, err)
			if err == io.EOF || err == io.ErrUnexpectedEOF {
				return
			}
		}
	case "bufio":
		lines := bufio.NewScanner(os.Stdin)
		for lines.Scan() {
			fmt.Printf("%q\n", lines.Text())
		}
		fmt.Println("end", lines.Err())
	case "all":
		b, err := io.ReadAll(os.Stdin)
		fmt.Printf("%d bytes %q… %v\n", len(b), b[:min2(len(b), 20)], err)
	case "again": // reading on after the end
		for i := 0; i < 3; i++ {
			n, err := os.Stdin.Read(make([]byte, 10))
			fmt.Println(n, err)
		}
	case "small": // two bytes at a time
		for {
			b := make([]byte, 2)
			n, err := os.Stdin.Read(b)
			fmt.Printf("%q %v\n", b[:n], err)
			if err != nil {
				return
			}
		}
	case "others": // other goroutines run while one waits for input
		ticks := 0
		go func() {
			for range time.NewTicker(time.Millisecond).C {
				ticks++
			}
		}()
		line, err := bufio.NewReader(os.Stdin).ReadString('\n')
		fmt.Printf("%q %v ticked %v\n", line, err, ticks > 0)
	}
}

func min2(a, b int) int {
	if a < b {
		return a
	}
	return b
}

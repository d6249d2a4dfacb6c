//go:build js && wasm

// Program dropin is what the pages of tests/browser/pages/drop-in-*.html run: what it does is its first argument.
package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"syscall/js"
	"time"
)

func main() {
	what := "functions"
	if len(os.Args) > 1 {
		what = os.Args[1]
	}
	switch what {
	case "functions":
		functions()
	case "hello":
		fmt.Println("hello from", os.Args[0], os.Args[2:])
	case "environment":
		environment()
	case "echo":
		echo()
	case "exit":
		code, _ := strconv.Atoi(os.Args[2])
		os.Exit(code)
	case "exit later":
		time.Sleep(time.Millisecond)
		os.Exit(5)
	case "panic":
		panic("on purpose")
	case "deadlock":
		fmt.Println("waiting for ever")
		<-make(chan int)
	case "hold":
		holdMany()
	case "read file":
		readFile()
	case "fail":
		js.Global().Get("page").Call("fail")
		fmt.Println("not reached")
	}
}

// holdMany holds so many objects of the page's that a host needs more memory for them than it began with, and looks at each.
func holdMany() {
	count, _ := strconv.Atoi(os.Args[2])
	held := make([]js.Value, count)
	for i := range held {
		held[i] = js.ValueOf(map[string]any{"number": i})
	}
	sum := 0
	for _, value := range held {
		sum += value.Get("number").Int()
	}
	fmt.Println("held", count, sum)
}

// functions gives the page functions to call, and waits.
func functions() {
	ticks := 0
	export("add", func(args []js.Value) any { return args[0].Int() + args[1].Int() })
	export("greet", func(args []js.Value) any { return "Hello, " + args[0].String() + " from " + os.Args[0] })
	export("self", func([]js.Value) any { return "called" })
	export("set", func(args []js.Value) any { args[0].Set("kept", 2); return nil })
	export("get", func(args []js.Value) any { return args[0].Get("value") })
	export("callMethod", func(args []js.Value) any { return args[0].Call("method", args[1], "and") })
	export("exit", func(args []js.Value) any { os.Exit(args[0].Int()); return nil })
	export("print", func(args []js.Value) any { fmt.Println(args[0].String()); return nil })
	export("tick", func(args []js.Value) any {
		go func() {
			for range time.NewTicker(2 * time.Millisecond).C {
				ticks++
			}
		}()
		return nil
	})
	export("ticks", func([]js.Value) any { return ticks })
	export("grow", func(args []js.Value) any { grown = make([]byte, args[0].Int()); return nil })
	export("collect", collect)
	export("hold", hold)
	select {}
}

func export(name string, f func(args []js.Value) any) {
	js.Global().Get("page").Set(name, js.FuncOf(func(_ js.Value, args []js.Value) any { return f(args) }))
}

var (
	held  []js.Value
	grown []byte
)

// hold keeps what `make` of its argument gives, so many times.
func hold(args []js.Value) any {
	held = nil
	for i := 0; i < args[1].Int(); i++ {
		held = append(held, args[0].Call("make", i))
	}
	sum := 0
	for _, v := range held {
		sum += v.Get("number").Int()
	}
	return sum
}

// collect drops what hold keeps, and calls back when the finalizers have run.
func collect(args []js.Value) any {
	held = nil
	go func() {
		for i := 0; i < 3; i++ {
			runtime.GC()
			time.Sleep(2 * time.Millisecond)
		}
		args[0].Invoke()
	}()
	return nil
}

func environment() {
	fmt.Println(len(os.Args), strings.Join(os.Args, "|"))
	env := os.Environ()
	sort.Strings(env)
	fmt.Println(len(env), strings.Join(env, "|"))
	fmt.Println("to stderr:", os.Getenv("TEXT"))
}

// echo answers each line of its standard input.
func echo() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		fmt.Println("got", strings.ToUpper(lines.Text()))
	}
	fmt.Fprintln(os.Stderr, "end of input", lines.Err())
	os.Exit(3)
}

func readFile() {
	bytes, err := os.ReadFile(os.Args[2])
	fmt.Println(string(bytes), err)
	_, err = os.Stat("/missing")
	fmt.Println(os.IsNotExist(err))
	folder, err := os.Getwd()
	fmt.Println(folder, err, os.Getpid())
}

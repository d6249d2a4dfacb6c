// Leaks on purpose, so that one can watch it: functions that are
// never released, values that are kept. The page draws what
// program.stats() says meanwhile.
package main

import (
	"runtime"
	"syscall/js"
	"time"
)

// functions holds what js.FuncOf made. JavaScript may call such a
// function at any time, so Go keeps it, and all that it refers to,
// until Release.
var functions []js.Func

// values holds references to JavaScript objects. The object lives
// as long as Go can reach the reference.
var values []js.Value

// exported holds the functions that the page calls, so that they
// count all the time.
var exported []js.Func

func main() {
	export("leak", leak)
	export("keep", keep)
	export("collect", func(int) interface{} {
		return promise(collect)
	})
	export("release", func(int) interface{} {
		return promise(release)
	})
	select {}
}

// leak makes n functions, each with 16 KiB of state, as a listener
// that remembers something has. Nobody releases them.
func leak(n int) interface{} {
	for i := 0; i < n; i++ {
		state := make([]byte, 16<<10)
		count := func(js.Value, []js.Value) interface{} {
			state[0]++
			return int(state[0])
		}
		functions = append(functions, js.FuncOf(count))
	}
	return held()
}

// keep makes n JavaScript objects and remembers them.
func keep(n int) interface{} {
	object := js.Global().Get("Object")
	for i := 0; i < n; i++ {
		values = append(values, object.New())
	}
	return held()
}

// release lets go of everything: functions have to be released,
// values have only to be forgotten.
func release() interface{} {
	for _, f := range functions {
		f.Release()
	}
	functions, values = nil, nil
	return collect()
}

// collect runs the garbage collector until nothing more goes. What
// JavaScript holds for Go is given back by finalizers, which run
// after a collection, in a goroutine of their own; what they leave
// goes with the next one.
func collect() interface{} {
	for i := 0; i < 3; i++ {
		runtime.GC()
		time.Sleep(5 * time.Millisecond)
	}
	return held()
}

// held tells the page what Go knows of itself.
func held() interface{} {
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	return map[string]interface{}{
		"functions": len(functions),
		"values":    len(values),
		"heapBytes": memory.HeapAlloc,
	}
}

// export gives the page a function of a number.
func export(name string, work func(n int) interface{}) {
	call := func(_ js.Value, args []js.Value) interface{} {
		return work(args[0].Int())
	}
	wrapper := js.FuncOf(call)
	exported = append(exported, wrapper)
	js.Global().Set(name, wrapper)
}

// promise runs work in a goroutine of its own, since a function
// that the page calls must not sleep. JavaScript calls the executor
// at once, so it can be released at once.
func promise(work func() interface{}) js.Value {
	var resolve js.Value
	keep := func(_ js.Value, args []js.Value) interface{} {
		resolve = args[0]
		return nil
	}
	executor := js.FuncOf(keep)
	defer executor.Release()
	made := js.Global().Get("Promise").New(executor)
	go func() { resolve.Invoke(work()) }()
	return made
}

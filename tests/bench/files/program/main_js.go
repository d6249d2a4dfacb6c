package main

import "syscall/js"

// Each row is a function of the host's, which gets a promise.
func main() {
	js.Global().Set("benchRow", js.FuncOf(func(_ js.Value, args []js.Value) any {
		row := rows[args[0].Int()]
		var executor js.Func
		executor = js.FuncOf(func(_ js.Value, settle []js.Value) any {
			go func() {
				defer executor.Release()
				if err := row(); err != nil {
					settle[1].Invoke(err.Error())
					return
				}
				settle[0].Invoke()
			}()
			return nil
		})
		return js.Global().Get("Promise").New(executor)
	}))
	select {}
}

//go:build js && wasm

// Program hostile makes one call of tests/unit/files/hostile_paths.def in its own filesystem, by the `fs` that Go's syscall package calls. Its
// arguments are the cases, "operation path other" with the paths in hexadecimal.
package main

import (
	"encoding/hex"
	"os"
	"strings"
	"syscall/js"
)

var fs = js.Global().Get("fs")

// call gives the error's code, or "ok", and the result.
func call(name string, args ...any) (code string, result js.Value) {
	code = "not answered before the call returned"
	callback := js.FuncOf(func(_ js.Value, args []js.Value) any {
		code = "ok"
		if !args[0].IsNull() {
			code = args[0].Get("code").String()
		} else if len(args) > 1 {
			result = args[1]
		}
		return nil
	})
	defer callback.Release()
	fs.Call(name, append(args, callback)...)
	return code, result
}

func flags(names ...string) int {
	sum := 0
	for _, name := range names {
		sum |= fs.Get("constants").Get(name).Int()
	}
	return sum
}

func write(path, bytes string, flags int) string {
	code, fd := call("open", path, flags, 0o644)
	if code != "ok" {
		return code
	}
	defer call("close", fd)
	buffer := js.Global().Get("Uint8Array").New(len(bytes))
	js.CopyBytesToJS(buffer, []byte(bytes))
	code, _ = call("write", fd, buffer, 0, len(bytes), nil)
	return code
}

func do(operation, path, other string) string {
	code := "no such operation"
	var result js.Value
	switch operation {
	case "read":
		code, fd := call("open", path, 0, 0)
		if code != "ok" {
			return code
		}
		defer call("close", fd)
		buffer := js.Global().Get("Uint8Array").New(8192)
		code, count := call("read", fd, buffer, 0, 8192, nil)
		if code != "ok" {
			return code
		}
		bytes := make([]byte, count.Int())
		js.CopyBytesToGo(bytes, buffer)
		return "=" + string(bytes)
	case "write":
		return write(path, "written", flags("O_WRONLY", "O_CREAT", "O_TRUNC"))
	case "create":
		return write(path, "made", flags("O_WRONLY", "O_CREAT", "O_EXCL"))
	case "opendir":
		code, _ = call("open", path, flags("O_DIRECTORY"), 0)
	case "readlink":
		if code, result = call("readlink", path); code == "ok" {
			return "=" + result.String()
		}
	case "mkdir":
		code, _ = call("mkdir", path, 0o755)
	case "truncate":
		code, _ = call("truncate", path, 1)
	case "chmod":
		code, _ = call("chmod", path, 0o600)
	case "stat", "lstat", "rmdir", "unlink":
		code, _ = call(operation, path)
	case "rename", "link", "symlink":
		code, _ = call(operation, path, other)
	}
	return code
}

func unhex(s string) string {
	bytes, err := hex.DecodeString(s)
	if err != nil {
		panic(err)
	}
	return string(bytes)
}

func main() {
	js.Global().Set("attack", js.FuncOf(func(_ js.Value, args []js.Value) any {
		words := strings.Split(os.Args[1+args[0].Int()], " ")
		return do(words[0], unhex(words[1]), unhex(words[2]))
	}))
	select {}
}

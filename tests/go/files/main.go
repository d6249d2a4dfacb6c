//go:build js && wasm

// Program files is for the option files: what os, io/fs and path/filepath do, printed. Its first argument says what it does: "all DIR" tries
// everything in a folder, and prints the same on any filesystem; the others are for one test each.
package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"syscall"
	"syscall/js"
	"testing/fstest"
	"time"
)

func main() {
	if len(os.Args) < 2 {
		return
	}
	switch os.Args[1] {
	case "all":
		all(os.Args[2])
	case "cat":
		for _, name := range os.Args[2:] {
			text, err := os.ReadFile(name)
			fmt.Printf("%s: %q %v\n", name, text, err)
		}
	case "write": // PATH TEXT …
		for i := 2; i+1 < len(os.Args); i += 2 {
			fmt.Println(os.Args[i], os.WriteFile(os.Args[i], []byte(os.Args[i+1]), 0o644))
		}
	case "tree":
		tree(os.Args[2])
	case "streams":
		streams()
	case "serve":
		serve()
	}
}

// streams says what standard input and output are, and reads to the end of the former.
func streams() {
	for _, file := range []*os.File{os.Stdin, os.Stdout} {
		info, err := file.Stat()
		fmt.Println(info.Mode().Type() == fs.ModeNamedPipe, err)
	}
	_, err := os.Stdin.Write([]byte("x"))
	fmt.Println(err)
	text, err := io.ReadAll(os.Stdin)
	fmt.Printf("%q %v\n", text, err)
	n, err := os.Stdin.Read(make([]byte, 1))
	fmt.Println(n, err)
}

// serve gives the page functions that use files while the page waits for them.
func serve() {
	set := func(name string, f func(args []js.Value) any) {
		js.Global().Set(name, js.FuncOf(func(_ js.Value, args []js.Value) any { return f(args) }))
	}
	set("read", func(args []js.Value) any {
		text, err := os.ReadFile(args[0].String())
		fmt.Println("inside a function:", len(text), err)
		if err != nil {
			return err.Error()
		}
		return string(text)
	})
	set("write", func(args []js.Value) any {
		return fmt.Sprint(os.WriteFile(args[0].String(), []byte(args[1].String()), 0o600))
	})
	set("readLater", func(args []js.Value) any {
		name := args[0].String()
		var executor js.Func
		executor = js.FuncOf(func(_ js.Value, settle []js.Value) any {
			go func() {
				text, err := os.ReadFile(name)
				if err != nil {
					settle[1].Invoke(err.Error())
					return
				}
				settle[0].Invoke(string(text))
			}()
			return nil
		})
		defer executor.Release()
		return js.Global().Get("Promise").New(executor)
	})
	// part reads from the middle of a file.
	set("part", func(args []js.Value) any {
		name, at := args[0].String(), int64(args[1].Int())
		length := args[2].Int()
		var executor js.Func
		executor = js.FuncOf(func(_ js.Value, settle []js.Value) any {
			go func() {
				file, err := os.Open(name)
				if err != nil {
					settle[1].Invoke(err.Error())
					return
				}
				defer file.Close()
				bytes := make([]byte, length)
				n, err := file.ReadAt(bytes, at)
				settle[0].Invoke(fmt.Sprintf("%d %v %x", n, err, bytes[:n]))
			}()
			return nil
		})
		defer executor.Release()
		return js.Global().Get("Promise").New(executor)
	})
	set("exit", func(args []js.Value) any { go os.Exit(args[0].Int()); return nil })
	select {}
}

func tree(root string) {
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		size := int64(0)
		if info.Mode().IsRegular() {
			size = info.Size()
		}
		fmt.Println(path, info.Mode(), size)
		return nil
	})
	fmt.Println(err)
}

// all tries everything in dir, which is empty and is so again in the end.
func all(dir string) {
	show := func(what string, values ...any) {
		for i, value := range values {
			if err, ok := value.(error); ok {
				values[i] = strings.ReplaceAll(err.Error(), dir, "DIR")
			}
		}
		fmt.Println(append([]any{what + ":"}, values...)...)
	}
	check := func(what string, err error) {
		show(what, err == nil, errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrExist), err)
	}
	in := func(parts ...string) string { return filepath.Join(append([]string{dir}, parts...)...) }
	names := func(path string) string {
		entries, err := os.ReadDir(path)
		var list []string
		for _, entry := range entries {
			list = append(list, fmt.Sprintf("%s %v", entry.Name(), entry.Type()))
		}
		sort.Strings(list)
		return fmt.Sprint(list, err)
	}

	// Directories and the current one.
	check("chdir", os.Chdir(dir))
	cwd, err := os.Getwd()
	show("getwd", cwd == dir, err)
	check("mkdir", os.Mkdir("a", 0o755))
	check("mkdir again", os.Mkdir("a", 0o755))
	check("mkdir below nothing", os.Mkdir("no/b", 0o755))
	check("mkdirall", os.MkdirAll("a/b/c", 0o750))
	info, err := os.Stat("a/b/c")
	show("stat", info.Name(), info.IsDir(), info.Mode(), err)
	old := syscall.Umask(0o077)
	check("mkdir with umask", os.Mkdir("m", 0o777))
	syscall.Umask(old)
	info, err = os.Stat("m")
	show("mode", info.Mode(), err)
	check("remove", os.Remove("m"))
	check("remove what is not empty", os.Remove("a"))
	check("chdir nowhere", os.Chdir("nowhere"))

	// Files.
	check("write", os.WriteFile("a/file", []byte("hello, world\n"), 0o640))
	text, err := os.ReadFile(in("a", "file"))
	show("read", fmt.Sprintf("%q", text), err)
	_, err = os.ReadFile("a/none")
	check("read none", err)
	_, err = os.ReadFile("a/file/below")
	check("read below a file", err)
	_, err = os.ReadFile("a")
	check("read a folder", err)
	_, err = os.OpenFile("a/file", os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	check("exclusive", err)
	_, err = os.OpenFile("a/none", os.O_RDWR, 0)
	check("open none", err)
	info, err = os.Stat("a/file")
	show("stat", info.Name(), info.Size(), info.Mode(), info.IsDir(), err)

	file, err := os.OpenFile("a/file", os.O_RDWR|os.O_CREATE, 0o600)
	check("open", err)
	n, err := file.WriteAt([]byte("HE"), 0)
	show("writeat", n, err)
	at, err := file.Seek(-6, io.SeekEnd)
	show("seek", at, err)
	n, err = file.WriteString("World")
	show("write", n, err)
	buffer := make([]byte, 100)
	n, err = file.ReadAt(buffer, 0)
	show("readat", fmt.Sprintf("%q", buffer[:n]), err)
	n, err = file.ReadAt(buffer, 1000)
	show("readat behind the end", n, err)
	check("truncate", file.Truncate(5))
	check("sync", file.Sync())
	at, err = file.Seek(100000, io.SeekStart)
	show("seek", at, err)
	n, err = file.Write([]byte{1, 2, 3})
	show("write behind a hole", n, err)
	info, err = file.Stat()
	show("size", info.Size(), err)
	n, err = file.ReadAt(buffer[:8], 50000)
	show("hole", buffer[:n], err)
	check("chmod", file.Chmod(0o604))
	info, err = os.Lstat("a/file")
	show("mode", info.Mode(), err)
	check("close", file.Close())
	show("close again", file.Close())
	check("truncate", os.Truncate("a/file", 3))
	text, err = os.ReadFile("a/file")
	show("read", fmt.Sprintf("%q", text), err)

	file, err = os.OpenFile("a/log", os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	check("open to append", err)
	for i := 0; i < 3; i++ {
		fmt.Fprintf(file, "line %d\n", i)
	}
	_, err = file.Read(buffer)
	check("read what is open to write", err)
	check("close", file.Close())
	text, err = os.ReadFile("a/log")
	show("appended", fmt.Sprintf("%q", text), err)

	// A big one.
	big := make([]byte, 3<<20+17)
	for i := range big {
		big[i] = byte(i * 7 >> 3)
	}
	check("write a big one", os.WriteFile("big", big, 0o600))
	back, err := os.ReadFile("big")
	show("read it", string(back) == string(big), err)
	check("remove it", os.Remove("big"))

	// Times.
	when := time.Unix(1234567890, 0)
	check("chtimes", os.Chtimes("a/file", when, when))
	info, err = os.Stat("a/file")
	show("modified", info.ModTime().Unix(), err)

	// Links.
	check("symlink", os.Symlink("file", "a/link"))
	target, err := os.Readlink("a/link")
	show("readlink", target, err)
	text, err = os.ReadFile("a/link")
	show("through it", fmt.Sprintf("%q", text), err)
	info, err = os.Lstat("a/link")
	show("lstat", info.Mode().Type() == fs.ModeSymlink, err)
	check("dangling", os.Symlink("nothing", "a/dangling"))
	_, err = os.Stat("a/dangling")
	check("stat it", err)
	check("loop", os.Symlink("loop", "a/loop"))
	_, err = os.Stat("a/loop")
	check("stat it", err)
	_, err = os.Readlink("a/file")
	check("readlink of a file", err)
	real, err := filepath.EvalSymlinks(in("a", "link"))
	show("evalsymlinks", strings.TrimPrefix(real, dir), err)
	check("link", os.Link("a/file", "a/second"))
	check("link again", os.Link("a/file", "a/second"))
	first, _ := os.Stat("a/file")
	second, err := os.Stat("a/second")
	show("same file", os.SameFile(first, second), err)
	check("chown", os.Chown("a/file", os.Getuid(), os.Getgid()))
	check("lchown", os.Lchown("a/dangling", os.Getuid(), os.Getgid()))

	// Renames and removals.
	check("rename", os.Rename("a/second", "a/third"))
	check("rename over", os.Rename("a/third", "a/log"))
	text, err = os.ReadFile("a/log")
	show("replaced", fmt.Sprintf("%q", text), err)
	check("rename none", os.Rename("a/none", "a/x"))
	check("rename a folder over a file", os.Rename("a/b", "a/log"))
	check("rename a folder into itself", os.Rename("a", "a/b/d"))
	check("remove none", os.Remove("a/none"))
	show("names", names("a"))
	file, err = os.Create("gone")
	check("create", err)
	check("remove while open", os.Remove("gone"))
	n, err = file.Write([]byte("still here"))
	show("write", n, err)
	n, err = file.ReadAt(buffer, 0)
	show("read", fmt.Sprintf("%q", buffer[:n]), err)
	check("close", file.Close())

	// Names.
	for _, name := range []string{"__proto__", "constructor", "ünïcödé 名", "new\nline", " ", "...", "-", "toString"} {
		check(fmt.Sprintf("%q", name), os.WriteFile(in("a", "b", name), []byte(name), 0o600))
	}
	show("names", names("a/b"))
	check("a long name", os.WriteFile(strings.Repeat("n", 255), nil, 0o600))
	check("remove it", os.Remove(strings.Repeat("n", 255)))
	check("too long a name", os.WriteFile(strings.Repeat("n", 256), nil, 0o600))
	check("an empty name", os.WriteFile("", nil, 0o600))
	check("a zero byte", os.WriteFile("a\x00b", nil, 0o600))

	// Directory streams.
	check("folder", os.Mkdir("many", 0o700))
	for i := 0; i < 300; i++ {
		if err := os.WriteFile(fmt.Sprintf("many/%03d", i), nil, 0o600); err != nil {
			show("many", err)
		}
	}
	folder, err := os.Open("many")
	check("open folder", err)
	seen := map[string]bool{}
	for {
		part, err := folder.Readdirnames(7)
		for _, name := range part {
			seen[name] = true
		}
		if err != nil {
			show("read all", len(seen), err)
			break
		}
	}
	check("fchdir", folder.Chdir())
	cwd, err = os.Getwd()
	show("getwd", strings.TrimPrefix(cwd, dir), err)
	check("close", folder.Close())
	check("chdir up", os.Chdir(".."))
	check("removeall", os.RemoveAll("many"))
	_, err = os.Stat("many")
	check("it is gone", err)
	_, err = os.ReadDir("a/file")
	check("readdir of a file", err)

	// io/fs and path/filepath.
	tree := os.DirFS(dir)
	matches, err := fs.Glob(tree, "a/*o*")
	show("glob", matches, err)
	matches, err = filepath.Glob(in("*", "l*"))
	for i := range matches {
		matches[i] = strings.TrimPrefix(matches[i], dir)
	}
	show("glob", matches, err)
	var walked []string
	err = fs.WalkDir(tree, ".", func(path string, entry fs.DirEntry, err error) error {
		walked = append(walked, fmt.Sprintf("%q", path))
		return err
	})
	show("walk", walked, err)
	abs, err := filepath.Abs("a/../a/./file")
	show("abs", strings.TrimPrefix(abs, dir), err)
	check("folder", os.MkdirAll("t/u", 0o700))
	check("file", os.WriteFile("t/u/v", []byte("v"), 0o600))
	check("file", os.WriteFile("t/w", []byte("www"), 0o600))
	check("testfs", fstest.TestFS(os.DirFS("t"), "u/v", "w"))
	temporary, err := os.MkdirTemp(dir, "tmp-*-x")
	check("mkdirtemp", err)
	temp, err := os.CreateTemp(temporary, "*.txt")
	check("createtemp", err)
	show("its name", filepath.Ext(temp.Name()), filepath.Dir(temp.Name()) == temporary)
	_, err = io.Copy(temp, strings.NewReader("copied"))
	check("copy", err)
	check("close", temp.Close())

	// Bad descriptors.
	closed, _ := os.Create("closed")
	closed.Close()
	_, err = closed.Write([]byte("x"))
	show("write to a closed file", err)
	_, err = syscall.Write(999, []byte("x"))
	check("write to no descriptor", err)

	for _, entry := range []string{"a", "t", "closed", filepath.Base(temporary)} {
		check("clean", os.RemoveAll(entry))
	}
	show("left", names("."))
}

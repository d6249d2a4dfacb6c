// A command for GOOS=wasip1: each argument is a step, which says on standard output what it came to.
package main

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"time"
)

var steps = map[string]func(argument string) (string, error){
	"args": func(string) (string, error) { return fmt.Sprintf("%q", os.Args[1:]), nil },
	"env": func(string) (string, error) {
		env := os.Environ()
		sort.Strings(env)
		return fmt.Sprintf("%q", env), nil
	},
	"clock": func(string) (string, error) {
		began := time.Now()
		return fmt.Sprint(began.Year() > 2020, time.Since(began) >= 0), nil
	},
	"random": func(string) (string, error) {
		bytes := make([]byte, 100_000)
		_, err := rand.Read(bytes)
		var seen [256]bool
		for _, b := range bytes[70_000:] {
			seen[b] = true
		}
		all := true
		for _, s := range seen {
			all = all && s
		}
		return fmt.Sprint(all), err
	},
	"sleep": func(argument string) (string, error) {
		ms, err := strconv.Atoi(argument)
		began := time.Now()
		time.Sleep(time.Duration(ms) * time.Millisecond)
		return fmt.Sprint(time.Since(began) >= time.Duration(ms)*time.Millisecond), err
	},
	"lines": func(string) (string, error) {
		// Another goroutine goes on while this one reads.
		ticks := make(chan int)
		done := make(chan bool)
		go func() {
			count := 0
			for {
				select {
				case <-done:
					ticks <- count
					return
				case <-time.After(5 * time.Millisecond):
					count++
				}
			}
		}()
		in := bufio.NewScanner(os.Stdin)
		var got []string
		for in.Scan() {
			got = append(got, strings.ToUpper(in.Text()))
			fmt.Println("got", in.Text())
		}
		done <- true
		return fmt.Sprintf("%q, ticked %v", got, <-ticks > 0), in.Err()
	},
	"input": func(string) (string, error) {
		bytes, err := io.ReadAll(os.Stdin)
		return fmt.Sprint(len(bytes), " ", sum(bytes)), err
	},
	"output": func(argument string) (string, error) {
		size, err := strconv.Atoi(argument)
		_, _ = os.Stdout.WriteString(strings.Repeat("x", size) + "\n")
		return "written", err
	},
	"stderr": func(argument string) (string, error) {
		_, err := fmt.Fprintln(os.Stderr, argument)
		return "written", err
	},
	"exit": func(argument string) (string, error) {
		code, _ := strconv.Atoi(argument)
		os.Exit(code)
		return "", nil
	},
	"panic": func(argument string) (string, error) { panic(argument) },
	"deadlock": func(string) (string, error) {
		<-make(chan int)
		return "", nil
	},
	"read": func(argument string) (string, error) {
		bytes, err := os.ReadFile(argument)
		return fmt.Sprint(len(bytes), " ", sum(bytes)), err
	},
	"write": func(argument string) (string, error) { return "done", os.WriteFile(argument, []byte("text"), 0o644) },
	"list": func(argument string) (string, error) {
		var names []string
		err := filepath.WalkDir(argument, func(path string, entry fs.DirEntry, err error) error {
			if err == nil {
				names = append(names, entry.Type().String()+" "+path)
			}
			return err
		})
		return strings.Join(names, ", "), err
	},
	"files": files,
}

func sum(bytes []byte) uint32 {
	h := uint32(2166136261)
	for _, b := range bytes {
		h = (h ^ uint32(b)) * 16777619
	}
	return h
}

// What os does with files below a folder, from which everything is gone at the end.
func files(root string) (string, error) {
	var said []string
	say := func(format string, args ...any) { said = append(said, fmt.Sprintf(format, args...)) }
	kind := func(err error) string {
		switch {
		case err == nil:
			return "ok"
		case errors.Is(err, fs.ErrNotExist):
			return "not there"
		case errors.Is(err, fs.ErrExist):
			return "there"
		}
		var path *fs.PathError
		if errors.As(err, &path) {
			return path.Err.Error()
		}
		var link *os.LinkError
		if errors.As(err, &link) {
			return link.Err.Error()
		}
		return err.Error()
	}
	in := func(name string) string { return root + "/" + name }
	say("mkdir %s", kind(os.MkdirAll(in("a/b/c"), 0o755)))
	say("mkdir again %s", kind(os.Mkdir(in("a"), 0o755)))
	say("write %s", kind(os.WriteFile(in("a/file"), []byte("hello, world"), 0o644)))
	file, err := os.OpenFile(in("a/file"), os.O_RDWR|os.O_APPEND, 0)
	say("open %s", kind(err))
	_, err = file.WriteString("!")
	say("append %s", kind(err))
	part := make([]byte, 5)
	n, err := file.ReadAt(part, 7)
	say("read at %q %s", part[:n], kind(err))
	at, err := file.Seek(-3, io.SeekEnd)
	say("seek %d %s", at, kind(err))
	info, err := file.Stat()
	say("stat %d %v %s", info.Size(), info.Mode().IsRegular(), kind(err))
	say("truncate %s", kind(file.Truncate(5)))
	say("close %s", kind(file.Close()))
	say("rename %s", kind(os.Rename(in("a/file"), in("a/b/moved"))))
	_, err = os.Stat(in("a/file"))
	say("stat %s", kind(err))
	bytes, err := os.ReadFile(in("a/b/moved"))
	say("read %q %s", bytes, kind(err))
	say("symlink %s", kind(os.Symlink("b/moved", in("a/soft"))))
	target, err := os.Readlink(in("a/soft"))
	say("readlink %s %s", target, kind(err))
	bytes, err = os.ReadFile(in("a/soft"))
	say("through it %q %s", bytes, kind(err))
	say("link %s", kind(os.Link(in("a/b/moved"), in("a/hard"))))
	before := time.Date(2001, 2, 3, 4, 5, 6, 7000, time.UTC)
	say("times %s", kind(os.Chtimes(in("a/hard"), before, before)))
	info, err = os.Stat(in("a/b/moved"))
	say("modified %v %s", info.ModTime().UTC().Equal(before), kind(err))
	entries, err := os.ReadDir(in("a"))
	for _, entry := range entries {
		say("entry %s %v", entry.Name(), entry.IsDir())
	}
	say("%s", kind(err))
	say("remove full %s", kind(os.Remove(in("a/b"))))
	say("odd name %s", kind(os.WriteFile(in("__proto__"), []byte("x"), 0o600)))
	say("outside %s", kind(os.WriteFile(in("../outside"), nil, 0o600)))
	say("remove %s", kind(os.RemoveAll(in("a"))))
	say("remove %s", kind(os.Remove(in("__proto__"))))
	entries, err = os.ReadDir(root)
	say("left %d %s", len(entries), kind(err))
	return strings.Join(said, "\n"), nil
}

func main() {
	for _, step := range os.Args[1:] {
		name, argument, _ := strings.Cut(step, "=")
		run := steps[name]
		if run == nil {
			continue
		}
		said, err := run(argument)
		if err != nil {
			fmt.Println(name, "failed:", err)
		} else {
			fmt.Println(name, said)
		}
	}
}

// A tour of WASI in TinyGo, with its standard library: arguments, environment, clocks, goroutines, random bytes, standard input, files, an exit code.
package main

import (
	"bufio"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sort"
	"syscall"
	"time"
)

func say(what string, err error) {
	var number syscall.Errno
	switch {
	case err == nil:
		fmt.Println(what + ": done")
	case errors.As(err, &number):
		fmt.Printf("%s: %d, exists %t, is missing %t\n", what, int(number), errors.Is(err, fs.ErrExist), errors.Is(err, fs.ErrNotExist))
	default:
		fmt.Println(what+":", err)
	}
}

func sum(bytes []byte) uint32 {
	hash := fnv.New32a()
	hash.Write(bytes)
	return hash.Sum32()
}

func walk(root string) {
	say("walk", filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		about, err := os.Lstat(path)
		switch {
		case err != nil:
			return err
		case entry.IsDir():
			fmt.Printf("%s/ %t\n", path, about.IsDir())
		case entry.Type() == fs.ModeSymlink:
			target, err := os.Readlink(path)
			fmt.Println(path, "->", target)
			return err
		default:
			bytes, err := os.ReadFile(path)
			fmt.Printf("%s %d %d %08x\n", path, about.Size(), len(bytes), sum(bytes))
			return err
		}
		return nil
	}))
}

// removeAll does what os.RemoveAll would, which TinyGo has not for WASI.
func removeAll(root string) error {
	entries, err := os.ReadDir(root)
	for _, entry := range entries {
		path := filepath.Join(root, entry.Name())
		if entry.IsDir() {
			err = removeAll(path)
		} else {
			err = os.Remove(path)
		}
		if err != nil {
			break
		}
	}
	if err != nil {
		return err
	}
	return os.Remove(root)
}

func change() {
	say("mkdir", os.MkdirAll("/data/made/deep", 0o777))
	say("mkdir again", os.Mkdir("/data/made", 0o777))
	file, err := os.OpenFile("/data/made/file", os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
	say("create", err)
	fmt.Fprintf(file, "%d lines\n", 3)
	_, err = file.WriteAt([]byte("behind a hole"), 100)
	say("write at", err)
	at, err := file.Seek(-4, io.SeekEnd)
	rest, _ := io.ReadAll(file)
	say(fmt.Sprintf("read back %q at %d", rest, at), err)
	part := make([]byte, 4)
	n, err := file.ReadAt(part, 111)
	fmt.Println("read at the end", n, string(part[:n]), err)
	say("sync", file.Sync())
	say("close", file.Close())
	say("truncate", os.Truncate("/data/made/file", 105))
	say("rename", os.Rename("/data/made/file", "/data/moved"))
	say("link", os.Link("/data/moved", "/data/made/hard"))
	say("symlink", os.Symlink("made/hard", "/data/soft"))
	walk("/data")
	file, err = os.OpenFile("/data/moved", os.O_WRONLY|os.O_APPEND, 0)
	say("open to append", err)
	_, err = file.WriteString("!")
	say("append", err)
	_, err = file.Read(part)
	say("read of one for writing", err)
	say("close", file.Close())
	say("remove full", os.Remove("/data/made"))
	say("remove all", removeAll("/data/made"))
	for i := 0; i < 300; i++ { // more than one fd_readdir gives
		if err := os.WriteFile(fmt.Sprintf("/data/deep/entry %03d", i), nil, 0o666); err != nil {
			say("entries", err)
		}
	}
	entries, err := os.ReadDir("/data/deep")
	say(fmt.Sprintf("%d entries, from %s to %s", len(entries), entries[0].Name(), entries[len(entries)-1].Name()), err)
	say("remove all", removeAll("/data/deep"))
	walk("/data")
	_, err = os.Open("/data/nothing")
	say("not there", err)
	_, err = os.Open("/data/moved/x")
	say("through a file", err)
	_, err = os.Open("/data/soft")
	say("dangling", err)
	_, err = os.Open("/data/../etc/passwd")
	say("above", err)
	_, err = os.Open("/etc/passwd")
	say("outside", err)
}

// Goroutines take turns while others sleep (TinyGo's scheduler unwinds stacks by asyncify), and memory grows and is collected.
func concurrent() {
	began := time.Now()
	answers := make(chan string)
	for _, ms := range []int{30, 10, 20} {
		go func(ms int) {
			time.Sleep(time.Duration(ms) * time.Millisecond)
			answers <- fmt.Sprintf("slept %d", ms)
		}(ms)
	}
	for i := 0; i < 3; i++ {
		fmt.Println(<-answers)
	}
	fmt.Println("in time", time.Since(began) >= 30*time.Millisecond, began.Unix() > 1577836800)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var kept [][]byte
	for i := 0; i < 2000; i++ {
		block := make([]byte, 64<<10)
		block[i] = 1
		if i%100 == 0 {
			kept = append(kept, block)
		}
	}
	runtime.ReadMemStats(&after)
	right := true
	for i, block := range kept {
		right = right && block[i*100] == 1
	}
	fmt.Println("collected", after.Sys > before.Sys, after.Sys-before.Sys < 64<<20, right)
}

func main() {
	for _, argument := range os.Args[1:] {
		fmt.Println("argument", argument)
	}
	variables := os.Environ()
	sort.Strings(variables)
	for _, variable := range variables {
		fmt.Println("variable", variable)
	}
	concurrent()
	var a, b [32]byte
	_, err := rand.Read(a[:])
	say("random", err)
	_, err = rand.Read(b[:])
	say(fmt.Sprint("random again ", a != b), err)
	text, err := json.Marshal(map[string]any{"list": []int{1, 2}, "name": os.Getenv("NAME")})
	say(string(text), err)
	input := bufio.NewReader(os.Stdin)
	first, err := input.ReadString('\n')
	say(fmt.Sprintf("first line %q", first), err)
	rest, err := io.ReadAll(input)
	say(fmt.Sprintf("input %d %08x", len(rest), sum(rest)), err)
	change()
	fmt.Fprintln(os.Stderr, "to stderr")
	defer fmt.Println("never printed")
	os.Exit(7)
}

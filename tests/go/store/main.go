//go:build js && wasm

// Program store is for files that stay. Its first argument says what it does in the folder that is the second one: "write" makes one of everything,
// "show" prints all that there is, "both" does both; "serve" gives the page functions for steps whose results are known, and for tests of one thing each.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"syscall/js"
	"time"
)

var dir string

func main() {
	if len(os.Args) < 3 {
		return
	}
	dir = os.Args[2]
	switch os.Args[1] {
	case "write":
		write()
	case "show":
		show()
	case "both":
		write()
		show()
	case "serve":
		serve()
	}
}

func check(err error) {
	if err != nil {
		fmt.Println("failed:", err)
		os.Exit(1)
	}
}

// write makes files, folders, links, modes, times and renames, and syncs.
func write() {
	at := func(name string) string { return filepath.Join(dir, name) }
	check(os.MkdirAll(at("deep/er"), 0o750))
	check(os.WriteFile(at("deep/er/file"), []byte("content"), 0o600))
	check(os.Link(at("deep/er/file"), at("hard")))
	check(os.Symlink("deep/er/file", at("soft")))
	check(os.Symlink("nowhere", at("dangling")))
	check(os.WriteFile(at("before"), bytes.Repeat([]byte("0123456789"), 20000), 0o644))
	check(os.WriteFile(at("replaced"), []byte("old"), 0o644))
	check(os.Rename(at("before"), at("replaced")))
	check(os.WriteFile(at("gone"), []byte("gone"), 0o644))
	check(os.Remove(at("gone")))
	check(os.WriteFile(at("__proto__"), nil, 0o644))
	sparse, err := os.Create(at("sparse"))
	check(err)
	_, err = sparse.WriteAt([]byte("end"), 300000)
	check(err)
	check(sparse.Close())
	check(os.Chmod(at("deep"), 0o711))
	check(os.Chtimes(at("hard"), time.Unix(86400, 0), time.Unix(172800, 0)))
	check(os.Chtimes(at("deep/er"), time.Unix(1, 0), time.Unix(2, 0)))
	check(syncDir())
	fmt.Println("written")
}

// syncDir makes what was renamed and removed safe.
func syncDir() error {
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer folder.Close()
	return folder.Sync()
}

func show() {
	check(filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(dir, path)
		line := fmt.Sprint(name, " ", info.Mode(), " ", info.Sys().(*syscall.Stat_t).Nlink > 1 && !entry.IsDir())
		if info.ModTime().Unix() < 1_000_000 {
			line += fmt.Sprint(" ", info.ModTime().Unix())
		}
		switch {
		case info.Mode()&fs.ModeSymlink != 0:
			target, err := os.Readlink(path)
			check(err)
			line += " -> " + target
		case info.Mode().IsRegular():
			content, err := os.ReadFile(path)
			check(err)
			line += fmt.Sprint(" ", len(content), " ", sum(content))
		}
		fmt.Println(line)
		return nil
	}))
}

func sum(content []byte) uint32 {
	result := uint32(1)
	for _, b := range content {
		result = result*31 + uint32(b)
	}
	return result
}

func serve() {
	set := func(name string, f func(args []js.Value) (string, error)) {
		js.Global().Set(name, js.FuncOf(func(_ js.Value, args []js.Value) any {
			// In a goroutine: in page mode a store is waited for.
			return js.Global().Get("Promise").New(js.FuncOf(func(_ js.Value, settle []js.Value) any {
				go func() {
					text, err := f(args)
					if err != nil {
						text = "failed: " + err.Error()
					}
					settle[0].Invoke(text)
				}()
				return nil
			}))
		}))
	}
	set("write", func(args []js.Value) (string, error) {
		return "ok", os.WriteFile(filepath.Join(dir, args[0].String()), []byte(args[1].String()), 0o644)
	})
	set("read", func(args []js.Value) (string, error) {
		content, err := os.ReadFile(filepath.Join(dir, args[0].String()))
		return string(content), err
	})
	set("remove", func(args []js.Value) (string, error) { return "ok", os.Remove(filepath.Join(dir, args[0].String())) })
	// fill writes until there is no space; how much of it is there.
	set("fill", func(args []js.Value) (string, error) {
		file, err := os.Create(filepath.Join(dir, args[0].String()))
		if err != nil {
			return "", err
		}
		defer file.Close()
		block := bytes.Repeat([]byte("x"), 1<<18)
		for i := 0; i < 400; i++ {
			if _, err = file.Write(block); err != nil {
				break
			}
		}
		info, _ := file.Stat()
		return fmt.Sprint(errors.Is(err, syscall.ENOSPC), " ", info.Size() > 1<<20), nil
	})
	set("step", func(args []js.Value) (string, error) { return "ok", step(args[0].Int()) })
	set("resume", func(args []js.Value) (string, error) { return resume(args[0].Int()) })
	select {}
}

func name(i int) string    { return filepath.Join(dir, fmt.Sprint("file-", i)) }
func current() string      { return filepath.Join(dir, "current") }
func log() string          { return filepath.Join(dir, "log") }
func logLine(i int) string { return fmt.Sprintf("line %d\n", i) }

// content of the file of a step: up to 60 KB, and no two alike.
func content(i int) []byte {
	text := []byte(fmt.Sprintf("%d,", i))
	return bytes.Repeat(text, 1+(i*7919)%(60000/len(text)))
}

// What a step of that number does; when it returns, that is safe.
func step(i int) error {
	switch i % 4 {
	case 0:
		file, err := os.OpenFile(log(), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
		if err != nil {
			return err
		}
		defer file.Close()
		if _, err := file.WriteString(logLine(i)); err != nil {
			return err
		}
		return file.Sync()
	case 1:
		return os.WriteFile(name(i), content(i), 0o644)
	case 2:
		temporary := filepath.Join(dir, "temporary")
		if err := os.WriteFile(temporary, content(i), 0o644); err != nil {
			return err
		}
		if err := os.Rename(temporary, current()); err != nil {
			return err
		}
		return syncDir()
	default:
		if i < 40 {
			return nil
		}
		if err := os.Remove(name(removedBy(i))); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err // it may have been removed by this step, before the kill
		}
		return syncDir()
	}
}

func removedBy(i int) int { return i - 2 - 32 }

// resume compares what there is with what the steps up to `last` have made, of which all were done, and perhaps a part of the next one. It gives what is
// wrong, or "ok", and takes the traces of the next one away.
func resume(last int) (string, error) {
	var wrong []string
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	next := last + 1
	var lines strings.Builder
	expected := map[string][]byte{}
	for i := 1; i <= last; i++ {
		switch i % 4 {
		case 0:
			lines.WriteString(logLine(i))
		case 1:
			expected[name(i)] = content(i)
		case 2:
			expected[current()] = content(i)
		default:
			if i >= 40 {
				delete(expected, name(removedBy(i)))
			}
		}
	}
	for path, bytesOf := range expected {
		found, err := os.ReadFile(path)
		replaced := next%4 == 2 && path == current() && bytes.Equal(found, content(next))
		removed := next%4 == 3 && next >= 40 && path == name(removedBy(next)) && errors.Is(err, fs.ErrNotExist)
		if !bytes.Equal(found, bytesOf) && !replaced && !removed {
			say("%s: %v, %d bytes in place of %d", path, err, len(found), len(bytesOf))
		}
	}
	text, err := os.ReadFile(log())
	if err != nil && lines.Len() > 0 {
		say("log: %v", err)
	}
	if rest, found := strings.CutPrefix(string(text), lines.String()); !found {
		say("the log has %q in place of %q", text, lines.String())
	} else if rest != "" && (next%4 != 0 || !strings.HasPrefix(logLine(next), rest)) {
		say("the log goes on with %q", rest)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", err
	}
	for _, entry := range entries {
		path := filepath.Join(dir, entry.Name())
		number, isFile := strings.CutPrefix(entry.Name(), "file-")
		i, _ := strconv.Atoi(number)
		switch {
		case path == log() || expected[path] != nil:
		case path == current() && next%4 == 2, entry.Name() == "temporary" && next%4 == 2, isFile && i == next:
			check(os.Remove(path))
		default:
			say("%s should not be there", entry.Name())
		}
	}
	if err := os.Truncate(log(), int64(lines.Len())); err != nil && lines.Len() > 0 {
		return "", err
	}
	if err := syncDir(); err != nil {
		return "", err
	}
	if len(wrong) == 0 {
		return "ok", nil
	}
	return strings.Join(wrong, "; "), nil
}

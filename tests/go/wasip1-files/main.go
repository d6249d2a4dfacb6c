//go:build wasip1

// Program wasip1-files does to its files what standard input says, a line at a time, and prints what came of it: "write PATH TEXT", "append PATH TEXT",
// "read PATH", "mkdir PATH", "rename PATH PATH", "remove PATH", "list PATH", "stdin". Between two lines it waits.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
)

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		words := append(strings.SplitN(lines.Text(), " ", 3), "", "")
		said, err := do(words[0], words[1], words[2])
		fmt.Println(strings.TrimSpace(fmt.Sprint(lines.Text(), ": ", said, " ", err)))
	}
	fmt.Println("end", lines.Err())
}

func do(what, path, argument string) (string, error) {
	switch what {
	case "write":
		return "", os.WriteFile(path, []byte(argument), 0o644)
	case "append":
		file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			return "", err
		}
		defer file.Close()
		_, err = file.WriteString(argument)
		return "", err
	case "read":
		text, err := os.ReadFile(path)
		return string(text), err
	case "mkdir":
		return "", os.Mkdir(path, 0o755)
	case "rename":
		return "", os.Rename(path, argument)
	case "remove":
		return "", os.Remove(path)
	case "list":
		entries, err := os.ReadDir(path)
		var names []string
		for _, entry := range entries {
			names = append(names, entry.Name())
		}
		return strings.Join(names, ","), err
	case "stdin":
		info, err := os.Stdin.Stat()
		return fmt.Sprint(info.Mode().Type(), " ", info.Size()), err
	}
	return "", fmt.Errorf("%q is nothing to do", what)
}

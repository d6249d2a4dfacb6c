package tool

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// newFolder makes a folder with a few files, and enters it.
func newFolder(t *testing.T) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{
		"poems/sea.txt":  "the sea, the sea\nand no land\n",
		"poems/land.txt": "green hills\nno Sea here",
		"numbers.txt":    "10\n9\n10\n-1\n",
	} {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestCommands(t *testing.T) {
	for _, each := range []struct {
		line, in, out, err string
		code               int
	}{
		{line: "cat -n poems/sea.txt", out: "   1  the sea, the sea\n   2  and no land\n"},
		{line: "cat", in: "a\nb", out: "a\nb\n"},
		{line: "cat none.txt numbers.txt", out: "10\n9\n10\n-1\n", err: "cat: none.txt: no such file or directory\n", code: 2},
		{line: "head -n 1 poems/sea.txt", out: "the sea, the sea\n"},
		{line: "head -n 0", in: "a\n"},
		{line: "wc -l poems/sea.txt numbers.txt", out: "      2 poems/sea.txt\n      4 numbers.txt\n      6 total\n"},
		{line: "wc", in: "two words\n", out: "      1       2      10 \n"},
		{line: "sort -nu numbers.txt", out: "-1\n9\n10\n"},
		{line: "sort -r", in: "a\nc\nb\n", out: "c\nb\na\n"},
		{line: "grep -n sea poems/sea.txt", out: "1:the sea, the sea\n"},
		{line: "grep -rin sea .", out: "poems/land.txt:2:no Sea here\npoems/sea.txt:1:the sea, the sea\n"},
		{line: "grep -c no poems/sea.txt", out: "1\n"},
		{line: "grep -v a", in: "a\nb\n", out: "b\n"},
		{line: "grep zzz numbers.txt", code: 1},
		{line: "grep (", err: "grep: error parsing regexp: missing closing ): `(`\n", code: 2},
		{line: "grep sea poems", err: "grep: poems: is a directory\n", code: 2},
		{line: "ls poems", out: "land.txt\nsea.txt\n"},
		{line: "ls", out: "numbers.txt\npoems/\n"},
		{line: "tree", out: ".\n├── numbers.txt\n└── poems/\n    ├── land.txt\n    └── sea.txt\n1 folder, 3 files\n"},
		{line: "tree none", out: "0 folders, 0 files\n", err: "tree: none: no such file or directory\n", code: 2},
		{line: "tee copy.txt", in: "kept\n", out: "kept\n"},
		{line: "rm poems", err: "rm: poems: directory not empty\n", code: 2},
		{line: "mkdir a/b"},
		{line: "sleep x", err: "sleep: x is no number\n", code: 2},
		{line: "cp numbers.txt", err: "cp: two paths are needed\n", code: 2},
		{line: "wc -x", err: "wc: flag provided but not defined: -x; usage: wc [-clw] [file…]\n", code: 2},
		{line: "fly", err: "fly: there is no such command; help lists them\n", code: 127},
	} {
		t.Run(each.line, func(t *testing.T) {
			newFolder(t)
			var out, err bytes.Buffer
			code := Run(strings.Fields(each.line), IO{In: strings.NewReader(each.in), Out: &out, Err: &err})
			if out.String() != each.out || err.String() != each.err || code != each.code {
				t.Errorf("code %d\nout %q\nerr %q", code, out.String(), err.String())
			}
		})
	}
}

func TestFilesAreWrittenCopiedMovedAndRemoved(t *testing.T) {
	newFolder(t)
	for _, line := range []string{"tee new.txt", "tee -a new.txt", "cp new.txt poems", "mv new.txt poems/newer.txt", "rm numbers.txt", "rm -r poems/sea.txt"} {
		std := IO{In: strings.NewReader("one\n"), Out: &bytes.Buffer{}, Err: os.Stderr}
		if code := Run(strings.Fields(line), std); code != 0 {
			t.Fatalf("%s: %d", line, code)
		}
	}
	var out bytes.Buffer
	Run([]string{"grep", "-r", "one", "."}, IO{Out: &out, Err: os.Stderr})
	want := "poems/new.txt:one\npoems/new.txt:one\npoems/newer.txt:one\npoems/newer.txt:one\n"
	if out.String() != want {
		t.Errorf("%s", out.String())
	}
	Run([]string{"ls", "poems"}, IO{Out: &out, Err: os.Stderr})
	if got := strings.TrimPrefix(out.String(), want); got != "land.txt\nnew.txt\nnewer.txt\n" {
		t.Errorf("left are %s", got)
	}
}

func TestColoursAreForTerminals(t *testing.T) {
	newFolder(t)
	var out bytes.Buffer
	Run([]string{"grep", "sea", "poems/sea.txt"}, IO{Out: &out, Err: os.Stderr, Colour: true})
	if want := "the \x1b[31;1msea\x1b[m, the \x1b[31;1msea\x1b[m\n"; out.String() != want {
		t.Errorf("%q", out.String())
	}
}

func TestHelpListsEachCommand(t *testing.T) {
	var out bytes.Buffer
	if code := Run(nil, IO{Out: &out}); code != 0 {
		t.Errorf("code %d", code)
	}
	for _, each := range commands {
		if !strings.Contains(out.String(), "\n"+each.name+" ") && !strings.HasPrefix(out.String(), each.name+" ") {
			t.Errorf("help has no %s:\n%s", each.name, out.String())
		}
	}
}

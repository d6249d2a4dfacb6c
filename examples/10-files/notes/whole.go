package notes

import (
	"bufio"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// maxMatches is how many lines a search gives at most.
const maxMatches = 100

// Match is a line in which a search has found its text.
type Match struct {
	Path string `json:"path"`
	Line int    `json:"line"`
	Text string `json:"text"`
}

// Search looks through all notes, whatever the case.
func (s Store) Search(what string) ([]Match, error) {
	what = strings.ToLower(what)
	var matches []Match
	err := s.walk(func(path string, _ fs.FileInfo) error {
		file, err := os.Open(filepath.Join(s.Root, path))
		if err != nil {
			return err
		}
		defer file.Close()
		lines := bufio.NewScanner(file)
		for n := 1; lines.Scan(); n++ {
			if !strings.Contains(strings.ToLower(lines.Text()), what) {
				continue
			}
			matches = append(matches, Match{path, n, lines.Text()})
			if len(matches) == maxMatches {
				return fs.SkipAll
			}
		}
		return nil // lines too long for a Scanner are not a note's
	})
	return matches, err
}

// Usage is how much there is.
type Usage struct {
	Notes int   `json:"notes"`
	Bytes int64 `json:"bytes"`
}

// Usage counts all notes.
func (s Store) Usage() (Usage, error) {
	var usage Usage
	err := s.walk(func(_ string, info fs.FileInfo) error {
		usage.Notes++
		usage.Bytes += info.Size()
		return nil
	})
	return usage, err
}

// walk calls visit for each note at any depth.
func (s Store) walk(visit func(path string, info fs.FileInfo) error) error {
	return filepath.WalkDir(s.Root, func(at string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if !entry.Type().IsRegular() || hidden(entry.Name()) {
			return nil
		}
		info, err := entry.Info()
		if err != nil {
			return nil // it has just gone
		}
		path, err := filepath.Rel(s.Root, at)
		if err != nil {
			return err
		}
		return visit(path, info)
	})
}

// Prepare writes the first notes where there are none at all, and
// removes what was left half written.
func (s Store) Prepare() error {
	if err := os.MkdirAll(s.Root, 0o755); err != nil {
		return err
	}
	left, err := filepath.Glob(filepath.Join(s.Root, ".note-*"))
	if err != nil {
		return err
	}
	for _, path := range left {
		os.Remove(path)
	}
	found, err := os.ReadDir(s.Root)
	if err != nil || len(found) > 0 {
		return err
	}
	return s.writeFirst()
}

// Reset removes everything and begins with the first notes again.
func (s Store) Reset() error {
	found, err := os.ReadDir(s.Root)
	if err != nil {
		return err
	}
	for _, entry := range found {
		if err := os.RemoveAll(filepath.Join(s.Root, entry.Name())); err != nil {
			return err
		}
	}
	return s.writeFirst()
}

func (s Store) writeFirst() error {
	for _, note := range first {
		at := filepath.Join(s.Root, note.path)
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(at, []byte(note.text), 0o644); err != nil {
			return err
		}
	}
	return sync(s.Root)
}

// first is what one finds at the first visit.
var first = []struct{ path, text string }{
	{"Welcome.txt", `Each note is a file, and Go keeps it with package os.

Write here: it is saved as you type. Reload the page, and it is still there.

Drop files on the list to upload them. "Download all" gives a zip.
`},
	{"Ideas/Ferry.txt", `A ferry crosses at the same place all day long, and still no crossing is like another.
`},
	{"Ideas/Harbour.txt", `A list of ships, sorted by where they come from.
`},
	{"Shopping.txt", `bread
apples
rope, 20 m
`},
}

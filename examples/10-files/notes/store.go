// Package notes keeps notes as text files in a folder, as it would
// on any machine: it knows nothing of pages.
package notes

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"
)

// maxText is how long a note can be that the editor opens.
const maxText = 1 << 20

// Store is a folder of notes. All paths below are relative to it.
type Store struct {
	Root string
}

// Entry is a note or a folder, as a list shows it.
type Entry struct {
	Path     string    `json:"path"`
	Name     string    `json:"name"`
	Folder   bool      `json:"folder"`
	Size     int64     `json:"size"`
	Modified time.Time `json:"modified"`
}

// at is the file's own path. It refuses what leads out of the store.
func (s Store) at(path string) (string, error) {
	if path == "" {
		return s.Root, nil
	}
	if !filepath.IsLocal(path) {
		return "", fmt.Errorf("%s is not in the notes", path)
	}
	return filepath.Join(s.Root, path), nil
}

// List gives what is in a folder: folders first, each by name.
func (s Store) List(folder string) ([]Entry, error) {
	at, err := s.at(folder)
	if err != nil {
		return nil, err
	}
	found, err := os.ReadDir(at) // sorted
	if err != nil {
		return nil, err
	}
	var folders, files []Entry
	for _, each := range found {
		info, err := each.Info()
		if err != nil || hidden(each.Name()) {
			continue // it has just gone, or is none of the user's
		}
		entry := Entry{
			Path:     filepath.Join(folder, each.Name()),
			Name:     each.Name(),
			Folder:   each.IsDir(),
			Size:     info.Size(),
			Modified: info.ModTime(),
		}
		if entry.Folder {
			folders = append(folders, entry)
		} else {
			files = append(files, entry)
		}
	}
	return append(folders, files...), nil
}

// Read gives a note's text.
func (s Store) Read(path string) (string, error) {
	at, err := s.at(path)
	if err != nil {
		return "", err
	}
	info, err := os.Stat(at)
	if err != nil {
		return "", err
	}
	if info.Size() > maxText {
		return "", errors.New("it is too long for the editor")
	}
	text, err := os.ReadFile(at)
	if err != nil {
		return "", err
	}
	if !utf8.Valid(text) {
		return "", errors.New("it is not a text")
	}
	return string(text), nil
}

// Write replaces a note's text: the new one is written beside the
// old one and then takes its place, so a note is never half written.
func (s Store) Write(path, text string) error {
	at, err := s.at(path)
	if err != nil {
		return err
	}
	if _, err := os.Stat(at); err != nil {
		return err // it has been removed meanwhile
	}
	file, err := os.CreateTemp(filepath.Dir(at), ".note-*")
	if err != nil {
		return err
	}
	_, err = file.WriteString(text)
	err = errors.Join(err, file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), at)
	}
	if err != nil {
		os.Remove(file.Name())
		return err
	}
	return sync(filepath.Dir(at))
}

// sync has what was made, renamed or removed in a folder on the disk
// when it returns, as fsync has it for the content of a file.
func sync(folder string) error {
	file, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}

// Create makes an empty note in a folder and gives its path.
func (s Store) Create(folder, name string) (string, error) {
	name = strings.TrimSpace(name)
	if name != "" && filepath.Ext(name) == "" {
		name += ".txt"
	}
	return s.make(folder, name, func(at string) error {
		flags := os.O_CREATE | os.O_EXCL | os.O_WRONLY
		file, err := os.OpenFile(at, flags, 0o644)
		if err != nil {
			return err
		}
		return file.Close()
	})
}

// MakeFolder makes a folder in a folder and gives its path.
func (s Store) MakeFolder(folder, name string) (string, error) {
	return s.make(folder, strings.TrimSpace(name), func(at string) error {
		return os.Mkdir(at, 0o755)
	})
}

func (s Store) make(folder, name string, do func(at string) error) (string, error) {
	if err := checkName(name); err != nil {
		return "", err
	}
	path := filepath.Join(folder, name)
	at, err := s.at(path)
	if err != nil {
		return "", err
	}
	err = do(at)
	if errors.Is(err, fs.ErrExist) {
		return "", taken(name)
	}
	if err != nil {
		return "", err
	}
	return path, sync(filepath.Dir(at))
}

// Rename gives a note or a folder another name and gives its path.
func (s Store) Rename(path, name string) (string, error) {
	name = strings.TrimSpace(name)
	if err := checkName(name); err != nil {
		return "", err
	}
	from, err := s.at(path)
	if err != nil {
		return "", err
	}
	renamed := filepath.Join(filepath.Dir(path), name)
	if renamed == path {
		return path, nil
	}
	to, err := s.at(renamed)
	if err != nil {
		return "", err
	}
	if _, err := os.Lstat(to); err == nil {
		return "", taken(name)
	}
	if err := os.Rename(from, to); err != nil {
		return "", err
	}
	return renamed, sync(filepath.Dir(to))
}

// Remove removes a note, or a folder with all that is in it.
func (s Store) Remove(path string) error {
	at, err := s.at(path)
	if err != nil {
		return err
	}
	if at == s.Root {
		return errors.New("that is all there is")
	}
	if err := os.RemoveAll(at); err != nil {
		return err
	}
	return sync(filepath.Dir(at))
}

func checkName(name string) error {
	switch {
	case name == "":
		return errors.New("a name is missing")
	case strings.ContainsAny(name, "/\x00"), hidden(name):
		return fmt.Errorf("%s: a name has no slash, and no dot at its start", name)
	case len(name) > 100:
		return errors.New("that name is too long")
	}
	return nil
}

func taken(name string) error {
	return fmt.Errorf("%s is there already", name)
}

// hidden is what begins with a dot: a note that is being written.
func hidden(name string) bool {
	return strings.HasPrefix(name, ".")
}

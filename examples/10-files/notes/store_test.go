package notes

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func newStore(t *testing.T) Store {
	t.Helper()
	store := Store{Root: filepath.Join(t.TempDir(), "notes")}
	if err := store.Prepare(); err != nil {
		t.Fatal(err)
	}
	return store
}

func names(t *testing.T, s Store, folder string) string {
	t.Helper()
	entries, err := s.List(folder)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, entry := range entries {
		name := entry.Path
		if entry.Folder {
			name += "/"
		}
		list = append(list, name)
	}
	return strings.Join(list, " ")
}

func TestListHasFoldersFirstAndNothingHidden(t *testing.T) {
	store := newStore(t)
	if err := os.WriteFile(filepath.Join(store.Root, ".note-1"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := names(t, store, ""); got != "Ideas/ Shopping.txt Welcome.txt" {
		t.Errorf("the root has %s", got)
	}
	if got := names(t, store, "Ideas"); got != "Ideas/Ferry.txt Ideas/Harbour.txt" {
		t.Errorf("the folder has %s", got)
	}
}

func TestNotesAreMadeWrittenRenamedAndRemoved(t *testing.T) {
	store := newStore(t)
	path, err := store.Create("Ideas", "Tide")
	if err != nil || path != "Ideas/Tide.txt" {
		t.Fatal(path, err)
	}
	if err := store.Write(path, "high at noon\n"); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Create("Ideas", "Tide.txt"); err == nil {
		t.Error("a second note of that name was made")
	}
	path, err = store.Rename(path, "Ebb.md")
	if err != nil || path != "Ideas/Ebb.md" {
		t.Fatal(path, err)
	}
	if text, err := store.Read(path); err != nil || text != "high at noon\n" {
		t.Errorf("%q, %v", text, err)
	}
	if _, err := store.Rename(path, "Ferry.txt"); err == nil {
		t.Error("a note was renamed to one that is there")
	}
	if err := store.Remove("Ideas"); err != nil {
		t.Fatal(err)
	}
	if got := names(t, store, ""); got != "Shopping.txt Welcome.txt" {
		t.Errorf("left are %s", got)
	}
	if err := store.Write(path, "late"); !os.IsNotExist(err) {
		t.Errorf("a note that is gone was written: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(store.Root, ".note-*")); len(left) > 0 {
		t.Errorf("left half written: %v", left)
	}
}

func TestBadNamesAndPathsAreRefused(t *testing.T) {
	store := newStore(t)
	for _, name := range []string{"", " ", "a/b", "..", ".x", "a\x00b", strings.Repeat("x", 101)} {
		if path, err := store.MakeFolder("", name); err == nil {
			t.Errorf("%q was made as %s", name, path)
		}
	}
	for _, path := range []string{"..", "../x", "/etc/passwd", "Ideas/../../x"} {
		if _, err := store.Read(path); err == nil || os.IsNotExist(err) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if err := store.Remove(""); err == nil {
		t.Error("the store itself was removed")
	}
}

func TestReadRefusesWhatIsNoText(t *testing.T) {
	store := newStore(t)
	for name, content := range map[string]string{"picture.png": "\x89PNG", "long.txt": strings.Repeat("x", maxText+1)} {
		if err := os.WriteFile(filepath.Join(store.Root, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Read(name); err == nil {
			t.Errorf("%s was read", name)
		}
	}
}

func TestSearchFindsLinesInAllFolders(t *testing.T) {
	store := newStore(t)
	matches, err := store.Search("FERRY crosses")
	if err != nil || len(matches) != 1 || matches[0].Path != "Ideas/Ferry.txt" || matches[0].Line != 1 {
		t.Errorf("%v, %v", matches, err)
	}
}

func TestResetBeginsAnew(t *testing.T) {
	store := newStore(t)
	before, err := store.Usage()
	if err != nil || before.Notes != 4 {
		t.Fatal(before, err)
	}
	if _, err := store.MakeFolder("", "Work"); err != nil {
		t.Fatal(err)
	}
	if err := store.Remove("Shopping.txt"); err != nil {
		t.Fatal(err)
	}
	if err := store.Prepare(); err != nil { // finds notes, so it leaves them
		t.Fatal(err)
	}
	if got := names(t, store, ""); got != "Ideas/ Work/ Welcome.txt" {
		t.Errorf("before the reset: %s", got)
	}
	if err := store.Reset(); err != nil {
		t.Fatal(err)
	}
	if after, err := store.Usage(); err != nil || after != before {
		t.Errorf("%v, %v", after, err)
	}
}

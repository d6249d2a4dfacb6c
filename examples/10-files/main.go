//go:build js

// Keeps notes as files, with package os and nothing else. Where the
// files are is the page's choice: in the browser's own storage, so
// that they are still there tomorrow, or in memory.
package main

import (
	"log"

	ferry "github.com/goferry/goferry/go"

	"goferry/examples/files/notes"
)

func main() {
	store := notes.Store{Root: "/notes"}
	if err := store.Prepare(); err != nil {
		log.Fatal(err)
	}
	ferry.Export("list", store.List)
	ferry.Export("read", store.Read)
	ferry.Export("write", store.Write)
	ferry.Export("create", store.Create)
	ferry.Export("makeFolder", store.MakeFolder)
	ferry.Export("rename", store.Rename)
	ferry.Export("remove", store.Remove)
	ferry.Export("search", store.Search)
	ferry.Export("usage", store.Usage)
	ferry.Export("reset", store.Reset)
	select {}
}

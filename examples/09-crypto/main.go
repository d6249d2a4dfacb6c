//go:build js

// Hashes and signs files that the page drops, in a worker, chunk by
// chunk: the file never is in memory as a whole, the page hears how
// far it is, and may cancel at any time.
package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"log"

	ferry "github.com/goferry/goferry/go"

	"goferry/examples/crypto/seal"
)

func main() {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		log.Fatal(err)
	}
	ferry.Export("seal", seal.With(key))
	ferry.Export("verify", seal.Verify)
	select {}
}

package seal

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"testing"

	ferry "github.com/goferry/goferry/go"
	"github.com/goferry/goferry/go/ferrytest"
)

// The page's side, played by Go.
func pageOf(file []byte) (size float64, read func(offset, length float64) []byte) {
	return float64(len(file)), func(offset, length float64) []byte { return file[int(offset):int(offset+length)] }
}

func TestSeal(t *testing.T) {
	ferry.Export("seal", With(ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))))
	ferry.Export("verify", Verify)

	file := bytes.Repeat([]byte("ferry "), 500_000)
	size, read := pageOf(file)
	var shown []float64
	seal, err := ferrytest.Call[Seal](t.Context(), "seal", size, read, func(done, total float64) { shown = append(shown, done/total) })
	if err != nil {
		t.Fatal(err)
	}
	if want := sha512.Sum512(file); seal.SHA512 != hex.EncodeToString(want[:]) {
		t.Errorf("the hash is %s", seal.SHA512)
	}
	if len(shown) < 2 || shown[len(shown)-1] != 1 {
		t.Errorf("it told of %v", shown)
	}
	if ok, err := ferrytest.Call[bool](t.Context(), "verify", size, read, seal); !ok || err != nil {
		t.Errorf("the file is taken for another: %v", err)
	}
	file[1_500_000]++
	if ok, err := ferrytest.Call[bool](t.Context(), "verify", size, read, seal); ok || err != nil {
		t.Errorf("another file is taken for it: %v", err)
	}
}

func TestCancel(t *testing.T) {
	ferry.Export("seal", With(ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))))
	ctx, cancel := context.WithCancelCause(t.Context())
	enough := errors.New("enough")
	reads := make(chan int, 100)
	_, err := ferrytest.Call[Seal](ctx, "seal", 1e12, func(offset, length float64) []byte {
		if reads <- 0; len(reads) == 3 {
			cancel(enough)
		}
		return make([]byte, int(length))
	})
	if err != enough {
		t.Errorf("got %v", err)
	}
}

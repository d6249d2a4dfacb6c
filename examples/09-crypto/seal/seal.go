// Package seal hashes and signs what is too large for memory.
package seal

import (
	"context"
	"crypto/ed25519"
	"crypto/sha512"
	"encoding/hex"
	"errors"

	ferry "github.com/goferry/goferry/go"
)

// chunk is how much is read at a time.
const chunk = 1 << 20

// Seal is what one gets to show: a hash, and who vouches for it.
type Seal struct {
	SHA512    string `json:"sha512"`
	Signature []byte `json:"signature"`
	PublicKey []byte `json:"publicKey"`
}

// Read gives a part of a file. It is a function of the page; Go
// waits for its promise.
type Read func(offset, length float64) ([]byte, error)

// With returns a function for the page that seals with a key: it
// signs the hash, so that the file is read once.
func With(key ed25519.PrivateKey) func(context.Context, float64, Read) (Seal, error) {
	return func(ctx context.Context, size float64, read Read) (Seal, error) {
		hash, err := hashOf(ctx, size, read)
		if err != nil {
			return Seal{}, err
		}
		return Seal{
			SHA512:    hex.EncodeToString(hash),
			Signature: ed25519.Sign(key, hash),
			PublicKey: key.Public().(ed25519.PublicKey),
		}, nil
	}
}

// Verify says whether a file is the one that was sealed.
func Verify(ctx context.Context, size float64, read Read, seal Seal) (bool, error) {
	hash, err := hashOf(ctx, size, read)
	if err != nil {
		return false, err
	}
	if len(seal.PublicKey) != ed25519.PublicKeySize {
		return false, errors.New("this is no public key")
	}
	return ed25519.Verify(seal.PublicKey, hash, seal.Signature), nil
}

// hashOf reads and hashes, chunk after chunk. Reading waits for the
// page, so an abort is heard between two chunks.
func hashOf(ctx context.Context, size float64, read Read) ([]byte, error) {
	hash := sha512.New()
	for done := 0.0; done < size; {
		bytes, err := read(done, min(chunk, size-done))
		if err != nil {
			return nil, err
		}
		if len(bytes) == 0 {
			return nil, errors.New("the file has become shorter")
		}
		hash.Write(bytes)
		done += float64(len(bytes))
		ferry.Progress(ctx, done, size)
		if ferry.Canceled(ctx) {
			return nil, context.Cause(ctx)
		}
	}
	return hash.Sum(nil), nil
}

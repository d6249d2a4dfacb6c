//go:build js && wasm

// Program longargs tells of its arguments and environment in figures, before and after it has used memory: fresh memory must be zero, and
// os.Args, whose strings Go never copies, must still be what they were. (For Go 1.18 and later.)
package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"runtime"
	"strings"
)

func tell(when string) {
	digest := func(list []string) string {
		return fmt.Sprintf("%d %x", len(list), sha256.Sum256([]byte(strings.Join(list, "\n"))))
	}
	fmt.Println(when, "args", digest(os.Args[1:]))
	fmt.Println(when, "env", digest(os.Environ()))
}

func main() {
	tell("first")
	var kept [][]byte
	for mib := 0; mib < 64; mib++ {
		fresh := make([]byte, 1<<20)
		for at, b := range fresh {
			if b != 0 {
				fmt.Println("dirty memory:", mib, at, b)
				os.Exit(1)
			}
		}
		for at := range fresh {
			fresh[at] = 0xA5
		}
		kept = append(kept, fresh)
	}
	runtime.KeepAlive(kept)
	kept = nil
	runtime.GC()
	tell("later")
}

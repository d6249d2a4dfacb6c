// Program files does what the rows of the files' benchmark time. The host calls them: main_js.go, main_wasip1.go.
package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"
)

const (
	smallFiles = 1000
	smallBytes = 4096
	bigBytes   = 64 << 20
	names      = 10000
	perFolder  = 100
)

// Made before anything is timed.
var small, name [names]string

func init() {
	for i := range small {
		small[i] = fmt.Sprintf("/bench/small/%04d", i)
		name[i] = fmt.Sprintf("/bench/tree/%03d/%03d", i/perFolder, i%perFolder)
	}
}

// By number: rows.ts has the same order.
var rows = []func() error{
	// prepare: 10,000 files of one byte in 100 folders
	func() error {
		for _, folder := range []string{"/bench/small", "/bench/tree"} {
			if err := os.MkdirAll(folder, 0o755); err != nil {
				return err
			}
		}
		for i := 0; i < names; i++ {
			if i%perFolder == 0 {
				if err := os.Mkdir(filepath.Dir(name[i]), 0o755); err != nil {
					return err
				}
			}
			if err := os.WriteFile(name[i], []byte("x"), 0o644); err != nil {
				return err
			}
		}
		return nil
	},
	// collect: what is no longer used goes
	func() error {
		for i := 0; i < 3; i++ { // references to what the host made go with the finalizers
			runtime.GC()
			time.Sleep(10 * time.Millisecond)
		}
		return nil
	},
	// write 1,000 files of 4 KiB
	func() error {
		text := make([]byte, smallBytes)
		for i := 0; i < smallFiles; i++ {
			text[0] = byte(i)
			if err := os.WriteFile(small[i], text, 0o644); err != nil {
				return err
			}
		}
		return nil
	},
	// read 1,000 files of 4 KiB, all into the same memory: else most of the time is that of Go's collector
	func() error {
		text := make([]byte, smallBytes)
		for i := 0; i < smallFiles; i++ {
			file, err := os.Open(small[i])
			if err != nil {
				return err
			}
			n, err := io.ReadFull(file, text)
			if err != nil || n != smallBytes || text[0] != byte(i) {
				return fmt.Errorf("%s is wrong: %d %v", small[i], n, err)
			}
			if err := file.Close(); err != nil {
				return err
			}
		}
		return nil
	},
	// write, then read, 64 MiB in blocks of 64 KiB
	func() error { return writeBig(64 << 10) },
	func() error { return readBig(64 << 10) },
	// stat 10,000 names
	func() error {
		for i := 0; i < names; i++ {
			info, err := os.Stat(name[i])
			if err != nil || info.Size() != 1 {
				return fmt.Errorf("%s is wrong: %v", name[i], err)
			}
		}
		return nil
	},
	// walk a tree of 10,000 files
	func() error {
		count := 0
		err := filepath.WalkDir("/bench/tree", func(path string, entry fs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() {
				count++
			}
			return err
		})
		if err == nil && count != names {
			err = fmt.Errorf("it has %d files", count)
		}
		return err
	},
	// read 64 MiB in blocks of 64 KiB, four times: else the message that asks for it is a part of the time
	func() error { return readBigAgain(64 << 10) },
	// write, then read, 64 MiB in blocks of 4 MiB
	func() error { return writeBig(4 << 20) },
	func() error { return readBigAgain(4 << 20) },
}

func writeBig(blockBytes int) error {
	file, err := os.Create("/bench/big")
	if err != nil {
		return err
	}
	block := make([]byte, blockBytes)
	for i := 0; i < bigBytes/blockBytes; i++ {
		block[0] = byte(i)
		if _, err := file.Write(block); err != nil {
			return err
		}
	}
	return file.Close()
}

func readBig(blockBytes int) error {
	file, err := os.Open("/bench/big")
	if err != nil {
		return err
	}
	defer file.Close()
	block := make([]byte, blockBytes)
	for i := 0; ; i++ {
		n, err := io.ReadFull(file, block)
		if err == io.EOF && i == bigBytes/blockBytes {
			return nil
		}
		if err != nil || n != blockBytes || block[0] != byte(i) {
			return fmt.Errorf("block %d is wrong: %d %v", i, n, err)
		}
	}
}

func readBigAgain(blockBytes int) error {
	for i := 0; i < 4; i++ {
		if err := readBig(blockBytes); err != nil {
			return err
		}
	}
	return nil
}

// Program arrays reads and writes files in blocks, alone or from many goroutines at once, and says what was not as it had been written.
package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"sync"
	"syscall/js"
)

const (
	blockBytes = 64 << 10
	blocks     = 512
)

func check(err error) {
	if err != nil {
		panic(err)
	}
}

// The bytes of a block; no two blocks of a file begin alike.
func fill(block []byte, file, number int) {
	for i := range block {
		block[i] = byte(i*7 + file)
	}
	copy(block, fmt.Sprintf("%d/%d ", file, number))
}

func same(got, want []byte, what string, number int) {
	if !bytes.Equal(got, want) {
		fmt.Println("block", number, "is not what was written:", what)
	}
}

// Each of the four ways that bytes go: Write, Read, WriteAt, ReadAt.
func large() {
	file, err := os.Create("/data/large")
	check(err)
	block, want := make([]byte, blockBytes), make([]byte, blockBytes)
	for i := 0; i < blocks; i++ {
		fill(block, 0, i)
		if i >= 16 { // the file stays small
			_, err = file.WriteAt(block, int64(i%16)*blockBytes)
		} else {
			_, err = file.Write(block)
		}
		check(err)
	}
	check(file.Close())
	file, err = os.Open("/data/large")
	check(err)
	for i := 0; i < blocks; i++ {
		if i >= 16 {
			_, err = file.ReadAt(block, int64(i%16)*blockBytes)
		} else {
			_, err = io.ReadFull(file, block)
		}
		check(err)
		fill(want, 0, blocks-16+i%16)
		same(block, want, "large", i)
	}
	check(file.Close())
}

// Reads at a file's end give nothing.
func ends() {
	check(os.WriteFile("/data/short", []byte("short"), 0o600))
	file, err := os.Open("/data/short")
	check(err)
	block := make([]byte, blockBytes)
	for i := 0; i < blocks; i++ {
		n, err := file.ReadAt(block, 5)
		if n != 0 || err != io.EOF {
			fmt.Println("the end gave", n, err)
		}
		same(block, make([]byte, blockBytes), "the end", i)
		n, err = file.ReadAt(block, 3)
		if n != 2 || string(block[:2]) != "rt" {
			fmt.Println("the last bytes are", n, err)
		}
		copy(block, "\x00\x00")
		same(block, make([]byte, blockBytes), "behind the end", i)
	}
	check(file.Close())
}

// An array of the program's own: what lies behind the bytes that were read is its own business.
func own() {
	check(os.WriteFile("/data/short", []byte("short"), 0o600))
	file, err := os.Open("/data/short")
	check(err)
	array := js.Global().Get("Uint8Array").New(2000)
	array.Call("fill", 7)
	answered := make(chan bool)
	callback := js.FuncOf(func(_ js.Value, args []js.Value) any {
		close(answered)
		return nil
	})
	js.Global().Get("fs").Call("read", file.Fd(), array, 0, 2000, 0, callback)
	<-answered
	callback.Release()
	got := make([]byte, 2000)
	js.CopyBytesToGo(got, array)
	same(got, append([]byte("short"), bytes.Repeat([]byte{7}, 1995)...), "own", 0)
	check(file.Close())
}

// One file a goroutine, of sizes that differ; all take turns at each call.
func many() {
	var all sync.WaitGroup
	for worker := 1; worker <= 24; worker++ {
		all.Add(1)
		go func(worker int) {
			defer all.Done()
			name := fmt.Sprintf("/data/%d", worker)
			size := 700*worker + 3
			file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
			check(err)
			block, want := make([]byte, size), make([]byte, size)
			for i := 0; i < 40; i++ {
				fill(want, worker, i)
				_, err = file.WriteAt(want, int64(i*size))
				check(err)
			}
			for i := 0; i < 40; i++ {
				fill(want, worker, i)
				_, err = file.ReadAt(block, int64(i*size))
				check(err)
				same(block, want, name, i)
			}
			// Near the end there are fewer bytes, and what lies behind them stays or becomes zeros: nobody else's bytes.
			for i := range block {
				block[i] = 0
			}
			n, err := file.ReadAt(block, int64(39*size+size-5))
			if n != 5 || err != io.EOF {
				fmt.Println(name, "ends with", n, err)
			}
			same(block[5:], make([]byte, size-5), name+", behind its end", -1)
			check(file.Close())
		}(worker)
	}
	all.Wait()
}

// Errors come between the others.
func failing() {
	file, err := os.OpenFile("/data/write-only", os.O_WRONLY|os.O_CREATE, 0o600)
	check(err)
	block := make([]byte, 5000)
	for i := 0; i < 100; i++ {
		if _, err := file.Read(block); err == nil {
			fmt.Println("a file was read that is open for writing only")
		}
		_, err = file.Write(block)
		check(err)
	}
	folder, err := os.Open("/data")
	check(err)
	if _, err := folder.Read(block); err == nil {
		fmt.Println("a folder was read")
	}
}

func main() {
	for _, what := range os.Args[1:] {
		switch what {
		case "large":
			large()
		case "ends":
			ends()
		case "own":
			own()
		case "many":
			many()
		case "failing":
			failing()
		case "print": // large pieces to standard output
			for i := 0; i < 20; i++ {
				text := bytes.Repeat([]byte{byte('a' + i)}, 5000)
				text[len(text)-1] = '\n'
				_, err := os.Stdout.Write(text)
				check(err)
			}
		case "input": // large pieces of standard input
			text, err := io.ReadAll(os.Stdin)
			check(err)
			sum := 0
			for _, b := range text {
				sum += int(b)
			}
			fmt.Println("input", len(text), sum)
		case "replace": // the page puts functions of its own in their place
			js.Global().Call("replaceFileFunctions", js.Global().Get("fs"))
		}
		fmt.Println("done", what)
	}
}

//go:build wasip1

// Command wasip1-socket does with its sockets (from descriptor 3 on, or the one in FIRST) what its first argument says, and prints what it came to.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
	"unsafe"
)

//go:wasmimport wasi_snapshot_preview1 sock_accept
func sockAccept(fd, flags uint32, to unsafe.Pointer) uint32

//go:wasmimport wasi_snapshot_preview1 sock_recv
func sockRecv(fd uint32, iovecs unsafe.Pointer, count, flags uint32, read, out unsafe.Pointer) uint32

//go:wasmimport wasi_snapshot_preview1 sock_send
func sockSend(fd uint32, iovecs unsafe.Pointer, count, flags uint32, written unsafe.Pointer) uint32

//go:wasmimport wasi_snapshot_preview1 sock_shutdown
func sockShutdown(fd, how uint32) uint32

//go:wasmimport wasi_snapshot_preview1 fd_fdstat_get
func fdstat(fd uint32, stat unsafe.Pointer) uint32

//go:wasmimport wasi_snapshot_preview1 poll_oneoff
func pollOneoff(in, out unsafe.Pointer, count uint32, events unsafe.Pointer) uint32

var steps = map[string]func(){
	// Everything comes back, until the page closes.
	"echo": func() {
		conn := dial(0)
		n, err := io.CopyBuffer(struct{ io.Writer }{conn}, struct{ io.Reader }{conn}, make([]byte, 50_000))
		fmt.Println(n, err, conn.Close())
	},
	// Messages of the sizes given, each by one write; each begins with its number.
	"send": func() {
		conn := dial(0)
		for i, size := range numbers() {
			message := make([]byte, size)
			for at := range message {
				message[at] = byte(i + at)
			}
			n, err := conn.Write(message)
			if n != size || err != nil {
				fmt.Println(i, n, err)
			}
		}
		fmt.Println(conn.Close())
	},
	// The program says that it sends no more, and reads on.
	"half": func() {
		conn := dial(0)
		_, err := conn.Write([]byte("that was all"))
		fmt.Println(err, conn.CloseWrite())
		_, err = conn.Write([]byte("more"))
		fmt.Println(err, errors.Is(err, syscall.EPIPE))
		bytes, err := io.ReadAll(conn)
		fmt.Println(len(bytes), err, conn.Close())
	},
	// The page closes first: what it sent is read, then nothing can be written.
	"closed": func() {
		conn := dial(0)
		bytes, err := io.ReadAll(conn)
		fmt.Println(string(bytes), err)
		for err == nil {
			_, err = conn.Write(make([]byte, 1000))
		}
		fmt.Println(errors.Is(err, syscall.EPIPE))
	},
	"exit": func() {
		_, err := dial(0).Write([]byte("last words"))
		fmt.Println(err)
		os.Exit(3)
	},
	"panic": func() {
		_, _ = dial(0).Write([]byte("last words"))
		panic("on purpose")
	},
	"wait": func() {
		_, err := dial(0).Read(make([]byte, 1))
		fmt.Println(err)
	},
	// Reads nothing of the first until the second one says so.
	"stall": func() {
		conn := dial(0)
		_, err := dial(1).Read(make([]byte, 1))
		n, all := io.Copy(io.Discard, struct{ io.Reader }{conn})
		fmt.Println(err)
		fmt.Println(n, all)
	},
	"deadline": func() {
		conn := dial(0)
		buffer := make([]byte, 8)
		for i := 0; i < 3; i++ {
			_ = conn.SetReadDeadline(time.Now().Add(5 * time.Millisecond))
			_, err := conn.Read(buffer)
			fmt.Println(errors.Is(err, os.ErrDeadlineExceeded))
		}
		_ = conn.SetReadDeadline(time.Time{})
		_, err := conn.Write([]byte("now"))
		fmt.Println(err)
		n, err := conn.Read(buffer)
		fmt.Println(string(buffer[:n]), err)
	},
	// What comes through one socket goes out by the other.
	"two": func() {
		var all sync.WaitGroup
		first, second := dial(0), dial(1)
		carry := func(to, from *net.TCPConn) {
			defer all.Done()
			n, err := io.Copy(struct{ io.Writer }{to}, struct{ io.Reader }{from})
			fmt.Println(n, err, to.CloseWrite())
		}
		all.Add(2)
		go carry(first, second)
		go carry(second, first)
		all.Wait()
	},
	// While one goroutine reads, others go on: they tell so by the other socket.
	"compute": func() {
		conn, other := dial(0), dial(1)
		for i := 0; i < 2; i++ {
			go func(i int) {
				sum := i
				for round := 0; round < 20; round++ {
					for j := 0; j < 10_000; j++ {
						sum = sum*31 + j
					}
					time.Sleep(time.Microsecond)
				}
				fmt.Fprintln(other, "done", sum != 0)
			}(i)
		}
		lines := bufio.NewScanner(conn)
		for lines.Scan() {
			fmt.Fprintln(conn, strings.ToUpper(lines.Text()))
		}
		fmt.Println(lines.Err())
	},
	// The socket as a file, which waits in the call itself.
	"file": func() {
		_ = syscall.SetNonblock(first(), false)
		file := os.NewFile(uintptr(first()), "socket")
		info, err := file.Stat()
		fmt.Println(info.Mode(), info.Size(), err)
		lines := bufio.NewScanner(file)
		for lines.Scan() {
			_, err := file.WriteString(strings.ToUpper(lines.Text()) + "\n")
			if err != nil || lines.Text() == "end" {
				break
			}
		}
		_, err = file.Write(make([]byte, 3_000_000)) // more than there is space for
		fmt.Println(lines.Err(), err, file.Close())
	},
	// Standard input and the socket, whichever comes.
	"both": func() {
		conn := dial(0)
		heard := make(chan string)
		listen := func(who string, from io.Reader) {
			lines := bufio.NewScanner(from)
			for lines.Scan() {
				heard <- who + " " + lines.Text()
			}
			heard <- who + " end"
		}
		go listen("stdin", os.Stdin)
		go listen("socket", conn)
		for ends := 0; ends < 2; {
			line := <-heard
			if strings.HasSuffix(line, " end") {
				ends++
			}
			fmt.Fprintln(conn, line)
			fmt.Println(line)
		}
	},
	// The functions of WASI themselves.
	"raw": raw,
}

func raw() {
	fd := uint32(first())
	var stat [24]byte
	fmt.Println("fdstat", fdstat(fd, unsafe.Pointer(&stat)), stat[0], stat[2], *(*uint64)(unsafe.Pointer(&stat[8])), *(*uint64)(unsafe.Pointer(&stat[16])))
	var to uint32
	fmt.Println("accept", sockAccept(fd, 0, unsafe.Pointer(&to)), sockAccept(1, 0, unsafe.Pointer(&to)), sockAccept(99, 0, unsafe.Pointer(&to)))
	fmt.Println("again", recv(fd, 4, 0))
	fmt.Println("sent", send(fd, "ready", 0), send(fd, "x", 1), send(1, "x", 0), send(99, "x", 0))
	fmt.Println("poll", poll(fd, 2))
	fmt.Println("poll", poll(fd, 1)) // waits
	_ = syscall.SetNonblock(int(fd), false)
	fmt.Println("peek", recv(fd, 3, 1), recv(fd, 64, 3))
	fmt.Println("all", recv(fd, 12, 2), recv(fd, 2, 2))
	fmt.Println("flags", recv(fd, 1, 4), recv(1, 1, 0), recv(99, 1, 0))
	fmt.Println("shutdown", sockShutdown(fd, 0), sockShutdown(fd, 4), sockShutdown(fd, 2), sockShutdown(fd, 2), sockShutdown(1, 2), sockShutdown(99, 2))
	fmt.Println("pipe", send(fd, "x", 0))
	fmt.Println("end", recv(fd, 64, 2), poll(fd, 1), sockShutdown(fd, 1))
}

// "errno bytes"
func recv(fd uint32, size int, flags uint32) string {
	buffer := make([]byte, size)
	vector := [2]uint32{uint32(uintptr(unsafe.Pointer(&buffer[0]))), uint32(size)}
	var count uint32
	out := uint16(0xffff)
	errno := sockRecv(fd, unsafe.Pointer(&vector), 1, flags, unsafe.Pointer(&count), unsafe.Pointer(&out))
	if errno == 0 && out != 0 {
		return fmt.Sprint("roflags ", out)
	}
	return fmt.Sprintf("%d %q", errno, buffer[:count])
}

func send(fd uint32, text string, flags uint32) string {
	bytes := []byte(text)
	vector := [2]uint32{uint32(uintptr(unsafe.Pointer(&bytes[0]))), uint32(len(bytes))}
	var count uint32
	errno := sockSend(fd, unsafe.Pointer(&vector), 1, flags, unsafe.Pointer(&count))
	return fmt.Sprintf("%d %d", errno, count)
}

// "errno: error type bytes flags"
func poll(fd uint32, tag byte) string {
	var in [48]byte
	var out [32]byte
	var events uint32
	in[8] = tag
	*(*uint32)(unsafe.Pointer(&in[16])) = fd
	errno := pollOneoff(unsafe.Pointer(&in), unsafe.Pointer(&out), 1, unsafe.Pointer(&events))
	return fmt.Sprint(errno, ": ", *(*uint16)(unsafe.Pointer(&out[8])), " ", out[10], " ", *(*uint64)(unsafe.Pointer(&out[16])), " ", *(*uint16)(unsafe.Pointer(&out[24])))
}

func first() int {
	fd, err := strconv.Atoi(os.Getenv("FIRST"))
	if err != nil {
		return 3
	}
	return fd
}

func dial(index int) *net.TCPConn {
	file := os.NewFile(uintptr(first()+index), "")
	conn, err := net.FileConn(file)
	if err != nil {
		fmt.Println("no connection:", err)
		os.Exit(1)
	}
	_ = file.Close() // the connection has a copy
	return conn.(*net.TCPConn)
}

func numbers() []int {
	var all []int
	for _, word := range strings.Split(os.Args[2], ",") {
		number, err := strconv.Atoi(word)
		if err != nil {
			panic(err)
		}
		all = append(all, number)
	}
	return all
}

// answer is for the program as a library: a line comes back in capitals.
//
//go:wasmexport answer
func answer() int32 {
	conn := dial(0)
	defer conn.Close()
	line, _ := bufio.NewReader(conn).ReadString('\n')
	n, _ := conn.Write([]byte(strings.ToUpper(line)))
	return int32(n)
}

func main() { steps[os.Args[1]]() }

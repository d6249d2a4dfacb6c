//go:build wasip1

// Library wasip1-hostile makes one call of tests/unit/files/hostile_paths.def from its first preopen, by WASI's own functions: package os would tidy the
// path up. Its arguments are the cases, "operation path other" with the paths in hexadecimal; before that "seed path bytes" for files to begin with.
package main

import (
	"encoding/hex"
	"fmt"
	"os"
	"strings"
	"syscall"
	"unsafe"
)

const box = 3

//go:wasmimport wasi_snapshot_preview1 path_open
func pathOpen(fd, dirflags uint32, path unsafe.Pointer, pathLen, oflags uint32, base, inheriting uint64, fdflags uint32, opened unsafe.Pointer) uint32

//go:wasmimport wasi_snapshot_preview1 fd_read
func fdRead(fd uint32, iovecs unsafe.Pointer, count uint32, read unsafe.Pointer) uint32

//go:wasmimport wasi_snapshot_preview1 fd_write
func fdWrite(fd uint32, iovecs unsafe.Pointer, count uint32, written unsafe.Pointer) uint32

//go:wasmimport wasi_snapshot_preview1 fd_filestat_set_size
func setSize(fd uint32, size uint64) uint32

//go:wasmimport wasi_snapshot_preview1 path_filestat_get
func pathStat(fd, flags uint32, path unsafe.Pointer, pathLen uint32, stat unsafe.Pointer) uint32

//go:wasmimport wasi_snapshot_preview1 path_filestat_set_times
func pathSetTimes(fd, flags uint32, path unsafe.Pointer, pathLen uint32, atim, mtim uint64, fstflags uint32) uint32

//go:wasmimport wasi_snapshot_preview1 path_readlink
func pathReadlink(fd uint32, path unsafe.Pointer, pathLen uint32, buf unsafe.Pointer, bufLen uint32, used unsafe.Pointer) uint32

//go:wasmimport wasi_snapshot_preview1 path_create_directory
func pathMkdir(fd uint32, path unsafe.Pointer, pathLen uint32) uint32

//go:wasmimport wasi_snapshot_preview1 path_remove_directory
func pathRmdir(fd uint32, path unsafe.Pointer, pathLen uint32) uint32

//go:wasmimport wasi_snapshot_preview1 path_unlink_file
func pathUnlink(fd uint32, path unsafe.Pointer, pathLen uint32) uint32

//go:wasmimport wasi_snapshot_preview1 path_rename
func pathRename(fd uint32, from unsafe.Pointer, fromLen, newFd uint32, to unsafe.Pointer, toLen uint32) uint32

//go:wasmimport wasi_snapshot_preview1 path_link
func pathLink(fd, flags uint32, from unsafe.Pointer, fromLen, newFd uint32, to unsafe.Pointer, toLen uint32) uint32

//go:wasmimport wasi_snapshot_preview1 path_symlink
func pathSymlink(target unsafe.Pointer, targetLen, fd uint32, path unsafe.Pointer, pathLen uint32) uint32

const (
	follow                           = 1
	create, directory, excl, trunc   = 1, 2, 4, 8
	readRight, writeRight, sizeRight = 1 << 1, 1 << 6, 1 << 22
)

// text is never at address 0, also if it is empty.
func text(s string) (unsafe.Pointer, uint32) {
	bytes := append([]byte(s), 0)
	return unsafe.Pointer(&bytes[0]), uint32(len(s))
}

func open(path string, oflags uint32, rights uint64) (uint32, uint32) {
	at, length := text(path)
	var fd uint32
	errno := pathOpen(box, follow, at, length, oflags, rights, 0, 0, unsafe.Pointer(&fd))
	return fd, errno
}

func transfer(fd uint32, bytes []byte, call func(uint32, unsafe.Pointer, uint32, unsafe.Pointer) uint32) (uint32, uint32) {
	vector := [2]uint32{uint32(uintptr(unsafe.Pointer(&bytes[0]))), uint32(len(bytes))}
	var count uint32
	errno := call(fd, unsafe.Pointer(&vector), 1, unsafe.Pointer(&count))
	return count, errno
}

func write(path, bytes string, oflags uint32) uint32 {
	fd, errno := open(path, oflags, writeRight)
	if errno != 0 {
		return errno
	}
	defer syscall.Close(int(fd))
	_, errno = transfer(fd, []byte(bytes), fdWrite)
	return errno
}

func do(operation, path, other string) (uint32, string) {
	at, length := text(path)
	to, toLength := text(other)
	buffer := make([]byte, 8192)
	var used uint32
	switch operation {
	case "read":
		fd, errno := open(path, 0, readRight)
		if errno != 0 {
			return errno, ""
		}
		defer syscall.Close(int(fd))
		count, errno := transfer(fd, buffer, fdRead)
		return errno, "=" + string(buffer[:count])
	case "write":
		return write(path, "written", create|trunc), ""
	case "create":
		return write(path, "made", create|excl), ""
	case "opendir":
		_, errno := open(path, directory, 0)
		return errno, ""
	case "truncate":
		fd, errno := open(path, 0, writeRight|sizeRight)
		if errno != 0 {
			return errno, ""
		}
		return setSize(fd, 1), ""
	case "stat":
		return pathStat(box, follow, at, length, unsafe.Pointer(&buffer[0])), ""
	case "lstat":
		return pathStat(box, 0, at, length, unsafe.Pointer(&buffer[0])), ""
	case "chmod": // which WASI has not: another change of what is not the content
		return pathSetTimes(box, follow, at, length, 0, 0, 1), ""
	case "readlink":
		errno := pathReadlink(box, at, length, unsafe.Pointer(&buffer[0]), uint32(len(buffer)), unsafe.Pointer(&used))
		return errno, "=" + string(buffer[:used])
	case "mkdir":
		return pathMkdir(box, at, length), ""
	case "rmdir":
		return pathRmdir(box, at, length), ""
	case "unlink":
		return pathUnlink(box, at, length), ""
	case "rename":
		return pathRename(box, at, length, box, to, toLength), ""
	case "link":
		return pathLink(box, 0, at, length, box, to, toLength), ""
	case "symlink":
		return pathSymlink(at, length, box, to, toLength), ""
	}
	return 1 << 16, ""
}

func unhex(s string) string {
	bytes, err := hex.DecodeString(s)
	if err != nil {
		panic(err)
	}
	return string(bytes)
}

// attack prints the errno and what was read, in hexadecimal.
//
//go:wasmexport attack
func attack(index int32) {
	for _, arg := range os.Args[1:] {
		words := strings.Split(arg, " ")
		if words[0] == "seed" {
			if errno := write(unhex(words[1]), unhex(words[2]), create|trunc); errno != 0 {
				panic(fmt.Sprint("a seed failed: ", errno))
			}
		} else if index--; index < 0 {
			errno, read := do(words[0], unhex(words[1]), unhex(words[2]))
			fmt.Printf("%d %x\n", errno, read)
			return
		}
	}
}

func main() {}

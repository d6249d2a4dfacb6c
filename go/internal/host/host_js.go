package host

import "unsafe"

// The host functions; bridge/imports/ferry.def. None blocks.

//go:wasmimport goferry abi
func abi() int32

//go:wasmimport goferry canceled
func canceled(slot int32) int32

//go:wasmimport goferry open
//go:noescape
func open(name unsafe.Pointer, nameLen, policy, codec, capacity, maxMessage int32) int32

//go:wasmimport goferry send
//go:noescape
func send(handle int32, p unsafe.Pointer, n int32) int32

//go:wasmimport goferry peek
func peek(handle int32) int32

//go:wasmimport goferry recv
//go:noescape
func recv(handle int32, p unsafe.Pointer, n int32) int32

//go:wasmimport goferry wait
func wait(handle, what int32) int32

//go:wasmimport goferry turn
func turn() int32

//go:wasmimport goferry close
func closeChannel(handle int32) int32

// ABI is the version of these functions that the host has.
func ABI() int32 { return abi() }

// Canceled tells whether the page has canceled the call of that slot.
func Canceled(slot int32) bool { return canceled(slot) != 0 }

// Open opens a channel: its handle, or what stood against it.
func Open(name string, policy, codec, capacity, maxMessage int32) int32 {
	return open(unsafe.Pointer(unsafe.StringData(name)), int32(len(name)), policy, codec, capacity, maxMessage)
}

// Send takes one message.
func Send(handle int32, message []byte) int32 {
	return send(handle, unsafe.Pointer(unsafe.SliceData(message)), int32(len(message)))
}

// Peek gives the length of the next message.
func Peek(handle int32) int32 { return peek(handle) }

// Recv copies the next message to p, if it fits, and gives its length.
func Recv(handle int32, p []byte) int32 {
	return recv(handle, unsafe.Pointer(unsafe.SliceData(p)), int32(len(p)))
}

// Wait asks for Wake, when what is waited for can be done.
func Wait(handle, what int32) { wait(handle, what) }

// Turn asks for Wake(-1), when the host's event loop has had a turn.
func Turn() { turn() }

// Close closes a channel.
func Close(handle int32) int32 { return closeChannel(handle) }

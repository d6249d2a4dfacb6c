package host

// Wake is told of a channel that can go on, by its handle; -1: the host turn that was asked for has passed. It must not block.
var Wake func(handle int32)

// WakeCalls is told that calls of exported functions, or results of JavaScript's, are waiting. It must not block.
var WakeCalls func()

// wakeCalls is the argument that stands for them (js/src/ferry/ferry.ts).
const wakeCalls = -2

// goferryWake only readies goroutines: the host resumes Go next, and then they run.
//
//go:wasmexport goferry_wake
func goferryWake(handle int32) {
	switch {
	case handle == wakeCalls:
		if WakeCalls != nil {
			WakeCalls()
		}
	case Wake != nil:
		Wake(handle)
	}
}

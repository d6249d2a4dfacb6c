//go:build !js

package host

import "sync"

// Wake is told of a channel that can go on, by its handle; -1: the host turn that was asked for has passed.
var Wake func(handle int32)

// ABI is the version of the host functions.
func ABI() int32 { return 1 }

// Canceled tells whether the page has canceled the call of that slot: here nobody does.
func Canceled(int32) bool { return false }

// In memory, for tests with plain `go test`: what stands for the page opens the other side by name (OpenPage).

const (
	frameHead   = 8
	minMessages = 16
)

// One direction of a channel.
type pipe struct {
	messages [][]byte
	bytes    int
	capacity int
	latest   bool
	max      int
	ended    bool // by the writer
	refused  bool // by the reader
}

type channel struct {
	name    string
	codec   int32
	toPage  pipe
	toGo    pipe
	wants   [2]int32 // of Go's side, and of the page's
	closed  [2]bool
	changed func() // of the page's side
}

var (
	mutex    sync.Mutex
	channels = map[int32]*channel{}
	next     int32
)

func frame(n int) int { return frameHead + (n+7)&^7 }

// Open opens a channel: its handle, or what stood against it.
func Open(name string, policy, codec, capacity, maxMessage int32) int32 {
	mutex.Lock()
	defer mutex.Unlock()
	if name == "" || maxMessage <= 0 || maxMessage > 1<<26 || codec < 0 || codec > 12 {
		return BadArgument
	}
	for _, c := range channels {
		if c.name == name && !c.closed[0] {
			return NameTaken
		}
	}
	space := 64
	for space < frame(int(maxMessage))*minMessages || space < int(capacity) {
		space *= 2
	}
	p := pipe{capacity: space, latest: policy == Latest, max: int(maxMessage)}
	handle := next
	next++
	channels[handle] = &channel{name: name, codec: codec, toPage: p, toGo: p}
	return handle
}

func (p *pipe) send(message []byte) int32 {
	switch {
	case p.refused:
		return Closed
	case len(message) > p.max:
		return DoesNotFit
	case p.latest:
		p.messages = [][]byte{append([]byte(nil), message...)}
		return 0
	case p.bytes+frame(len(message)) > p.capacity:
		return NotNow
	}
	p.bytes += frame(len(message))
	p.messages = append(p.messages, append([]byte(nil), message...))
	return 0
}

func (p *pipe) peek() int32 {
	if len(p.messages) > 0 {
		return int32(len(p.messages[0]))
	}
	if p.ended {
		return Closed
	}
	return NotNow
}

func (p *pipe) recv(to []byte) int32 {
	n := p.peek()
	if n < 0 {
		return n
	}
	if int(n) > len(to) {
		return DoesNotFit
	}
	copy(to, p.messages[0])
	p.messages = p.messages[1:]
	p.bytes -= frame(int(n))
	return n
}

// One side of a channel: Go's is 0, the page's is 1.
func (c *channel) pipes(side int) (out, in *pipe) {
	if side == 0 {
		return &c.toPage, &c.toGo
	}
	return &c.toGo, &c.toPage
}

// do runs an operation of one side, and then wakes the other.
func do(handle int32, side int, operation func(out, in *pipe) int32) int32 {
	mutex.Lock()
	c := channels[handle]
	if c == nil || c.closed[side] {
		mutex.Unlock()
		return NoChannel
	}
	out, in := c.pipes(side)
	answer := operation(out, in)
	other := c.wants[1-side] != 0 && answer != NotNow
	if other {
		c.wants[1-side] = 0
	}
	changed := c.changed
	mutex.Unlock()
	if other {
		if side == 1 && Wake != nil {
			Wake(handle)
		} else if side == 0 && changed != nil {
			changed()
		}
	}
	return answer
}

// Send takes one message.
func Send(handle int32, message []byte) int32 { return sendFrom(handle, 0, message) }

func sendFrom(handle int32, side int, message []byte) int32 {
	return do(handle, side, func(out, _ *pipe) int32 { return out.send(message) })
}

// Peek gives the length of the next message.
func Peek(handle int32) int32 { return peekFrom(handle, 0) }

func peekFrom(handle int32, side int) int32 {
	mutex.Lock()
	defer mutex.Unlock()
	c := channels[handle]
	if c == nil || c.closed[side] {
		return NoChannel
	}
	_, in := c.pipes(side)
	return in.peek()
}

// Recv copies the next message to p, if it fits, and gives its length.
func Recv(handle int32, p []byte) int32 { return recvFrom(handle, 0, p) }

func recvFrom(handle int32, side int, p []byte) int32 {
	return do(handle, side, func(_, in *pipe) int32 { return in.recv(p) })
}

// Wait asks for Wake, when what is waited for can be done.
func Wait(handle, what int32) {
	if waitFrom(handle, 0, what) && Wake != nil {
		Wake(handle)
	}
}

// True: it can be done already.
func waitFrom(handle int32, side int, what int32) bool {
	mutex.Lock()
	defer mutex.Unlock()
	c := channels[handle]
	if c == nil || c.closed[side] {
		return true
	}
	out, in := c.pipes(side)
	if what&Readable != 0 && in.peek() != NotNow {
		return true
	}
	if what&Writable != 0 && (out.latest || out.refused || out.bytes+frame(out.max) <= out.capacity) {
		return true
	}
	c.wants[side] |= what
	return false
}

// Turn asks for Wake(-1): here there is no event loop to wait for.
func Turn() {
	if Wake != nil {
		Wake(-1)
	}
}

// Close closes a channel.
func Close(handle int32) int32 { return closeFrom(handle, 0) }

func closeFrom(handle int32, side int) int32 {
	return do(handle, side, func(out, in *pipe) int32 {
		out.ended = true
		in.refused = true
		channels[handle].closed[side] = true
		return 0
	})
}

package ferry

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"sync"
	"sync/atomic"

	"github.com/goferry/goferry/go/internal/host"
)

// ErrClosed is what a closed channel gives: to its own side for everything, to the other side for sending. (Receiving what was sent before the other
// side closed goes on; behind it comes io.EOF.)
var ErrClosed = errors.New("ferry: the channel is closed")

// ErrTooLarge is what a message gives that is longer than the channel's longest (MaxMessage).
var ErrTooLarge = errors.New("ferry: the message is longer than the channel's longest")

// Channel is a two-way pipe of messages between goroutines and the page, where program.channel(name) is its other end. Its methods may be called from
// any goroutine.
//
// A goroutine that waits in Send or Recv lets all others run, and the page too. One that never waits keeps the page's messages from arriving, like
// everything else of the host: in a long computation look with TryRecv now and then, which reads shared memory (where memory is not shared, and in
// page mode, messages arrive only while all goroutines wait: time.Sleep(1) is enough). In a js.Func nothing can wait: start a goroutine, or use Export.
type Channel struct {
	name     string
	handle   int32
	max      int
	isClosed atomic.Bool
	readable waiting
	writable waiting

	reading sync.Mutex
	rest    []byte // of the message that Read is in
	buffer  []byte

	reserved []byte
}

// Goroutines that wait for one thing.
type waiting struct {
	count atomic.Int32
	poked chan struct{}
}

func (w *waiting) poke() {
	select {
	case w.poked <- struct{}{}:
	default:
	}
}

// pass is called by who did not have to wait, or no longer: there may be something for the next one too. (Who finds nothing passes nothing on, or
// two would wake each other for ever.)
func (w *waiting) pass() {
	if w.count.Load() > 0 {
		w.poke()
	}
}

var (
	openMutex sync.Mutex
	open      = map[int32]*Channel{}
	turns     []chan struct{}
)

func init() { host.Wake = wakeChannel }

// The host tells that a channel may go on; -1: it had a turn. Must not block.
func wakeChannel(handle int32) {
	openMutex.Lock()
	defer openMutex.Unlock()
	if handle < 0 {
		for _, turn := range turns {
			close(turn)
		}
		turns = nil
	} else if c := open[handle]; c != nil {
		c.readable.poke()
		c.writable.poke()
	}
}

// Open opens a channel by its name. The page may have asked for it already, or will later. A name can be open once at a time.
func Open(name string, options ...Option) (*Channel, error) {
	chosen := channelOptions{maxMessage: DefaultMaxMessage}
	for _, option := range options {
		option(&chosen)
	}
	if mismatch := abiMismatch(int(host.ABI())); mismatch != "" {
		return nil, errors.New(mismatch)
	}
	openMutex.Lock()
	defer openMutex.Unlock()
	handle := host.Open(name, chosen.policy, chosen.codec, chosen.capacity, chosen.maxMessage)
	switch handle {
	case host.NameTaken:
		return nil, fmt.Errorf("ferry: channel %q is open already", name)
	case host.NoMemory:
		return nil, fmt.Errorf("ferry: no memory for channel %q, or too many channels are open (64)", name)
	}
	if handle < 0 {
		return nil, fmt.Errorf("ferry: channel %q cannot be opened with these options", name)
	}
	c := &Channel{name: name, handle: handle, max: int(chosen.maxMessage)}
	c.readable.poked = make(chan struct{}, 1)
	c.writable.poked = make(chan struct{}, 1)
	open[handle] = c
	return c, nil
}

// Name gives the name it was opened by.
func (c *Channel) Name() string { return c.name }

// Send sends a message, and waits for space if there is none. The message is copied: the slice can be used again. Its error is ErrClosed,
// ErrTooLarge, or the context's.
func (c *Channel) Send(ctx context.Context, message []byte) error {
	for {
		answer := host.Send(c.handle, message)
		if answer != host.NotNow {
			c.writable.pass()
		}
		if answer >= 0 {
			return c.went(answer)
		}
		if answer != host.NotNow {
			return c.failed(answer)
		}
		if err := c.wait(ctx, &c.writable, host.Writable); err != nil {
			return err
		}
	}
}

// TrySend sends a message if there is space now, and tells whether there was.
func (c *Channel) TrySend(message []byte) (bool, error) {
	answer := host.Send(c.handle, message)
	if answer == host.NotNow {
		return false, nil
	}
	if answer < 0 {
		return false, c.failed(answer)
	}
	return true, nil
}

// Recv waits for the next message. After the page has closed the channel and everything was received, the error is io.EOF.
func (c *Channel) Recv(ctx context.Context) ([]byte, error) {
	return c.recv(ctx, func(n int) []byte { return make([]byte, n) })
}

// RecvInto waits for the next message and copies it to p; it gives its length. A longer message stays where it is, and the error is
// io.ErrShortBuffer.
func (c *Channel) RecvInto(ctx context.Context, p []byte) (int, error) {
	for {
		answer := host.Recv(c.handle, p)
		if answer != host.NotNow {
			c.readable.pass()
		}
		if answer >= 0 {
			return int(answer &^ host.TurnDue), c.went(answer)
		}
		if answer == host.DoesNotFit {
			return 0, io.ErrShortBuffer
		}
		if answer != host.NotNow {
			return 0, c.ended(answer)
		}
		if err := c.wait(ctx, &c.readable, host.Readable); err != nil {
			return 0, err
		}
	}
}

// TryRecv gives the next message if there is one now. It never waits.
func (c *Channel) TryRecv() (message []byte, ok bool, err error) {
	for {
		n := host.Peek(c.handle)
		if n == host.NotNow {
			return nil, false, nil
		}
		if n < 0 {
			return nil, false, c.ended(n)
		}
		message = make([]byte, n)
		if answer := host.Recv(c.handle, message); answer >= 0 {
			return message[:answer&^host.TurnDue], true, nil
		}
	}
}

// Messages iterates over the messages, until the page has closed the channel, or this side has. Each slice is valid for one step.
func (c *Channel) Messages() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		var buffer []byte
		for {
			message, err := c.recv(context.Background(), func(n int) []byte {
				if n > cap(buffer) {
					buffer = make([]byte, n, max(n, min(2*n, c.max)))
				}
				return buffer[:n]
			})
			if err != nil || !yield(message) {
				return
			}
		}
	}
}

// Read makes a stream of bytes of the messages. Mixed with Recv, it begins with what is left of its last message.
func (c *Channel) Read(p []byte) (int, error) {
	c.reading.Lock()
	defer c.reading.Unlock()
	for len(c.rest) == 0 {
		if len(p) == 0 {
			return 0, nil
		}
		message, err := c.recv(context.Background(), func(n int) []byte {
			if n > cap(c.buffer) {
				c.buffer = make([]byte, n)
			}
			return c.buffer[:n]
		})
		if err != nil {
			return 0, err
		}
		c.rest = message
	}
	n := copy(p, c.rest)
	c.rest = c.rest[n:]
	return n, nil
}

// Write sends p, as several messages where it is longer than one can be.
func (c *Channel) Write(p []byte) (int, error) {
	for written := 0; ; {
		n := min(len(p)-written, c.max)
		if err := c.Send(context.Background(), p[written:written+n]); err != nil {
			return written, err
		}
		if written += n; written == len(p) {
			return written, nil
		}
	}
}

// Reserve gives a slice of n bytes to fill, always the same memory, for Commit to send: for images and sound on a channel with Latest. What is in it is
// what was left there.
func (c *Channel) Reserve(n int) []byte {
	if n > cap(c.reserved) {
		c.reserved = make([]byte, n)
	}
	c.reserved = c.reserved[:n]
	return c.reserved
}

// Commit sends what Reserve gave: one copy, from there to where the page reads it.
func (c *Channel) Commit() error { return c.Send(context.Background(), c.reserved) }

// Close closes the channel. The page receives what was sent, and then the end; what it sends goes nowhere.
func (c *Channel) Close() error {
	if c.isClosed.Swap(true) {
		return nil
	}
	openMutex.Lock()
	delete(open, c.handle)
	host.Close(c.handle)
	openMutex.Unlock()
	c.readable.poke()
	c.writable.poke()
	return nil
}

// recv takes the next message into what space gives.
func (c *Channel) recv(ctx context.Context, space func(int) []byte) ([]byte, error) {
	for {
		var buffer []byte
		n := host.Peek(c.handle)
		if n >= 0 {
			buffer = space(int(n))
			n = host.Recv(c.handle, buffer)
		}
		if n != host.NotNow {
			c.readable.pass()
		}
		switch {
		case n >= 0:
			return buffer[:n&^host.TurnDue], c.went(n)
		case n == host.DoesNotFit: // another goroutine took the one that was looked at
			continue
		case n != host.NotNow:
			return nil, c.ended(n)
		}
		// What was read is given back to the page by Recv alone, which is told here that there is nothing more.
		switch n = host.Recv(c.handle, nil); {
		case n >= 0: // an empty message has come meanwhile
			c.readable.pass()
			return space(0), c.went(n)
		case n == host.NotNow:
			if err := c.wait(ctx, &c.readable, host.Readable); err != nil {
				return nil, err
			}
		}
	}
}

// wait parks the goroutine until the host tells that it may be worth another try.
func (c *Channel) wait(ctx context.Context, w *waiting, what int32) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	w.count.Add(1)
	host.Wait(c.handle, what)
	var err error
	if done := ctx.Done(); done == nil {
		<-w.poked // most often; it takes less than a select
	} else {
		select {
		case <-w.poked:
		case <-done:
			err = ctx.Err()
		}
	}
	w.count.Add(-1)
	if c.isClosed.Load() {
		w.poke() // for the next one, and whoever comes later
		return ErrClosed
	}
	return err
}

// went lets the host's event loop have a turn where that is due, for a message that went through.
func (c *Channel) went(answer int32) error {
	if answer&host.TurnDue != 0 {
		takeTurn()
	}
	return nil
}

func takeTurn() {
	turn := make(chan struct{})
	openMutex.Lock()
	turns = append(turns, turn)
	first := len(turns) == 1
	openMutex.Unlock()
	if first {
		host.Turn()
	}
	<-turn
}

// failed is the error for a message that could not be sent.
func (c *Channel) failed(answer int32) error {
	switch answer {
	case host.DoesNotFit:
		return ErrTooLarge
	case host.Closed, host.NoChannel:
		return ErrClosed
	case host.BrokenPeer:
		return fmt.Errorf("ferry: channel %q is broken: the page's side wrote what is no message", c.name)
	}
	return fmt.Errorf("ferry: channel %q: the host refused (%d)", c.name, answer)
}

// ended is the error for a message that could not be received.
func (c *Channel) ended(answer int32) error {
	if answer == host.Closed {
		return io.EOF
	}
	return c.failed(answer)
}

package ferry

import (
	"context"
	"encoding/binary"
	"errors"
	"reflect"
	"sync"
	"sync/atomic"
	"syscall/js"

	"github.com/goferry/goferry/go/internal/host"
	"github.com/goferry/goferry/go/internal/wire"
)

// bridge is this package's half of what js/src/ferry/ferry.ts is the other half of. Messages come and go as bytes through one array of the
// host's, so a call makes no js.Value but for what has no form in bytes.
type bridge struct {
	program                                                                                        js.Value
	exportFn, nextFn, referenceFn, reserveFn, holdFn, placeFn, settleFn, takeFn, invokeFn, awaitFn js.Value

	// transfer is held while a message is in the array: Go may run another goroutine wherever it allocates.
	transfer sync.Mutex
	buffer   js.Value
	size     int

	mu        sync.Mutex
	functions []*function
	running   map[uint32]*call // those that can be aborted
	waiting   map[uint32]*waiter
	lastWait  uint32

	jobs chan job
	idle atomic.Int32
}

// waiter waits for a result of JavaScript's.
type waiter struct {
	decode func(*wire.Reader) error
	err    error
	done   chan struct{}
}

// What a message begins with.
const (
	messageCall   = 1 // u32 id, i32 slot (-1: without a signal), u32 function, u32 count, values
	messageResult = 2 // u32 id, value
	messageThrown = 3 // u32 id, value
	messageAbort  = 4 // u32 id, value
)

const noHost = "ferry: this program runs under another host than goferry, such as Go's wasm_exec.js, which has no functions for package ferry. " +
	"Load it with goferry: npm install goferry, and load(\"main.wasm\"), or <go-ferry src=\"main.wasm\">"

// connected finds the host once. It gives what to say where there is none.
var connected = sync.OnceValues(func() (*bridge, error) {
	program := js.Global().Get("goferry:program")
	if program.Type() != js.TypeObject {
		return nil, errors.New(noHost)
	}
	if mismatch := abiMismatch(program.Get("abi").Int()); mismatch != "" {
		return nil, errors.New(mismatch)
	}
	b := &bridge{
		program:     program,
		exportFn:    program.Get("export"),
		nextFn:      program.Get("next"),
		referenceFn: program.Get("reference"),
		reserveFn:   program.Get("reserve"),
		holdFn:      program.Get("hold"),
		placeFn:     program.Get("place"),
		settleFn:    program.Get("settle"),
		takeFn:      program.Get("take"),
		invokeFn:    program.Get("invoke"),
		awaitFn:     program.Get("await"),
		running:     map[uint32]*call{},
		waiting:     map[uint32]*waiter{},
		jobs:        make(chan job),
	}
	b.newBuffer()
	woken := make(chan struct{}, 1)
	host.WakeCalls = func() {
		select {
		case woken <- struct{}{}:
		default:
		}
	}
	go func() {
		for range woken {
			b.pump()
		}
	}()
	return b, nil
})

func mustConnect() *bridge {
	b, err := connected()
	if err != nil {
		panic(err.Error())
	}
	return b
}

// publish makes a function callable from the page.
func publish(f *function) {
	b := mustConnect()
	b.mu.Lock()
	number := len(b.functions)
	b.functions = append(b.functions, f)
	b.mu.Unlock()
	b.exportFn.Invoke(number, f.name, f.signature())
}

func (b *bridge) newBuffer() {
	b.buffer = b.program.Get("buffer")
	b.size = b.buffer.Length()
}

// pump handles what has come from JavaScript.
func (b *bridge) pump() {
	for {
		bytes, refs := b.next()
		if bytes == nil {
			return
		}
		b.handle(bytes, refs)
	}
}

func (b *bridge) next() (bytes []byte, refs []any) {
	b.transfer.Lock()
	defer b.transfer.Unlock()
	size := b.nextFn.Invoke().Int()
	if size < 0 {
		return nil, nil
	}
	if size > b.size {
		b.newBuffer()
	}
	bytes = make([]byte, size)
	js.CopyBytesToGo(bytes, b.buffer)
	count := binary.LittleEndian.Uint32(bytes)
	for i := range count {
		refs = append(refs, b.referenceFn.Invoke(i))
	}
	return bytes[4:], refs
}

func (b *bridge) handle(bytes []byte, refs []any) {
	r := wire.NewReader(bytes, refs, b)
	kind, id := r.U8(), r.U32()
	switch kind {
	case messageCall:
		slot, number, count := int32(r.U32()), r.U32(), int(r.U32())
		b.mu.Lock()
		f := b.functions[number]
		b.mu.Unlock()
		started := &call{}
		if slot >= 0 {
			started.slot = slot
			started.start(context.Background()) // before an abort can come
			b.mu.Lock()
			b.running[id] = started
			b.mu.Unlock()
		}
		b.start(job{id, f, started, r, count})
	case messageAbort:
		b.mu.Lock()
		aborted := b.running[id]
		b.mu.Unlock()
		if aborted != nil {
			aborted.cancel(r.Error())
		}
	case messageResult, messageThrown:
		b.mu.Lock()
		waiting := b.waiting[id]
		delete(b.waiting, id)
		b.mu.Unlock()
		if waiting == nil {
			return // its context has been cancelled
		}
		if kind == messageThrown {
			waiting.err = r.Error()
		} else {
			waiting.err = waiting.decode(r)
		}
		close(waiting.done)
	}
}

// job is a call that has come.
type job struct {
	id        uint32
	function  *function
	call      *call
	arguments *wire.Reader
	count     int
}

// maxIdle is how many goroutines wait for the next call, rather than end: a new one has to grow its stack first.
const maxIdle = 4

// start runs a call in a goroutine that no other call has meanwhile.
func (b *bridge) start(j job) {
	select {
	case b.jobs <- j: // one is waiting
	default:
		go func() {
			b.run(j)
			for b.idle.Add(1) <= maxIdle {
				j = <-b.jobs
				b.idle.Add(-1)
				b.run(j)
			}
			b.idle.Add(-1)
		}()
	}
}

func (b *bridge) run(j job) {
	w := &wire.Writer{Bytes: make([]byte, 0, 64), Place: b.place}
	j.function.run(j.call, j.arguments, j.count, w, func(how outcome) {
		if j.call.cancel != nil {
			b.mu.Lock()
			delete(b.running, j.id)
			b.mu.Unlock()
		}
		b.transfer.Lock()
		defer b.transfer.Unlock()
		b.send(w)
		b.settleFn.Invoke(j.id, int(how), len(w.Bytes))
	})
}

// send puts a message into the array. REQUIRES: transfer is held.
func (b *bridge) send(w *wire.Writer) {
	if len(w.Bytes) > b.size {
		b.reserveFn.Invoke(len(w.Bytes))
		b.newBuffer()
	}
	js.CopyBytesToJS(b.buffer, w.Bytes)
	for _, ref := range w.Refs {
		b.holdFn.Invoke(ref)
	}
}

func (b *bridge) place(bytes []byte) any {
	array := b.placeFn.Invoke(len(bytes))
	js.CopyBytesToJS(array, bytes)
	return array
}

// CopyBytes is part of wire.Host.
func (b *bridge) CopyBytes(to []byte, reference any) {
	js.CopyBytesToGo(to, reference.(js.Value))
}

// Func is part of wire.Host.
func (b *bridge) Func(reference any, t reflect.Type) reflect.Value {
	return makeFunc(t, b.newWriter, func(ctx context.Context, w *wire.Writer, wait bool, decode func(*wire.Reader) error) error {
		return b.callJS(ctx, reference.(js.Value), w, wait, decode)
	})
}

func (b *bridge) newWriter() *wire.Writer { return &wire.Writer{Place: b.place} }

// callJS calls a function of JavaScript with an array of arguments; it is not under way while code of the page runs that may call into Go.
func (b *bridge) callJS(ctx context.Context, function js.Value, w *wire.Writer, wait bool, decode func(*wire.Reader) error) error {
	b.transfer.Lock()
	b.send(w)
	arguments := b.takeFn.Invoke(len(w.Bytes)).Int()
	b.transfer.Unlock()
	if !wait {
		b.invokeFn.Invoke(function, arguments, 0)
		return nil
	}
	return b.wait(ctx, decode, func(id uint32) { b.invokeFn.Invoke(function, arguments, id) })
}

// wait lets start begin something that ends with a result for the id, and waits for it.
func (b *bridge) wait(ctx context.Context, decode func(*wire.Reader) error, start func(id uint32)) error {
	waiting := &waiter{decode: decode, done: make(chan struct{})}
	b.mu.Lock()
	b.lastWait = max(b.lastWait+1, 1)
	id := b.lastWait
	b.waiting[id] = waiting
	b.mu.Unlock()
	start(id)
	b.pump() // it may be there already
	select {
	case <-waiting.done:
		return waiting.err
	case <-ctx.Done():
		b.mu.Lock()
		delete(b.waiting, id)
		b.mu.Unlock()
		return context.Cause(ctx)
	}
}

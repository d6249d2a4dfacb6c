package ferry

import "github.com/goferry/goferry/go/internal/host"

// Codec says what the messages of a channel are. The page says the same, by name: program.channel(name, { codec: "json" }).
type Codec int32

// The codecs. All but the first three are typed arrays of JavaScript, and slices of numbers here, in the byte order of WebAssembly (little endian).
const (
	Bytes   Codec = iota // "bytes": Uint8Array, []byte
	Text                 // "text": strings
	JSON                 // "json": any value that JSON can hold
	Float64              // "f64"
	Float32              // "f32"
	Int32                // "i32"
	Uint32               // "u32"
	Int16                // "i16"
	Uint16               // "u16"
	Int8                 // "i8"
	Uint8                // "u8"
	Int64                // "i64": BigInt64Array
	Uint64               // "u64"
)

// DefaultMaxMessage is the longest message of a channel that is opened without MaxMessage, in bytes.
const DefaultMaxMessage = 16 << 10

type channelOptions struct {
	policy, codec, capacity, maxMessage int32
}

// Option is an option of Open.
type Option func(*channelOptions)

// WithCodec says what the messages are; without it they are Bytes.
func WithCodec(codec Codec) Option { return func(o *channelOptions) { o.codec = int32(codec) } }

// MaxMessage sets the length of the longest message, in bytes (at most 64 MiB). The channel takes at least 16 times as much memory in each direction,
// with Latest three times.
func MaxMessage(bytes int) Option {
	return func(o *channelOptions) { o.maxMessage = int32(min(bytes, 1<<31-1)) }
}

// Capacity asks for more room than for 16 of the longest messages: at least so many bytes in each direction.
func Capacity(bytes int) Option {
	return func(o *channelOptions) { o.capacity = int32(min(bytes, 1<<31-1)) }
}

// Latest makes a channel for states, such as what a frame shows: a message that the other side has not looked at yet gives way to a newer one,
// and nobody ever waits for space.
func Latest() Option { return func(o *channelOptions) { o.policy = host.Latest } }

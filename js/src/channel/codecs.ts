/** What the bytes of a message stand for. */

/** The typed arrays of the numeric codecs, by their names. */
export interface NumericArrays {
  /** float64 */
  f64: Float64Array;
  /** float32 */
  f32: Float32Array;
  /** int32 */
  i32: Int32Array;
  /** uint32 */
  u32: Uint32Array;
  /** int16 */
  i16: Int16Array;
  /** uint16 */
  u16: Uint16Array;
  /** int8 */
  i8: Int8Array;
  /** uint8 */
  u8: Uint8Array;
  /** int64 */
  i64: BigInt64Array;
  /** uint64 */
  u64: BigUint64Array;
}
/** In the order of their numbers. */
const arrays = { f64: Float64Array, f32: Float32Array, i32: Int32Array, u32: Uint32Array, i16: Int16Array, u16: Uint16Array, i8: Int8Array, u8: Uint8Array, i64: BigInt64Array, u64: BigUint64Array } as const satisfies Record<keyof NumericArrays, unknown>;

/** What a channel's messages are: bytes (Uint8Array), text, any JSON, or arrays of numbers. */
export type ChannelCodec = "bytes" | "text" | "json" | keyof NumericArrays;

/** What a codec gives, where nothing more is said. */
export type CodecValue<C extends ChannelCodec> = C extends "bytes" ? Uint8Array : C extends "text" ? string : C extends keyof NumericArrays ? NumericArrays[C] : unknown;

/** In the order of their numbers; go/internal/host has the same. */
export const codecNames: readonly ChannelCodec[] = ["bytes", "text", "json", ...(Object.keys(arrays) as (keyof NumericArrays)[])];

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** A copy of some bytes. In Firefox `slice` takes up to ten times as long as `set` does; in the others it is the faster one. */
export const copyOf: (bytes: Uint8Array, at: number, length: number) => Uint8Array = /\bFirefox\//.test((globalThis as { navigator?: { userAgent?: string } }).navigator?.userAgent ?? "")
  ? (bytes, at, length) => {
      const copy = new Uint8Array(length);
      copy.set(bytes.subarray(at, at + length));
      return copy;
    }
  : (bytes, at, length) => bytes.slice(at, at + length);

/** The bytes of a value. Throws a TypeError where it is none of the codec's. */
export function encode(codec: ChannelCodec, value: unknown): Uint8Array {
  if (codec === "bytes" && value instanceof Uint8Array && value.constructor === Uint8Array) return value; // not so a Buffer, whose slice is no copy
  if (codec === "text") {
    if (typeof value !== "string") throw new TypeError("a channel of codec text sends strings");
    return encoder.encode(value);
  }
  if (codec === "json") {
    const text = JSON.stringify(value) as string | undefined;
    if (text === undefined) throw new TypeError("a channel of codec json sends what JSON can hold");
    return encoder.encode(text);
  }
  if (value instanceof ArrayBuffer || (typeof SharedArrayBuffer === "function" && value instanceof SharedArrayBuffer)) return new Uint8Array(value);
  if (ArrayBuffer.isView(value)) {
    if (codec === "bytes" || value instanceof arrays[codec]) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  } else if (codec !== "bytes" && Array.isArray(value)) {
    return new Uint8Array((arrays[codec] as unknown as { from(list: unknown[]): Float64Array }).from(value).buffer);
  }
  throw new TypeError(codec === "bytes" ? "a channel of codec bytes sends typed arrays and array buffers" : `a channel of codec ${codec} sends a ${arrays[codec].name}, or an array of its elements`);
}

/** The value of bytes that are the caller's own. Throws where they are no value of the codec. */
export function decode(codec: ChannelCodec, bytes: Uint8Array): unknown {
  if (codec === "bytes") return bytes;
  if (codec === "text") return decoder.decode(bytes);
  if (codec === "json") return JSON.parse(decoder.decode(bytes)) as unknown;
  return view(codec, bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Whether a codec's messages can be views of bytes in place. */
export const hasViews = (codec: ChannelCodec): boolean => codec !== "text" && codec !== "json";

/** The array on bytes in place. Payloads are aligned to 8 bytes. */
export function view(codec: ChannelCodec, buffer: ArrayBufferLike, at: number, length: number): unknown {
  const Type = codec === "bytes" || codec === "text" || codec === "json" ? Uint8Array : arrays[codec];
  if (length % Type.BYTES_PER_ELEMENT !== 0) throw new RangeError(`${length} bytes are no whole ${Type.name}`);
  return new Type(buffer as ArrayBuffer, at, length / Type.BYTES_PER_ELEMENT);
}

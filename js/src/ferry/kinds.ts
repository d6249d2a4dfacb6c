/** The form of values between JavaScript and Go: go/internal/wire, wire.go and numbers.go. Little-endian, unaligned. */

/** What a value begins with. */
export const Tag = {
  undefined: 0,
  null: 1,
  false: 2,
  true: 3,
  number: 4,
  string: 5,
  array: 6,
  object: 7,
  numbers: 8,
  bigInt: 9,
  bigUint: 10,
  date: 11,
  error: 12,
  reference: 13,
  manyBytes: 14,
} as const;

/** The size in bytes from which a typed array crosses by reference, so that its bytes are copied once. */
export const LARGE = 4096;

type TypedArrayConstructor = new (buffer: ArrayBuffer) => ArrayBufferView;

/** The classes of typed arrays by the number of their elements' kind. */
export const typedArrays: readonly TypedArrayConstructor[] = [
  Uint8Array, Int8Array, Uint16Array, Int16Array, Uint32Array, Int32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array,
];

const kinds = new Map<string, number>(typedArrays.map((type, kind) => [type.name, kind]));
for (const name of ["Uint8ClampedArray", "DataView", "ArrayBuffer", "SharedArrayBuffer"]) kinds.set(name, 0);

/** The kind of what holds numbers or bytes, by what Object.prototype.toString calls it; undefined for all else. */
export const kindOf = (className: string): number | undefined => kinds.get(className);

/** What Object.prototype.toString calls a value, which tells also the objects of other frames apart. */
export const classOf = (value: object): string => (Object.prototype.toString.call(value) as string).slice(8, -1);

/** Copies between two memories, where no wasm module sees both (compat). */

type Copy = (at: number, start: number, length: number) => void;

/** Up to so many bytes a loop is faster than the array that tells `set` what to copy. */
const FEW = 64;

/** `at` is in the one memory, `start` in the other; they are asked for when they are first needed. Addresses arrive signed: `>>> 0`. */
export function copier(to: () => WebAssembly.Memory, from: () => WebAssembly.Memory): Copy {
  const targets = bytesOf(to);
  const sources = bytesOf(from);
  return (at, start, length) => {
    at >>>= 0;
    start >>>= 0;
    length >>>= 0;
    const target = targets(at + length);
    const source = sources(start + length);
    if (length > FEW) target.set(source.subarray(start, start + length), at);
    else for (let i = 0; i < length; i++) target[at + i] = source[start + i] as number;
  };
}

/** A memory's bytes up to `end`, in one array for as long as it reaches: one of a memory that has grown is too short, or detached and empty. */
function bytesOf(memory: () => WebAssembly.Memory): (end: number) => Uint8Array {
  let bytes = new Uint8Array(0);
  return end => (end > bytes.length ? (bytes = new Uint8Array(memory().buffer)) : bytes);
}

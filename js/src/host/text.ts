/** Text between UTF-8 in a memory and JavaScript strings. */
import type { Views } from "./views.js";

const decoder = new TextDecoder(); // drops a leading BOM, as Go's own host does
const encoder = new TextEncoder();
const encodesInto = typeof encoder.encodeInto === "function"; // polyfills for wasm_exec.js, which does without, may lack it

/** Below this many bytes a loop over ASCII beats the call into the engine's decoder or encoder. */
const SHORT = 20;
const ascii = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));

/** Decodes UTF-8; invalid bytes become U+FFFD. */
export function decode(views: Views, at: number, length: number): string {
  if (views.u8.length === 0) views.refresh();
  const bytes = views.u8;
  if (length < SHORT) {
    let text = "";
    let i = 0;
    for (; i < length; i++) {
      const code = bytes[at + i] as number;
      if (code > 127) break;
      text += ascii[code];
    }
    if (i === length) return text;
  }
  return decoder.decode(bytes.subarray(at, at + length));
}

/**
 * Encodes as UTF-8 to `at`, if it surely fits into `capacity` bytes and can be: the length in bytes, else -1. Lone surrogates become U+FFFD.
 */
export function encodeInto(views: Views, at: number, capacity: number, text: string): number {
  const { length } = text;
  if (length * 3 > capacity) return -1;
  if (views.u8.length === 0) views.refresh();
  const bytes = views.u8;
  if (length < SHORT) {
    let i = 0;
    for (; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code > 127) break;
      bytes[at + i] = code;
    }
    if (i === length) return length;
  }
  if (!encodesInto) return -1;
  return encoder.encodeInto(text, bytes.subarray(at, at + length * 3)).written;
}

/** The UTF-8 bytes of a string of any length. */
export function encode(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** The string as the engine keeps property keys: looked up by identity and with its hash known. */
export function internalise(text: string): string {
  return Object.keys({ [text]: 0 })[0] as string;
}

/** What a file is that WebAssembly's engine does not take. */
import { GoLoadError, messageOf } from "./errors.js";

const wasmMagic = [0, 0x61, 0x73, 0x6d];
const gzipMagic = [0x1f, 0x8b];
const zstdMagic = [0x28, 0xb5, 0x2f, 0xfd];

const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean => magic.every((byte, i) => bytes[i] === byte);

/** Whether the bytes begin as a WebAssembly module does. */
export const isWasm = (bytes: Uint8Array): boolean => startsWith(bytes, wasmMagic);

/** The error for what could not be compiled: says what it is, and what to do. Without the bytes it says what the engine (`cause`) says. */
export function explainFile(label: string, bytes: Uint8Array | undefined, details: { program: string; cause: unknown }): GoLoadError {
  if (bytes && !isWasm(bytes)) return new GoLoadError("not-wasm", `${label} is ${whatElse(bytes)}`, details);
  const missing = bytes ? missingBytes(bytes) : 0;
  if (bytes && missing > 0) {
    return new GoLoadError("truncated", `${label} is cut short: it has ${bytes.length} bytes, and at least ${missing} are missing. Build or upload it again`, details);
  }
  return new GoLoadError("compile-failed", `${label} could not be compiled: ${messageOf(details.cause)}. Is it whole, as go build wrote it, and the browser not too old for it?`, details);
}

function whatElse(bytes: Uint8Array): string {
  if (bytes.length === 0) return "empty; build or upload it again";
  const packed = startsWith(bytes, gzipMagic) ? "gzip" : startsWith(bytes, zstdMagic) ? "zstd" : undefined;
  if (packed) return `compressed: let the server say so (Content-Encoding: ${packed}), or serve the file that was packed`;
  const start = new TextDecoder().decode(bytes.subarray(0, 64)).trimStart();
  if (start.startsWith("<")) return "an HTML page, not WebAssembly: many servers answer a path that does not exist with one. Is the path right?";
  const text = /^[^\0-\x08\x0e-\x1f\ufffd]+/.exec(start)?.[0].split("\n")[0];
  return `no WebAssembly module${text ? `: it begins with ${JSON.stringify(text)}` : ""}. Is the path right?`;
}

/** How many bytes a module's sections announce beyond its end; 0 where they end with the file. */
function missingBytes(bytes: Uint8Array): number {
  let at = 8; // behind magic and version
  while (at < bytes.length) {
    at++; // the section's id
    let size = 0;
    for (let shift = 0, more = true; more && shift < 35; shift += 7) {
      const byte = bytes[at++];
      if (byte === undefined) return 1;
      size += (byte & 0x7f) * 2 ** shift;
      more = byte >= 0x80;
    }
    at += size;
  }
  return at - bytes.length;
}

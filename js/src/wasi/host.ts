/** The module "wasi" that files.wasm imports (bridge/imports/wasi_host.def). */
import type { Output } from "../host/stdio.js";
import type { Views } from "../host/views.js";
import type { Socket } from "./socket.js";
import type { Incoming } from "./stdin.js";

/** crypto.getRandomValues gives at most this many bytes a call. */
const MAX_RANDOM = 65536;

/** The number of the first socket among the streams. */
export const FIRST_SOCKET = 3;

/** What the functions act on. */
export interface WasiHost {
  /** The program's memory. */
  readonly memory: Views;
  readonly stdin: Incoming;
  readonly sockets: readonly Socket[];
  /** Bytes of the memory of files.wasm. */
  own(at: number, length: number): Uint8Array;
  readonly outputs: ReadonlyMap<number, Output>;
  /** Ends the program; throws. */
  exit(code: number, signal: number): never;
  /** After code of the page has run: throws where that has ended the program. */
  returned(): void;
  /** The program has changed what is at a path of its filesystem; the path's bytes lie in the memory of files.wasm. */
  changed(at: number, length: number, removed: boolean): void;
  /** Code of the page threw. */
  failed(error: unknown): void;
}

export function wasiHost(host: WasiHost): WebAssembly.ModuleImports {
  const { memory } = host;
  const bytes = (at: number, length: number): Uint8Array<ArrayBuffer> => {
    if (memory.u8.length === 0) memory.refresh();
    return memory.u8.subarray(at >>> 0, (at >>> 0) + (length >>> 0));
  };
  const socket = (stream: number): Socket => host.sockets[stream - FIRST_SOCKET] as Socket;
  const reading = (stream: number): Incoming => (stream === 0 ? host.stdin : socket(stream));
  return {
    // Never 0, as a clock that stands there looks like none.
    wasi_now_ms: (clock: number): number => (clock === 0 ? Date.now() : performance.now() + 1),
    wasi_random(at: number, length: number): void {
      const data = bytes(at, length);
      for (let i = 0; i < data.length; i += MAX_RANDOM) crypto.getRandomValues(data.subarray(i, i + MAX_RANDOM));
    },
    wasi_read: (stream: number, at: number, length: number, peek: number): number => reading(stream).read(bytes(at, length), peek),
    wasi_ready: (stream: number, send: number): number => (send ? socket(stream).writable() : reading(stream).readable()),
    wasi_send: (stream: number, at: number, length: number): number => socket(stream).send(host.own(at, length)),
    wasi_shut: (stream: number, how: number): number => socket(stream).shut(how),
    wasi_write(stream: number, at: number, length: number): void {
      try {
        host.outputs.get(stream)?.write(bytes(at, length));
      } catch (error) {
        host.failed(error);
        throw error;
      }
      host.returned();
    },
    wasi_changed: (at: number, length: number, removed: number): void => host.changed(at >>> 0, length, removed !== 0),
    wasi_exit: (code: number, signal: number): never => host.exit(code, signal),
  };
}

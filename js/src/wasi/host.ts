/** The module "wasi" that files.wasm imports (bridge/imports/wasi_host.def). */
import type { Output } from "../host/stdio.js";
import type { Views } from "../host/views.js";
import type { Stdin } from "./stdin.js";

/** crypto.getRandomValues gives at most this many bytes a call. */
const MAX_RANDOM = 65536;

/** What the functions act on. */
export interface WasiHost {
  /** The program's memory. */
  readonly memory: Views;
  readonly stdin: Stdin;
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
  return {
    // Never 0, as a clock that stands there looks like none.
    wasi_now_ms: (clock: number): number => (clock === 0 ? Date.now() : performance.now() + 1),
    wasi_random(at: number, length: number): void {
      const data = bytes(at, length);
      for (let i = 0; i < data.length; i += MAX_RANDOM) crypto.getRandomValues(data.subarray(i, i + MAX_RANDOM));
    },
    wasi_read: (at: number, length: number): number => host.stdin.read(bytes(at, length)),
    wasi_readable: (): number => host.stdin.readable(),
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

/** The stores of one filesystem: what files.wasm asks of their files, by number, goes to whoever holds these. */
import { FetchFailure } from "./fetch-bytes.js";
import type { Views } from "../host/views.js";
import type { PlannedStore } from "./planned.js";

/** The files of an open store: 0 is the data, 1 and 2 are the journals. Results below 0 are errors, or WOULD_FETCH: then `wait`. */
export interface StoreHost {
  /** It never gives WOULD_FETCH. */
  readonly holds: boolean;
  /** Bytes read; fewer only at the end of the file. */
  read(file: number, at: number, to: Uint8Array): number;
  write(file: number, at: number, from: Uint8Array): number;
  flush(file: number): number;
  truncate(file: number, size: number): number;
  size(file: number): number;
  /** Whether the data can be read there without waiting. */
  ready(at: number, length: number): number;
  /** Whether all that was written and flushed is done. */
  settle(): number;
  /** Resolves when it is worth another try. */
  wait(): Promise<void>;
  close(): void;
}

/** Opens a store. */
export type OpenStore = (store: PlannedStore) => Promise<StoreHost>;

const EIO = -5;
const WOULD_FETCH = -4096;
/** What is not synced by the program is, so long after it was done. */
const SYNC_MS = 100;

/** Of a program that has ended. */
const closed: StoreHost = {
  holds: true,
  read: () => EIO,
  write: () => EIO,
  flush: () => EIO,
  truncate: () => EIO,
  size: () => EIO,
  ready: () => WOULD_FETCH,
  settle: () => 0,
  wait: () => Promise.reject(new FetchFailure("its store is closed, for the program has ended", false)),
  close() {},
};

export class Stores {
  readonly #hosts: StoreHost[] = [];
  readonly #ids = new Map<PlannedStore, number>();
  readonly #volumes = new Map<number, number>();
  readonly #open: OpenStore | undefined;
  #memory: WebAssembly.Memory | undefined;
  #sync: (() => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The memory outside: this array, during a call that reads to or writes from one; else that of the program, for WASI. */
  array: Uint8Array | undefined;
  #program: Views | undefined;
  /** The part of its memory that was asked for last: programs read into one buffer again and again, and a new array is dear to a browser. */
  #part: Uint8Array = new Uint8Array(0);

  constructor(open?: OpenStore) {
    this.#open = open;
  }

  /** Opens those of some mounts, all or none. */
  async open(mounts: readonly PlannedStore[]): Promise<void> {
    for (const mount of mounts) {
      try {
        this.#ids.set(mount, this.#hosts.push(await (this.#open as OpenStore)(mount)) - 1);
      } catch (error) {
        for (const other of mounts) this.drop(other);
        throw error;
      }
    }
  }

  /** What files.wasm knows an open one by. */
  id(mount: PlannedStore): number {
    return this.#ids.get(mount) as number;
  }

  /** Closes one that is no volume. */
  drop(mount: PlannedStore): void {
    const id = this.#ids.get(mount);
    if (id !== undefined) this.#close(id);
    this.#ids.delete(mount);
  }

  /** A store is that volume from now on. */
  is(volume: number, mount: PlannedStore): void {
    this.#volumes.set(volume, this.id(mount));
  }

  /** For a volume that gave WOULD_FETCH. */
  wait(volume: number): Promise<void> {
    return this.#host(this.#volumes.get(volume) ?? -1).wait();
  }

  /** Connects the instance that asks. `program` is the memory that a program for WASI has. */
  attach(memory: WebAssembly.Memory, program?: Views): void {
    this.#memory = memory;
    this.#program = program;
  }

  /** `sync` is to be called some time after a change. */
  set syncs(sync: () => void) {
    this.#sync = sync;
  }

  /** The program has ended: its filesystem stays, and the stores are others' to open. */
  close(): void {
    clearTimeout(this.#timer);
    this.#sync = undefined;
    this.#part = new Uint8Array(0);
    for (let id = 0; id < this.#hosts.length; id++) this.#close(id);
  }

  /** Whether there are any. */
  get any(): boolean {
    return this.#hosts.some(host => host !== closed);
  }

  /** Whether all is done before a call returns. */
  get holds(): boolean {
    return this.#hosts.every(host => host.holds);
  }

  /** The imports of files.wasm. */
  readonly imports: WebAssembly.ModuleImports = {
    files_store_read: (id: number, file: number, at: number, to: number, length: number) => this.#host(id).read(file, at, this.#bytes(to, length)),
    files_store_write: (id: number, file: number, at: number, from: number, length: number) => this.#host(id).write(file, at, this.#bytes(from, length)),
    files_store_read_outside: (id: number, file: number, at: number, to: number, length: number) => {
      const part = this.#outside(to, length);
      const count = this.#host(id).read(file, at, part);
      if (count >= 0 && count < part.length) part.fill(0, count);
      return Math.min(count, 0);
    },
    files_store_write_outside: (id: number, file: number, at: number, from: number, length: number) => this.#host(id).write(file, at, this.#outside(from, length)),
    files_take: (at: number, to: number, length: number) => this.#bytes(to, length).set(this.#outside(at, length)),
    files_store_flush: (id: number, file: number) => this.#host(id).flush(file),
    files_store_truncate: (id: number, file: number, size: number) => this.#host(id).truncate(file, size),
    files_store_size: (id: number, file: number) => this.#host(id).size(file),
    files_store_ready: (id: number, at: number, length: number) => this.#host(id).ready(at, length),
    files_store_settle: (id: number) => this.#host(id).settle(),
    files_store_changed: () => {
      if (!this.#sync) return;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#sync?.(), SYNC_MS);
    },
    files_store_close: (id: number) => this.#close(id),
  };

  #host(id: number): StoreHost {
    return this.#hosts[id] ?? closed;
  }

  #close(id: number): void {
    const host = this.#host(id);
    this.#hosts[id] = closed;
    host.close();
  }

  #outside(at: number, length: number): Uint8Array {
    at >>>= 0;
    length >>>= 0;
    const { array } = this;
    if (array) return length === array.length ? array : array.subarray(at, at + length);
    const program = this.#program as Views;
    if (program.u8.length === 0) program.refresh();
    const { u8 } = program;
    const last = this.#part;
    if (last.length === length && last.byteOffset === at && last.buffer === u8.buffer) return last;
    return (this.#part = u8.subarray(at, at + length));
  }

  #bytes(at: number, length: number): Uint8Array {
    return new Uint8Array((this.#memory as WebAssembly.Memory).buffer, at >>> 0, length >>> 0);
  }
}

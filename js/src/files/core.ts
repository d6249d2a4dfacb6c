/** files.wasm, called: paths and data go through its own memory. bridge/embind/files.cpp has the other side. */
import { copier } from "../bridge/copies.js";
import { Views } from "../host/views.js";
import type { FilesModules } from "./modules.js";
import * as layout from "./layout.js";
import { Stores } from "./stores.js";

/** What files.wasm exports. Results below 0 are negative numbers of errno.ts, or WOULD_FETCH. */
export interface FilesExports {
  memory: WebAssembly.Memory;
  _initialize?(): void;
  setup(maxBytes: number, maxFiles: number, maxOpen: number, maxPath: number): number;
  scratch(bytes: number): number;
  open(path: number, length: number, flags: number, mode: number): number;
  close(fd: number): number;
  fsync(fd: number): number;
  sync(): number;
  freeze_stores(): void;
  chdir(path: number, length: number): number;
  umask(mask: number): number;
  read(fd: number, to: number, length: number, position: number): number;
  read_at(): number;
  read_outside(): number;
  write(fd: number, length: number, position: number): number;
  stat(path: number, length: number, follow: number, stat: number): number;
  fstat(fd: number, stat: number): number;
  readdir(fd: number, cookie: number, to: number, capacity: number): number;
  mkdir(path: number, length: number, mode: number): number;
  rmdir(path: number, length: number): number;
  unlink(path: number, length: number): number;
  access(path: number, length: number, mode: number): number;
  rename(from: number, fromLength: number, to: number, toLength: number): number;
  link(from: number, fromLength: number, to: number, toLength: number): number;
  symlink(target: number, targetLength: number, path: number, length: number): number;
  readlink(path: number, length: number, to: number, capacity: number): number;
  chmod(path: number, length: number, follow: number, mode: number): number;
  fchmod(fd: number, mode: number): number;
  chown(path: number, length: number, follow: number, uid: number, gid: number): number;
  fchown(fd: number, uid: number, gid: number): number;
  utimes(path: number, length: number, follow: number, atimeMs: number, mtimeMs: number): number;
  futimes(fd: number, atimeMs: number, mtimeMs: number): number;
  truncate(path: number, length: number, size: number): number;
  ftruncate(fd: number, size: number): number;
  cwd(to: number, capacity: number): number;
  device(path: number, length: number, mode: number, rdev: number): number;
  volume_memory(): number;
  volume_remote(openEnded: number): number;
  volume_store(store: number): number;
  volume_overlay(lower: number): number;
  mount(volume: number, path: number, length: number, readOnly: number): number;
  unmount(path: number, length: number): number;
  set_read_only(volume: number, on: number): number;
  remote_file(volume: number, path: number, length: number, size: number, mode: number, mtimeMs: number, key: number): number;
  remote_directory(volume: number, path: number, length: number, mode: number, mtimeMs: number, key: number): number;
  remote_symlink(volume: number, path: number, length: number, target: number, targetLength: number, mtimeMs: number): number;
  remote_missing(volume: number, ino: number, name: number, length: number): number;
  provide(volume: number, ino: number, offset: number, from: number, length: number): number;
  provide_failed(errno: number): number;
  wanted(to: number): number;
  usage(to: number): number;
}

/** In place of an error: the bytes are not here yet. Get what is wanted (remote-data.ts), and call again. */
export const WOULD_FETCH = -4096;

/** The scratch region: two paths, a small result, data. */
const SECOND = 8192;
const RESULT = 16384;
const DATA = 32768;
/** Data goes in pieces of so many bytes at most. */
const PIECE = 1 << 20;

const zero = (): number => 0;
/** In place of what WASI's functions ask of their host, where nobody calls them. */
const noWasi = new Proxy<WebAssembly.ModuleImports>({}, { get: () => zero });

/** Makes an instance. `go` is the program's memory; a face that only JavaScript calls needs none. */
export function instantiateFiles({ files, gomem }: FilesModules, stores: Stores, go = new WebAssembly.Memory({ initial: 0 }), wasi = noWasi): FilesExports {
  const imports: WebAssembly.Imports = {
    files: { files_wall_ms: () => Date.now(), ...stores.imports },
    go: { mem: go },
    wasi,
  };
  let exports: FilesExports;
  if (gomem) {
    const own = (): WebAssembly.Memory => exports.memory;
    imports["mem"] = { ...new WebAssembly.Instance(gomem, imports).exports as WebAssembly.ModuleImports, xmem_go_to_own: copier(own, () => go), xmem_own_to_go: copier(() => go, own) };
  }
  exports = new WebAssembly.Instance(files, imports).exports as unknown as FilesExports;
  exports._initialize?.();
  return exports;
}

/** A filesystem that only JavaScript calls. */
export function openCore(modules: FilesModules, stores = new Stores()): Core {
  return new Core(instantiateFiles(modules, stores), stores);
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true }); // names are bytes, whatever they begin with

/** One filesystem: its exports, and what it takes to call them. Not for two calls at once: each puts its arguments at the same place. */
export class Core {
  readonly exports: FilesExports;
  readonly stores: Stores;
  readonly #views = new Views();
  #scratch = 0;
  #capacity: number = layout.SCRATCH_BYTES;

  /** `stores`: those that it was instantiated with; `program`: the memory of a program for WASI. */
  constructor(exports: FilesExports, stores: Stores, program?: Views) {
    this.exports = exports;
    this.stores = stores;
    stores.attach(exports.memory, program);
    this.#scratch = exports.scratch(0) >>> 0;
    this.#views.attach(exports.memory);
  }

  /** The bytes of its memory now. */
  get bytes(): Uint8Array {
    if (this.#views.u8.length === 0) this.#views.refresh();
    return this.#views.u8;
  }

  /** A call with a path. */
  path(path: string, call: (at: number, length: number) => number): number {
    const at = this.#scratch;
    return call(at, this.#put(path, at));
  }

  /** A call with two paths. */
  paths(a: string, b: string, call: (at: number, length: number, bAt: number, bLength: number) => number): number {
    // A text that is too long for its place is cut there, at more than any path may have.
    const at = this.#scratch;
    const length = this.#put(a, at);
    return call(at, length, at + SECOND, this.#put(b, at + SECOND));
  }

  /** Where a result may be put, behind the paths. */
  get resultAt(): number {
    return this.#scratch + RESULT;
  }

  /** A text at the place of results. */
  resultText(length: number): string {
    return this.text(this.resultAt, length);
  }

  /** A text anywhere in its memory. */
  text(at: number, length: number): string {
    return decoder.decode(this.bytes.subarray(at, at + length));
  }

  /** How much of a text fits there. */
  readonly resultCapacity = DATA - RESULT;

  /** The number, of 8 bytes, at `offset` in the result. */
  resultNumber(offset: number): number {
    if (this.#views.f64.length === 0) this.#views.refresh();
    return this.#views.f64[(this.resultAt + offset) >>> 3] as number;
  }

  /** The number, of 4 bytes, at `offset` in the result. */
  resultWord(offset: number): number {
    if (this.#views.u32.length === 0) this.#views.refresh();
    return this.#views.u32[(this.resultAt + offset) >>> 2] as number;
  }

  /** Reads up to `to.length` bytes; at the descriptor's offset where `position` is negative. */
  read(fd: number, to: Uint8Array, position: number): number {
    let done = 0;
    do {
      const piece = Math.min(to.length - done, PIECE);
      const at = this.#data(piece);
      const { stores } = this;
      stores.array = done === 0 ? to : to.subarray(done);
      const count = this.exports.read(fd, at, piece, position < 0 ? -1 : position + done);
      stores.array = undefined;
      if (count < 0) return done > 0 ? done : count; // what has been read has been read; the next call tells of the error
      const outside = stores.any ? this.exports.read_outside() : 0;
      if (outside < count) {
        const from = this.exports.read_at() >>> 0;
        to.set(this.bytes.subarray(from, from + count - outside), done + outside);
      }
      done += count;
      if (count < piece) break;
    } while (done < to.length);
    return done;
  }

  /** Writes bytes; as `read`. */
  write(fd: number, from: Uint8Array, position: number): number {
    const { stores } = this;
    stores.array = from;
    const count = this.exports.write(fd, from.length, position < 0 ? -1 : position);
    stores.array = undefined;
    return count;
  }

  /** Puts bytes at a place of theirs for a call; at most PIECE. */
  data(bytes: Uint8Array, call: (at: number, length: number) => number): number {
    const at = this.#data(bytes.length);
    this.bytes.set(bytes, at);
    return call(at, bytes.length);
  }

  /** The entries of an open directory, but for `.` and `..`; or the number of an error. */
  entries(fd: number): { name: string; type: number }[] | number {
    const entries: { name: string; type: number }[] = [];
    const capacity = this.#capacity - DATA;
    for (let cookie = 0; ; ) {
      const at = this.#data(0);
      const count = this.exports.readdir(fd, cookie, at, capacity);
      if (count < 0) return count;
      if (count === 0) return entries;
      const { bytes } = this;
      const view = new DataView(bytes.buffer);
      for (let record = at; record < at + count; ) {
        const length = view.getUint32(record + layout.DIRENT_NAME_LEN, true);
        const nameAt = record + layout.DIRENT_NAME;
        const name = shortText(bytes, nameAt, length);
        if (name !== "." && name !== "..") entries.push({ name, type: view.getUint32(record + layout.DIRENT_TYPE, true) });
        cookie = view.getFloat64(record + layout.DIRENT_NEXT, true);
        record = nameAt + ((length + 7) & ~7);
      }
    }
  }

  /** Address for so many bytes of data. What else lies in the scratch region may be lost. */
  #data(length: number): number {
    if (DATA + length > this.#capacity) {
      this.#capacity = DATA + length;
      this.#scratch = this.exports.scratch(this.#capacity) >>> 0;
    }
    return this.#scratch + DATA;
  }

  /** Writes a text; most paths are short and ASCII, and quicker without the encoder. */
  #put(text: string, at: number): number {
    const { bytes } = this;
    const { length } = text;
    if (length < 128) {
      let i = 0;
      for (; i < length; i++) {
        const code = text.charCodeAt(i);
        if (code > 127) break;
        bytes[at + i] = code;
      }
      if (i === length) return length;
    }
    return encoder.encodeInto(text, bytes.subarray(at, at + SECOND)).written;
  }
}

function shortText(bytes: Uint8Array, at: number, length: number): string {
  let text = "";
  if (length < 32) {
    let i = at;
    for (const end = at + length; i < end; i++) {
      const code = bytes[i] as number;
      if (code > 127) break;
      text += String.fromCharCode(code);
    }
    if (i === at + length) return text;
  }
  return decoder.decode(bytes.subarray(at, at + length));
}

/**
 * Arrays that nobody sees but Go's own file operations, used again. Go makes a Uint8Array for each read and write (Read, Pread, Write and Pwrite of
 * syscall/fs_js.go), copies to it or from it, and lets it go; but it is only freed when Go has collected garbage, and so each one is memory that
 * was never touched before: most of the time that a large read took, and as much memory as the program reads between two collections.
 */
import type { GoExports, HostFunctions } from "../bridge/instance.js";
import type { ValueTable } from "../host/values.js";
import type { Views } from "../host/views.js";
import { Callers } from "./callers.js";

/** Smaller ones take no longer to make than to find. */
const LEAST = 1024;
/** Larger ones are not kept: where Go's own memory is read to, they are never touched. */
const MOST_KEPT = 1 << 22;
/** So many of each size, that of the next power of two. */
const KEPT = 4;

/** The functions whose arrays go nowhere else. Read in Go 1.18 to 1.27: of a newer Go nothing is taken for granted. */
const functions = ["Read", "Pread", "Write", "Pwrite"].map(name => `syscall.${name}`);
const KNOWN = /^go1\.(?:1[89]|2[0-7])(?!\d)/;
/** Those that copy what was read, and not all of the array: where that is nothing, they do not look at it. */
const COPIES_READ = /^go1\.27(?!\d)/;

/** What an engine gives. */
export interface ArrayUser {
  /** The functions of module "js", which are changed here: before the bridge is made. */
  readonly host: HostFunctions;
  readonly table: ValueTable;
  readonly views: Views;
  readonly go: GoExports;
  /** The Go that built the program. */
  readonly builtBy: string | undefined;
}

type Primitive = (a: number, b: number, c: number) => number;

export class OwnArrays {
  readonly #out = new WeakSet<Uint8Array>();
  readonly #placed = new WeakMap<Uint8Array, number>(); // bytes that lie where Go will copy them to
  #copiesRead = false;
  #memoryOf: (length: number) => Uint8Array | undefined = () => undefined;
  readonly #kept = new Map<number, Uint8Array[]>();

  /** `isOurs`: Go calls us, and no function that the program has put in our place. */
  connect({ host, table, views, go, builtBy }: ArrayUser, isOurs: () => boolean): void {
    if (!KNOWN.test(builtBy ?? "")) return;
    this.#copiesRead = COPIES_READ.test(builtBy as string);
    const { values, give } = table;
    const construct = host.js_construct as Primitive;
    const copyToGo = host.js_copy_to_go as Primitive;
    const copyToJs = host.js_copy_to_js as Primitive;
    const callers = new Callers(views, functions);
    // (fd int, b []byte) and more are the arguments of all of them.
    this.#memoryOf = length => {
      const at = callers.argumentsOf(go.getsp());
      const { u32, u8 } = views;
      const start = u32[(at + 8) >>> 2] as number;
      return at > 0 && u32[(at + 16) >>> 2] === length && start + length <= u8.length ? u8.subarray(start, start + length) : undefined;
    };
    host.js_construct = (id: number, at: number, count: number): number => {
      if (count === 1 && values[id] === Uint8Array) {
        if (views.f64.length === 0) views.refresh();
        const length = views.f64[at >>> 3] as number;
        const array = length >= LEAST && isOurs() && callers.argumentsOf(go.getsp()) > 0 ? this.#take(length) : undefined;
        if (array) return give(array);
      }
      return construct(id, at, count);
    };
    host.js_copy_to_go = (at: number, length: number, id: number): number => {
      const array = values[id] as Uint8Array;
      const placed = this.#placed.get(array);
      if (placed === undefined) {
        const result = copyToGo(at, length, id);
        this.done(array);
        return result;
      }
      // Up to Go 1.26 all of the array is copied, with the zeros behind what was read.
      const count = Math.min(length >>> 0, array.length);
      if (views.u8.length === 0) views.refresh();
      if (count > placed) views.u8.fill(0, (at >>> 0) + placed, (at >>> 0) + count);
      this.#placed.delete(array);
      this.done(array);
      return count;
    };
    // What is written is taken from Go's memory when it is written: the call follows at once.
    host.js_copy_to_js = (id: number, at: number, length: number): number => {
      const array = values[id] as Uint8Array;
      return this.#out.has(array) ? Math.min(length >>> 0, array.length) : copyToJs(id, at, length);
    };
  }

  /** Whether it is one of these: what Go writes is in its memory only. */
  has(array: Uint8Array): boolean {
    return this.#out.has(array);
  }

  /** The memory that Go copies an array to or from, if it is one of these and a call of Go's is just underway. */
  memoryOf(array: Uint8Array): Uint8Array | undefined {
    return this.#out.has(array) ? this.#memoryOf(array.length) : undefined;
  }

  /** So many bytes have been read for it, if it is one of these: into it, or into the memory that Go copies it to. */
  read(array: Uint8Array, count: number, intoMemory: boolean): void {
    if (!this.#out.has(array)) return;
    if (count === 0 && this.#copiesRead) this.done(array);
    else if (intoMemory) this.#placed.set(array, count);
    else array.fill(0, count); // as a new one has it
  }

  /** Go will not look at it any more, if it is one of these. */
  done(array: unknown): void {
    if (!this.#out.delete(array as Uint8Array)) return;
    const { buffer } = array as Uint8Array<ArrayBuffer>;
    if (buffer.byteLength > MOST_KEPT) return;
    const kept = this.#kept.get(buffer.byteLength);
    if (!kept) this.#kept.set(buffer.byteLength, [array as Uint8Array]);
    else if (kept.length < KEPT) kept.push(array as Uint8Array);
  }

  /** Somebody else may keep it. */
  lose(array: Uint8Array): void {
    this.#out.delete(array);
  }

  /** Undefined where there is no memory for it. */
  #take(length: number): Uint8Array | undefined {
    const bytes = length > MOST_KEPT ? length : 2 ** Math.ceil(Math.log2(length));
    const kept = this.#kept.get(bytes)?.pop();
    try {
      const array = kept?.length === length ? kept : new Uint8Array(kept?.buffer ?? new ArrayBuffer(bytes), 0, length);
      this.#out.add(array);
      return array;
    } catch {
      return undefined;
    }
  }
}

/** A store whose files a helper's thread holds open, for a page: what is read is fetched first, what is written is sent, in its order. */
import type { StoreFailure } from "./opfs-handles.js";
import type { StoreHost } from "./stores.js";

/** A worker that serves one store (opfs-helper.ts), through a port. */
export interface Helper {
  readonly port: MessagePort;
  terminate(): void;
}

/** Starts one; `failed` is called where it cannot be started. */
export type SpawnHelper = (name: string, failed: (cause: unknown) => void) => Promise<Helper>;

/** What the page asks. Each answer has the number of the question; after an error the helper does nothing any more. */
export type HelperQuestion =
  | { readonly type: "write"; readonly id: number; readonly file: number; readonly at: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: "flush"; readonly id: number; readonly file: number }
  | { readonly type: "truncate"; readonly id: number; readonly file: number; readonly size: number }
  /** It may fail, with nothing lost. */
  | { readonly type: "grow"; readonly id: number; readonly file: number; readonly size: number }
  | { readonly type: "read"; readonly id: number; readonly at: number; readonly length: number }
  | { readonly type: "close"; readonly id: number };

/** What it says: first that it is open, with all of its journals. */
export type HelperAnswer =
  | { readonly type: "open"; readonly sizes: readonly number[]; readonly journals: readonly Uint8Array<ArrayBuffer>[] }
  | { readonly type: "failed"; readonly failure: StoreFailure }
  | { readonly type: "done"; readonly id: number; readonly result: number; readonly bytes?: Uint8Array<ArrayBuffer> };

const WOULD_FETCH = -4096;
const DATA = 0;
/** Data is fetched, and kept, in pieces of so many bytes; so many of them at most. */
const PIECE = 1 << 16;
const KEPT = 1024;
const REFUSED_MS = 3000;

interface Piece {
  bytes: Uint8Array<ArrayBuffer>;
}

/** Rejects with a StoreFailure. */
export async function openRemoteStore(name: string, spawn: SpawnHelper): Promise<StoreHost> {
  let fail: (cause: unknown) => void = () => {};
  const failing = new Promise<never>((_, reject) => (fail = reject));
  failing.catch(() => {});
  const unavailable = (cause: unknown): void => fail({ code: "store-unavailable", why: `the worker that holds its files could not be started (${cause instanceof Error ? cause.message : String(cause)})` } satisfies StoreFailure);
  const helper = await spawn(name, unavailable);
  const opened = new Promise<HelperAnswer>(resolve => (helper.port.onmessage = ({ data }) => resolve(data as HelperAnswer)));
  try {
    const answer = await Promise.race([opened, failing]);
    if (answer.type === "open") return new RemoteStore(helper, answer.sizes, answer.journals);
    throw answer.type === "failed" ? answer.failure : new Error("it answers something else");
  } catch (cause) {
    helper.terminate();
    throw cause;
  }
}

class RemoteStore implements StoreHost {
  readonly holds = false;
  readonly #helper: Helper;
  readonly #sizes: number[];
  #journals: readonly Uint8Array[]; // until something is written: they are read at the start only
  readonly #pieces = new Map<number, Piece>(); // of the data, the longest unused first
  readonly #fetching = new Map<number, { stale: boolean }>();
  readonly #underway = new Map<number, (answer: HelperAnswer & { type: "done" }) => void>();
  readonly #growing = new Set<number>(); // files that are being made larger
  readonly #refused = new Map<number, { readonly size: number; readonly result: number; readonly at: number }>();
  #wanted: number[] = [];
  #unsettled = 0; // questions that change something and have no answer yet
  #failed = 0;
  #waiting: (() => void)[] = [];
  #asked = 0;

  constructor(helper: Helper, sizes: readonly number[], journals: readonly Uint8Array[]) {
    this.#helper = helper;
    this.#sizes = [...sizes];
    this.#journals = journals;
    helper.port.onmessage = ({ data }) => {
      const answer = data as HelperAnswer & { type: "done" };
      const take = this.#underway.get(answer.id);
      this.#underway.delete(answer.id);
      take?.(answer);
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const wake of waiting) wake();
    };
  }

  read(file: number, at: number, to: Uint8Array): number {
    const count = Math.max(0, Math.min(to.length, (this.#sizes[file] as number) - at));
    if (file !== DATA) {
      const bytes = (this.#journals[file - 1] as Uint8Array).subarray(at, at + count);
      to.set(bytes);
      return bytes.length;
    }
    if (count > 0 && this.ready(at, count) !== 0) return WOULD_FETCH;
    for (let done = 0; done < count; ) {
      const number = Math.floor((at + done) / PIECE);
      const start = (at + done) % PIECE;
      const length = Math.min(count - done, PIECE - start);
      const { bytes } = this.#piece(number) as Piece;
      const there = bytes.subarray(start, start + length);
      to.set(there, done);
      to.fill(0, done + there.length, done + length);
      done += length;
    }
    return count;
  }

  write(file: number, at: number, from: Uint8Array): number {
    if (this.#failed) return this.#failed;
    if (file !== DATA) this.#journals = [new Uint8Array(0), new Uint8Array(0)];
    this.#sizes[file] = Math.max(this.#sizes[file] as number, at + from.length);
    if (file === DATA) this.#keep(at, from);
    this.#change({ type: "write", file, at, bytes: from.slice() });
    return 0;
  }

  flush(file: number): number {
    return this.#change({ type: "flush", file });
  }

  truncate(file: number, size: number): number {
    const before = this.#sizes[file] as number;
    if (size > before) return this.#grow(file, size);
    if (file === DATA) for (const number of this.#pieces.keys()) if (number * PIECE >= size - (size % PIECE)) this.#pieces.delete(number);
    this.#sizes[file] = size;
    this.#refused.clear();
    return this.#change({ type: "truncate", file, size });
  }

  size(file: number): number {
    return this.#sizes[file] as number;
  }

  ready(at: number, length: number): number {
    const end = Math.min(at + length, this.#sizes[DATA] as number);
    const missing: number[] = [];
    for (let number = Math.floor(at / PIECE); number * PIECE < end; number++) if (!this.#pieces.has(number)) missing.push(number);
    if (missing.length === 0) return 0;
    if (this.#failed) return this.#failed;
    this.#wanted = missing;
    return WOULD_FETCH;
  }

  settle(): number {
    if (this.#failed) return this.#failed;
    return this.#unsettled === 0 ? 0 : WOULD_FETCH;
  }

  /** Until anything is answered, of what is under way or of what was lacking. */
  wait(): Promise<void> {
    for (const number of this.#wanted) this.#fetch(number);
    this.#wanted = [];
    return this.#underway.size === 0 ? Promise.resolve() : new Promise(resolve => this.#waiting.push(resolve));
  }

  close(): void {
    this.#ask({ type: "close" }, () => this.#helper.terminate());
  }

  /** Asks to make a file larger. What there was no room for is not asked for again soon. */
  #grow(file: number, size: number): number {
    const refused = this.#refused.get(file);
    if (refused && size >= refused.size && performance.now() - refused.at < REFUSED_MS) return refused.result;
    if (this.#growing.has(file)) return WOULD_FETCH;
    this.#growing.add(file);
    this.#ask({ type: "grow", file, size }, ({ result }) => {
      this.#growing.delete(file);
      if (result < 0) this.#refused.set(file, { size, result, at: performance.now() });
      else this.#sizes[file] = Math.max(this.#sizes[file] as number, size);
    });
    return WOULD_FETCH;
  }

  #change(question: DistributiveOmit<HelperQuestion, "id">): number {
    if (this.#failed) return this.#failed;
    this.#unsettled++;
    this.#ask(question, ({ result }) => {
      this.#unsettled--;
      if (result < 0) this.#failed ||= result;
    });
    return 0;
  }

  #ask(question: DistributiveOmit<HelperQuestion, "id">, take: (answer: HelperAnswer & { type: "done" }) => void): void {
    const id = ++this.#asked;
    this.#underway.set(id, take);
    this.#helper.port.postMessage({ ...question, id }, question.type === "write" ? [question.bytes.buffer] : []);
  }

  /** Fetches a piece; what is written there meanwhile makes it of no use. */
  #fetch(number: number): void {
    if (this.#fetching.has(number) || this.#pieces.has(number)) return;
    const state = { stale: false };
    this.#fetching.set(number, state);
    this.#ask({ type: "read", at: number * PIECE, length: PIECE }, ({ result, bytes }) => {
      this.#fetching.delete(number);
      if (result < 0) this.#failed ||= result;
      else if (!state.stale && bytes) this.#put(number, bytes);
    });
  }

  #put(number: number, bytes: Uint8Array<ArrayBuffer>): void {
    const whole = bytes.length === PIECE ? bytes : new Uint8Array(PIECE);
    if (whole !== bytes) whole.set(bytes);
    this.#pieces.set(number, { bytes: whole });
    // A read wants up to a megabyte at a time; far more is kept.
    for (const oldest of this.#pieces.keys()) {
      if (this.#pieces.size <= KEPT) break;
      this.#pieces.delete(oldest);
    }
  }

  #piece(number: number): Piece | undefined {
    const piece = this.#pieces.get(number);
    if (piece && this.#pieces.size > KEPT / 2) {
      this.#pieces.delete(number);
      this.#pieces.set(number, piece);
    }
    return piece;
  }

  /** What is written to data that is kept, is written there too. */
  #keep(at: number, from: Uint8Array): void {
    for (let done = 0; done < from.length; ) {
      const number = Math.floor((at + done) / PIECE);
      const start = (at + done) % PIECE;
      const length = Math.min(from.length - done, PIECE - start);
      const bytes = from.subarray(done, done + length);
      const kept = this.#pieces.get(number);
      if (kept) kept.bytes.set(bytes, start);
      else if (length === PIECE) this.#put(number, bytes.slice());
      const fetching = this.#fetching.get(number);
      if (fetching) fetching.stale = true;
      done += length;
    }
  }
}

type DistributiveOmit<T, Key extends PropertyKey> = T extends unknown ? Omit<T, Key> : never;

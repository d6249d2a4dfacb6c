/** Standard input for calls that cannot wait: bytes that are here, and word of more. */
import type { Input } from "../host/stdio.js";

/** What `read` gives beside a count; bridge/imports/wasi_host.def. */
const NOT_YET = -1;
const FAILED = -2;

/** Where the bytes come from, piece by piece. */
export interface Pieces {
  /** The next piece, empty at the end; undefined: not yet, and it has been asked for. */
  next(): Uint8Array | Error | undefined;
  /** Resolves when `next` has something; for those who can wait like that. */
  arrival(): Promise<void>;
  /** A word in shared memory, which holds 0 until `next` has something; for those who sleep on it. */
  readonly word: Int32Array | undefined;
  end(): void;
}

/** One program's standard input. */
export class Stdin {
  readonly pieces: Pieces;
  #rest: Uint8Array = new Uint8Array(0);
  #state: "open" | "ended" | "failed" = "open";

  constructor(pieces: Pieces) {
    this.pieces = pieces;
  }

  read(to: Uint8Array): number {
    if (!this.#fill()) return NOT_YET;
    if (this.#state === "failed") return FAILED;
    const part = this.#rest.subarray(0, to.length);
    to.set(part);
    this.#rest = this.#rest.subarray(part.length);
    return part.length;
  }

  /** 0: `read` has to wait. Else one more than there are bytes: 1 at the end. */
  readable(): number {
    return this.#fill() ? this.#rest.length + 1 : 0;
  }

  #fill(): boolean {
    if (this.#rest.length > 0 || this.#state !== "open") return true;
    const piece = this.pieces.next();
    if (piece === undefined) return false;
    if (piece instanceof Error) this.#state = "failed";
    else if (piece.length === 0) this.#state = "ended";
    else this.#rest = piece;
    return true;
  }
}

/** How much is read at a time. */
const PIECE = 65536;

/** On the thread of the source itself. */
export function piecesOf(input: Input): Pieces {
  const buffer = new Uint8Array(PIECE);
  let here: Uint8Array | Error | undefined;
  let underway = false;
  let arrived = (): void => {};
  return {
    next() {
      if (here === undefined && !underway) {
        underway = true;
        input.read(buffer, (error, count) => {
          underway = false;
          here = error ?? buffer.slice(0, count);
          arrived();
        });
      }
      const piece = here;
      here = undefined;
      return piece;
    },
    arrival: () => (here !== undefined ? Promise.resolve() : new Promise(resolve => (arrived = resolve))),
    word: undefined,
    end: () => input.end(),
  };
}

/** Where the page puts what it has read for a program that sleeps in a worker: state, length, bytes. */
const STATE = 0;
const LENGTH = 1;
const BYTES = 8;
const EMPTY = 0;
const FULL = 1;
const BROKEN = 2;

/** Shared memory that carries one piece at a time. */
export type Mailbox = SharedArrayBuffer;

export function createMailbox(): Mailbox {
  return new SharedArrayBuffer(BYTES + PIECE);
}

/** In the worker; `ask` tells the page to put the next piece there. */
export function piecesFrom(mailbox: Mailbox, ask: () => void): Pieces {
  const words = new Int32Array(mailbox, 0, 2);
  let asked = false;
  return {
    next() {
      const state = Atomics.load(words, STATE);
      if (state === EMPTY) {
        if (!asked) ask();
        asked = true;
        return undefined;
      }
      const piece = new Uint8Array(mailbox, BYTES, Atomics.load(words, LENGTH)).slice();
      Atomics.store(words, STATE, EMPTY);
      asked = false;
      return state === BROKEN ? new Error("the stream behind stdin failed") : piece;
    },
    arrival: () => Promise.resolve(),
    word: words,
    end() {},
  };
}

/** In the page: puts a piece there (undefined: the stream has failed), and wakes the program. */
export function deliver(mailbox: Mailbox, piece: Uint8Array | undefined): void {
  const words = new Int32Array(mailbox, 0, 2);
  if (piece) new Uint8Array(mailbox, BYTES).set(piece);
  Atomics.store(words, LENGTH, piece?.length ?? 0);
  Atomics.store(words, STATE, piece ? FULL : BROKEN);
  Atomics.notify(words, STATE);
}

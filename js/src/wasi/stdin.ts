/** What a program reads by calls that cannot wait: bytes that are here, and word of more. Of standard input, and (socket.ts) of sockets. */
import type { Input } from "../host/stdio.js";

/** What `read` gives beside a count; bridge/imports/wasi_host.def. */
export const NOT_YET = -1;
export const FAILED = -2;

/** Where the bytes come from, piece by piece. */
export interface Pieces {
  /** The next piece, empty at the end; undefined: not yet, and word will come of it. */
  next(): Uint8Array | Error | undefined;
  /** Whether that word wakes a thread that sleeps. */
  readonly wakes?: boolean;
  end(): void;
}

/** A stream of bytes that the program reads. */
export class Incoming {
  readonly pieces: Pieces;
  #rest: Uint8Array = new Uint8Array(0);
  #state: "open" | "ended" | "failed" = "open";

  constructor(pieces: Pieces) {
    this.pieces = pieces;
  }

  get ended(): boolean {
    return this.#state === "ended";
  }

  /** `peek`: 0, or one more than the bytes to pass by; what is read stays then. */
  read(to: Uint8Array, peek: number): number {
    if (!this.#fill()) return NOT_YET;
    if (this.#state === "failed") return FAILED;
    const from = peek && peek - 1;
    const part = this.#rest.subarray(from, from + to.length);
    to.set(part);
    if (!peek) this.#rest = this.#rest.subarray(part.length);
    return part.length;
  }

  /** 0: `read` has to wait. Else one more than there are bytes: 1 at the end. */
  readable(): number {
    return this.#fill() ? this.#rest.length + 1 : 0;
  }

  /** Nothing more is read. */
  end(): void {
    this.#state = "ended";
    this.#rest = new Uint8Array(0);
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

/** On the thread of the source itself. `arrived` is the word of more. */
export function piecesOf(input: Input, arrived: () => void): Pieces {
  const buffer = new Uint8Array(PIECE);
  let here: Uint8Array | Error | undefined;
  let underway = false;
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
    end: () => input.end(),
  };
}

/** Where the page puts what it has read for a program that sleeps in a worker: a word to sleep on, state, length, bytes. */
const STATE = 1;
const LENGTH = 2;
const BYTES = 16;
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
  const words = new Int32Array(mailbox, 0, 3);
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
    wakes: true,
    end() {},
  };
}

/** In the page: puts a piece there (undefined: the stream has failed), and wakes the program, which sleeps on `word`. */
export function deliver(mailbox: Mailbox, piece: Uint8Array | undefined, word: Int32Array): void {
  const words = new Int32Array(mailbox, 0, 3);
  if (piece) new Uint8Array(mailbox, BYTES).set(piece);
  Atomics.store(words, LENGTH, piece?.length ?? 0);
  Atomics.store(words, STATE, piece ? FULL : BROKEN);
  Atomics.store(word, 0, 1);
  Atomics.notify(word, 0);
}

/** One direction under the policy queue: bridge/channel/ring.h, whose comments hold here too. `ring` is called where the other side sleeps. */
import type { Arena } from "./arena.js";
import { Status, type Reader, type Writer } from "./end.js";
import { DATA, FRAME_HEAD, HEAD, KIND_MESSAGE, KIND_PAD, READER_CLOSED, READER_WAITING, TAIL, WRITER_CLOSED, WRITER_WAITING } from "./layout.js";

/** Where a ring is. */
export interface Place {
  at: number;
  capacity: number;
  maxMessage: number;
}

/** The bytes that a payload takes in a ring. */
export const frameBytes = (length: number): number => FRAME_HEAD + ((length + 7) & ~7);

export class RingWriter implements Writer {
  readonly #arena: Arena;
  readonly #place: Place;
  readonly #ring: () => void;
  #tail = 0;
  #published = 0;
  #head = 0;
  #wanted = 0;
  #broken = false;

  constructor(arena: Arena, place: Place, ring: () => void) {
    this.#arena = arena;
    this.#place = place;
    this.#ring = ring;
  }

  write(payload: Uint8Array): Status {
    const { at, capacity, maxMessage } = this.#place;
    const arena = this.#arena;
    const { length } = payload;
    if (this.#broken) return Status.corrupt;
    if (arena.load(at + READER_CLOSED) !== 0) return Status.closed;
    if (length > maxMessage) return Status.tooLong;
    const offset = this.#tail & (capacity - 1);
    const toEnd = capacity - offset;
    const size = frameBytes(length);
    const pad = size > toEnd ? toEnd : 0;
    const room = this.#makeRoom(pad + size);
    if (room !== Status.done) return room;
    let frame = at + DATA + offset;
    if (pad !== 0) {
      arena.write(frame, pad - FRAME_HEAD);
      arena.write(frame + 4, KIND_PAD);
      frame = at + DATA;
    }
    arena.write(frame, length);
    arena.write(frame + 4, KIND_MESSAGE);
    arena.u8.set(payload, frame + FRAME_HEAD);
    this.#tail = (this.#tail + pad + size) >>> 0;
    this.#wanted = 0;
    return Status.done;
  }

  publish(): void {
    if (this.#published === this.#tail) return;
    this.#published = this.#tail;
    this.#arena.store(this.#place.at + TAIL, this.#tail);
    if (this.#arena.takeWaiting(this.#place.at + READER_WAITING)) this.#ring();
  }

  arm(): boolean {
    const waiting = this.#place.at + WRITER_WAITING;
    this.#arena.store(waiting, 1);
    if (!this.#broken && this.#arena.load(this.#place.at + READER_CLOSED) === 0 && this.#makeRoom(this.#wanted) === Status.notYet) return false;
    this.#arena.store(waiting, 0);
    return true;
  }

  close(): void {
    this.publish();
    this.#arena.store(this.#place.at + WRITER_CLOSED, 1);
    if (this.#arena.takeWaiting(this.#place.at + READER_WAITING)) this.#ring();
  }

  #makeRoom(need: number): Status {
    const { at, capacity } = this.#place;
    if (capacity - ((this.#tail - this.#head) >>> 0) >= need) return Status.done;
    const head = this.#arena.load(at + HEAD);
    const used = (this.#tail - head) >>> 0;
    if (used > capacity || (head & 7) !== 0) {
      this.#broken = true;
      return Status.corrupt;
    }
    this.#head = head;
    if (capacity - used >= need) return Status.done;
    this.#wanted = need;
    return Status.notYet;
  }
}

export class RingReader implements Reader {
  at = 0;
  length = 0;
  readonly #arena: Arena;
  readonly #place: Place;
  readonly #ring: () => void;
  #head = 0;
  #tail = 0;
  #size = 0;
  #free = 0; // what lies before it has been read and is not held
  #givenBack = 0;
  #unasked = false;
  #broken = false;
  readonly #held: { end: number; released: boolean }[] = []; // frames from #free on, while one of them is held

  constructor(arena: Arena, place: Place, ring: () => void) {
    this.#arena = arena;
    this.#place = place;
    this.#ring = ring;
  }

  get bytes(): Uint8Array {
    return this.#arena.u8;
  }

  peek(): Status {
    if (this.#broken) return Status.corrupt;
    const { at, capacity, maxMessage } = this.#place;
    for (;;) {
      if (this.#head === this.#tail) {
        const more = this.#seeTail();
        if (more !== Status.done) return more;
      }
      const offset = this.#head & (capacity - 1);
      const toEnd = capacity - offset;
      const there = (this.#tail - this.#head) >>> 0;
      const frame = at + DATA + offset;
      const length = this.#arena.read(frame);
      const kind = this.#arena.read(frame + 4);
      if (kind === KIND_PAD) {
        if (offset === 0 || toEnd > there || length !== toEnd - FRAME_HEAD) return this.#break();
        this.#pass(toEnd);
        continue;
      }
      if (kind !== KIND_MESSAGE || length > maxMessage) return this.#break();
      const size = frameBytes(length);
      if (size > there || size > toEnd) return this.#break();
      this.at = frame + FRAME_HEAD;
      this.length = length;
      this.#size = size;
      return Status.done;
    }
  }

  skip(): void {
    this.#pass(this.#size);
    this.#size = 0;
    if ((this.#free - this.#givenBack) >>> 0 >= this.#place.capacity / 8) this.#publishHead(false);
  }

  hold(): () => void {
    this.#head = (this.#head + this.#size) >>> 0;
    this.#size = 0;
    const frame = { end: this.#head, released: false };
    this.#held.push(frame);
    return () => {
      if (frame.released) return;
      frame.released = true;
      while (this.#held[0]?.released) this.#free = (this.#held.shift() as { end: number }).end;
      this.giveBack();
    };
  }

  giveBack(): void {
    if (this.#free !== this.#givenBack || this.#unasked) this.#publishHead(true);
  }

  arm(): boolean {
    const waiting = this.#place.at + READER_WAITING;
    this.#arena.store(waiting, 1);
    if (!this.#broken && this.#head === this.#tail && this.#seeTail() === Status.notYet) return false;
    this.#arena.store(waiting, 0);
    return true;
  }

  close(): void {
    this.#arena.store(this.#place.at + READER_CLOSED, 1);
    if (this.#arena.takeWaiting(this.#place.at + WRITER_WAITING)) this.#ring();
  }

  /** So much has been read, and is free as soon as nothing before it is held. */
  #pass(size: number): void {
    this.#head = (this.#head + size) >>> 0;
    if (this.#held.length === 0) this.#free = this.#head;
    else this.#held.push({ end: this.#head, released: true });
  }

  #seeTail(): Status {
    const { at, capacity } = this.#place;
    const closed = this.#arena.load(at + WRITER_CLOSED) !== 0; // first: what was written before the close must be seen
    const tail = this.#arena.load(at + TAIL);
    // What is held is the writer's to know of, too.
    if ((tail - this.#head) >>> 0 > capacity - ((this.#head - this.#givenBack) >>> 0) || (tail & 7) !== 0) return this.#break();
    this.#tail = tail;
    if (tail !== this.#head) return Status.done;
    return closed ? Status.closed : Status.notYet;
  }

  #publishHead(all: boolean): void {
    const { at, capacity } = this.#place;
    this.#arena.store(at + HEAD, this.#free);
    this.#givenBack = this.#free;
    this.#unasked = !all && (this.#tail - this.#free) >>> 0 > capacity / 2;
    if (!this.#unasked && this.#arena.takeWaiting(at + WRITER_WAITING)) this.#ring();
  }

  #break(): Status {
    this.#broken = true;
    return Status.corrupt;
  }
}

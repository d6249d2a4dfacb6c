/** One direction under the policy latest: bridge/channel/latest.h, whose comments hold here too. */
import type { Arena } from "./arena.js";
import { Status, type Reader, type Writer } from "./end.js";
import { DATA, FRESH, MIDDLE, READER_CLOSED, READER_WAITING, SLOTS, SLOT_HEAD, WRITER_CLOSED } from "./layout.js";
import type { Place } from "./ring.js";

const slotAt = ({ at, maxMessage }: Place, slot: number): number => at + DATA + slot * (SLOT_HEAD + ((maxMessage + 63) & ~63));

export class LatestWriter implements Writer {
  readonly #arena: Arena;
  readonly #place: Place;
  readonly #ring: () => void;
  #slot = 0;
  #written = false;
  #broken = false;

  constructor(arena: Arena, place: Place, ring: () => void) {
    this.#arena = arena;
    this.#place = place;
    this.#ring = ring;
  }

  write(payload: Uint8Array): Status {
    const arena = this.#arena;
    if (this.#broken) return Status.corrupt;
    if (arena.load(this.#place.at + READER_CLOSED) !== 0) return Status.closed;
    if (payload.length > this.#place.maxMessage) return Status.tooLong;
    const slot = slotAt(this.#place, this.#slot);
    arena.write(slot, payload.length);
    arena.u8.set(payload, slot + SLOT_HEAD);
    this.#written = true;
    return Status.done;
  }

  publish(): void {
    if (!this.#written) return;
    this.#written = false;
    const other = this.#arena.exchange(this.#place.at + MIDDLE, this.#slot | FRESH) & ~FRESH;
    if (other >>> 0 >= SLOTS || other === this.#slot) this.#broken = true;
    else this.#slot = other;
    this.#rouse();
  }

  arm(): boolean {
    return true; // it never waits
  }

  close(): void {
    this.publish();
    this.#arena.store(this.#place.at + WRITER_CLOSED, 1);
    this.#rouse();
  }

  #rouse(): void {
    if (this.#arena.takeWaiting(this.#place.at + READER_WAITING)) this.#ring();
  }
}

export class LatestReader implements Reader {
  at = 0;
  length = 0;
  readonly #arena: Arena;
  readonly #place: Place;
  readonly #again: () => void;
  #slot = 2;
  #fresh = false; // the slot's message was peeked, and not skipped yet
  #held = false;
  #broken = false;

  /** `again` is called when a held message was released: then the next one can be read. */
  constructor(arena: Arena, place: Place, again: () => void) {
    this.#arena = arena;
    this.#place = place;
    this.#again = again;
  }

  get bytes(): Uint8Array {
    return this.#arena.u8;
  }

  peek(): Status {
    if (this.#broken) return Status.corrupt;
    if (this.#fresh) return Status.done;
    const { at, maxMessage } = this.#place;
    const closed = this.#arena.load(at + WRITER_CLOSED) !== 0;
    if ((this.#arena.load(at + MIDDLE) & FRESH) === 0) return closed ? Status.closed : Status.notYet;
    if (this.#held) return Status.notYet; // this side's one slot is in use
    const other = this.#arena.exchange(at + MIDDLE, this.#slot) & ~FRESH;
    if (other >>> 0 >= SLOTS || other === this.#slot) return this.#break();
    this.#slot = other;
    const slot = slotAt(this.#place, other);
    const length = this.#arena.read(slot);
    if (length > maxMessage) return this.#break();
    this.at = slot + SLOT_HEAD;
    this.length = length;
    this.#fresh = true;
    return Status.done;
  }

  skip(): void {
    this.#fresh = false;
  }

  hold(): () => void {
    this.#fresh = false;
    this.#held = true;
    let released = false;
    return () => {
      if (released) return;
      released = true;
      this.#held = false;
      this.#again();
    };
  }

  giveBack(): void {}

  arm(): boolean {
    if (this.#held) return false; // hold() calls again
    const { at } = this.#place;
    this.#arena.store(at + READER_WAITING, 1);
    const ready = this.#broken || this.#fresh || this.#arena.load(at + WRITER_CLOSED) !== 0 || (this.#arena.load(at + MIDDLE) & FRESH) !== 0;
    if (ready) this.#arena.store(at + READER_WAITING, 0);
    return ready;
  }

  close(): void {
    this.#arena.store(this.#place.at + READER_CLOSED, 1);
  }

  #break(): Status {
    this.#broken = true;
    return Status.corrupt;
  }
}

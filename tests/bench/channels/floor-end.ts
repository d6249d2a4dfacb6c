/** One end of the floor, in the page and in the worker alike: the package's rings and doorbells with nothing around them. */
import { Arena } from "../../../js/src/channel/arena.ts";
import { messageBell, waitAsyncBell } from "../../../js/src/channel/doorbell.ts";
import type { Doorbell, Wire } from "../../../js/src/channel/doorbell.ts";
import { Status } from "../../../js/src/channel/end.ts";
import { BELL_GO, BELL_PAGE, DATA, LOOKS_GO, LOOKS_PAGE, RINGS_AT } from "../../../js/src/channel/layout.ts";
import { RingReader, RingWriter } from "../../../js/src/channel/ring.ts";
import { spinBeforeSleep } from "../../../js/src/channel/spin.ts";
import type { Spin } from "../../../js/src/channel/spin.ts";
import { Turns } from "../../../js/src/channel/turns.ts";

/** What both ends are made of. */
export interface FloorInit {
  readonly memory: WebAssembly.Memory;
  readonly waits: boolean;
  /** How long each end looks before it sleeps, in milliseconds. */
  readonly spin: { readonly page: number; readonly worker: number };
}

/** What the worker is told: to send back what comes, to count, or to send. */
export type Role = { readonly role: "echo" | "sink" | "source"; readonly count: number; readonly bytes: number };

/** As in Go: the longest messages, and the rings for them. */
const sizes = { small: { maxMessage: 16 << 10, capacity: 1 << 19 }, large: { maxMessage: 64 << 10, capacity: 1 << 21 } };
export const MEMORY_PAGES = 96;
/** How many messages are made visible at a time. */
const BURST = 64;

type Job = () => void;

export class FloorEnd {
  readonly #turns = new Turns();
  readonly #bell: Doorbell;
  readonly #spin: Spin | undefined;
  readonly #pairs: Record<"small" | "large", { reader: RingReader; writer: RingWriter }>;
  #job: Job = () => {};

  constructor({ memory, waits, spin }: FloorInit, wire: Wire, inPage: boolean) {
    const arena = new Arena(memory);
    const [own, others] = inPage ? [BELL_PAGE, BELL_GO] : [BELL_GO, BELL_PAGE];
    const woken = (): void => {
      this.#turns.began();
      this.#settle();
    };
    this.#bell = waits ? waitAsyncBell(arena, own, others, woken) : messageBell(arena, own, others, woken, wire);
    this.#spin = inPage ? spinBeforeSleep(spin.page, arena, LOOKS_PAGE, LOOKS_GO) : spinBeforeSleep(spin.worker, arena, LOOKS_GO, LOOKS_PAGE);
    let end = RINGS_AT;
    const pair = ({ maxMessage, capacity }: { maxMessage: number; capacity: number }) => {
      const [a, b] = [end, end + DATA + capacity];
      end = b + DATA + capacity;
      const ring = (): void => this.#bell.ring();
      const [inward, outward] = inPage ? [a, b] : [b, a];
      return { reader: new RingReader(arena, { at: inward, capacity, maxMessage }, ring), writer: new RingWriter(arena, { at: outward, capacity, maxMessage }, ring) };
    };
    this.#pairs = { small: pair(sizes.small), large: pair(sizes.large) };
  }

  /** Calls `use` with each message, in place, until it returns true; `copies`: with a copy in a buffer that is used again. */
  read(bytes: number, copies: boolean, use: (message: Uint8Array, writer: RingWriter) => boolean): void {
    const { reader, writer } = this.#pair(bytes);
    const buffer = new Uint8Array(bytes);
    this.#job = () => {
      for (;;) {
        const status = reader.peek();
        if (status === Status.done) {
          const { at, length } = reader;
          if (copies) buffer.set(reader.bytes.subarray(at, at + length));
          else buffer[0] = reader.bytes[at] as number;
          reader.skip();
          if (use(buffer, writer)) this.#job = () => {};
          else if (this.#turns.due(32)) this.#turns.later(() => this.#settle());
          else continue;
          return reader.giveBack();
        }
        reader.giveBack();
        if (this.#spin?.isWorthIt() && this.#spin.look(() => reader.peek() === Status.done)) {
          if (!this.#turns.due()) continue;
          return this.#turns.later(() => this.#settle());
        }
        if (!reader.arm()) return;
      }
    };
    this.#settle();
  }

  /** Writes so many messages. */
  write(count: number, bytes: number): Promise<void> {
    const { writer } = this.#pair(bytes);
    const message = new Uint8Array(bytes).fill(7);
    let left = count;
    return new Promise(resolve => {
      this.#job = () => {
        while (left > 0) {
          if (writer.write(message) === Status.done) {
            if (--left % BURST === 0) writer.publish();
            if (!this.#turns.due(32)) continue;
            writer.publish();
            return this.#turns.later(() => this.#settle());
          }
          writer.publish();
          if (!writer.arm()) return;
        }
        writer.publish();
        this.#job = () => {};
        resolve();
      };
      this.#settle();
    });
  }

  close(): void {
    this.#bell.close();
    this.#turns.close();
  }

  #pair(bytes: number): { reader: RingReader; writer: RingWriter } {
    return bytes > sizes.small.maxMessage ? this.#pairs.large : this.#pairs.small;
  }

  #settle(): void {
    this.#bell.beforeSleep?.();
    this.#job();
    this.#bell.sleep?.();
  }
}

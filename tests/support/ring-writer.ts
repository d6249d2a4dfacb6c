/** The writing thread of tests/js/channel-ring.test.ts. */
import { Arena } from "../../js/src/channel/arena.ts";
import { Status } from "../../js/src/channel/end.ts";
import { BELL_GO, BELL_PAGE, RINGS_AT } from "../../js/src/channel/layout.ts";
import { RingWriter, type Place } from "../../js/src/channel/ring.ts";

/** What it is to write, and where. */
export interface Job {
  readonly memory: WebAssembly.Memory;
  readonly messages: number;
  readonly maxMessage: number;
  readonly capacity: number;
  readonly seed: number;
}

/** What lies around the ring. */
export const CANARY = 0xc0ffee11;

/** Behind 64 KiB of canaries. */
export const place = (maxMessage: number, capacity: number): Place => ({ at: RINGS_AT + 65536, capacity, maxMessage });

/** The lengths of the messages, the same on both sides. */
export function lengths(seed: number, maxMessage: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % (maxMessage + 1);
  };
}

/** A doorbell on a word of the arena. */
export function bell({ i32 }: Arena, at: number) {
  const index = at >>> 2;
  return {
    ring: (): void => {
      Atomics.add(i32, index, 1);
      Atomics.notify(i32, index);
    },
    value: (): number => Atomics.load(i32, index),
    sleep: (seen: number): void => void Atomics.wait(i32, index, seen),
    sleepAsync: (seen: number): Promise<unknown> => Promise.resolve((Atomics as unknown as { waitAsync(i32: Int32Array, index: number, seen: number): { value: unknown } }).waitAsync(i32, index, seen).value),
  };
}

export function write({ memory, messages, maxMessage, capacity, seed }: Job): void {
  const arena = new Arena(memory);
  const own = bell(arena, BELL_GO);
  const writer = new RingWriter(arena, place(maxMessage, capacity), bell(arena, BELL_PAGE).ring);
  const length = lengths(seed, maxMessage);
  const buffer = new Uint8Array(maxMessage);
  const words = new DataView(buffer.buffer);
  for (let number = 0; number < messages; number++) {
    const bytes = length();
    if (bytes > 0) buffer[bytes - 1] = number;
    if (bytes >= 4) words.setUint32(0, number, true);
    const payload = buffer.subarray(0, bytes);
    for (;;) {
      const seen = own.value();
      const status = writer.write(payload);
      if (status === Status.done) break;
      if (status !== Status.notYet) throw new Error(`message ${number}: ${status}`);
      writer.publish();
      if (!writer.arm()) own.sleep(seen);
    }
    if (number % 7 === 0) writer.publish();
  }
  writer.close();
}

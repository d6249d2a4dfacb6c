/**
 * The TypeScript ring between two threads: seeded lengths, canaries around it, from every offset; 10 million messages in all, nothing lost, nothing
 * reordered, nobody asleep for ever. (The C++ ring has the same natively: tests/unit/channel/ring_stress.cpp.)
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { buildSync } from "esbuild";
import { Arena } from "../../js/src/channel/arena.ts";
import { Status } from "../../js/src/channel/end.ts";
import { BELL_GO, BELL_PAGE, DATA, HEAD, KIND_PAD, RINGS_AT, TAIL } from "../../js/src/channel/layout.ts";
import { RingReader, RingWriter, frameBytes } from "../../js/src/channel/ring.ts";
import { CANARY, bell, lengths, place, type Job } from "../support/ring-writer.ts";

/** The other thread's script. */
const bundle = buildSync({ entryPoints: [fileURLToPath(new URL("../support/ring-writer.ts", import.meta.url))], bundle: true, format: "iife", globalName: "ring", write: false });
const script = `${bundle.outputFiles[0]?.text}
  const { parentPort, workerData } = require("node:worker_threads");
  parentPort.postMessage("ready");
  ring.write(workerData);`;

/** A ring between two stretches of canaries. */
function rig(maxMessage: number, capacity: number) {
  const memory = new WebAssembly.Memory({ initial: 64, maximum: 64, shared: true });
  const arena = new Arena(memory);
  const words = new Uint32Array(memory.buffer);
  const at = place(maxMessage, capacity);
  const first = (at.at + DATA + capacity) / 4;
  words.fill(CANARY, RINGS_AT / 4, at.at / 4).fill(CANARY, first, first + 4096);
  const untouched = (): boolean => words.subarray(RINGS_AT / 4, at.at / 4).every(word => word === CANARY) && words.subarray(first, first + 4096).every(word => word === CANARY);
  return { memory, arena, at, untouched };
}

/** Reads all that a writer on another thread writes; returns how often this side slept. */
async function stress(job: Omit<Job, "memory">, threads: boolean): Promise<{ sleeps: number }> {
  const { memory, arena, at, untouched } = rig(job.maxMessage, job.capacity);
  const thread = new Worker(script, {
    eval: true,
    workerData: { memory, ...job } satisfies Job,
  });
  const failed = new Promise<never>((_, reject) => thread.once("error", reject));
  failed.catch(() => {});
  await Promise.race([failed, new Promise(resolve => thread.once("message", resolve))]); // a thread cannot start while this one sleeps
  const writerBell = bell(arena, BELL_GO);
  const readerBell = bell(arena, BELL_PAGE);
  const reader = new RingReader(arena, at, writerBell.ring);
  const length = lengths(job.seed, job.maxMessage);
  let expected = 0;
  let sleeps = 0;
  for (;;) {
    const seen = readerBell.value();
    const status = reader.peek();
    if (status === Status.closed) break;
    if (status === Status.notYet) {
      reader.giveBack();
      if (!reader.arm()) {
        sleeps++;
        if (threads) readerBell.sleep(seen);
        else await Promise.race([failed, readerBell.sleepAsync(seen)]);
      }
      continue;
    }
    assert.equal(status, Status.done);
    const want = length();
    if (reader.length !== want || (want >= 4 && arena.read(reader.at) !== expected) || (want > 4 && reader.bytes[reader.at + want - 1] !== (expected & 255))) {
      assert.fail(`message ${expected}: ${reader.length} bytes with number ${arena.read(reader.at)}, not ${want} bytes`);
    }
    reader.skip();
    expected++;
  }
  assert.equal(expected, job.messages);
  assert.ok(untouched(), "the canaries are untouched");
  await thread.terminate();
  return { sleeps };
}

test("2 million short messages, through a small ring: both sides sleep and wake", { timeout: 120_000 }, async () => {
  const { sleeps } = await stress({ messages: 2_000_000, maxMessage: 56, capacity: 1024, seed: 1 }, true);
  assert.ok(sleeps > 0, "the handshake was used");
});

test("7,900,000 messages through a large one", { timeout: 120_000 }, async () => {
  await stress({ messages: 7_900_000, maxMessage: 200, capacity: 1 << 16, seed: 2 }, true);
});

test("100,000 with a reader that must not block its thread", { timeout: 120_000, skip: "waitAsync" in Atomics ? false : "this Node has no Atomics.waitAsync" }, async () => {
  await stress({ messages: 100_000, maxMessage: 1000, capacity: 1 << 14, seed: 3 }, false);
});

test("around the end from every offset, on one thread", () => {
  for (let shift = 0; shift < 128; shift++) {
    const { arena, at, untouched } = rig(56, 1024);
    const writer = new RingWriter(arena, at, () => assert.fail("nobody sleeps"));
    const reader = new RingReader(arena, at, () => assert.fail("nobody sleeps"));
    const pass = (payload: Uint8Array): void => {
      assert.equal(writer.write(payload), Status.done);
      writer.publish();
      assert.equal(reader.peek(), Status.done);
      assert.deepEqual(reader.bytes.slice(reader.at, reader.at + reader.length), payload);
      reader.skip();
    };
    for (let i = 0; i < shift; i++) pass(new Uint8Array(0));
    for (let length = 0; length <= 56; length++) pass(new Uint8Array(length).fill(length));
    assert.ok(untouched());
  }
});

test("a hostile other side: every kind of damage is seen, for good", () => {
  const damages: Record<string, (set: (offset: number, value: number) => void) => void> = {
    "bad-tail: crooked": set => set(TAIL, 20),
    "bad-tail: beyond the ring": set => set(TAIL, 1032),
    "bad-tail: before the head": set => set(TAIL, -8),
    "bad-length: too long": set => set(DATA, 57),
    "bad-length: negative": set => set(DATA, -1),
    "bad-length: beyond what is there": set => set(DATA, 17),
    "bad-kind": set => set(DATA + 4, 7),
    "bad-pad: at the start": set => (set(DATA, 1016), set(DATA + 4, KIND_PAD)),
  };
  for (const [what, damage] of Object.entries(damages)) {
    const { arena, at, untouched } = rig(56, 1024);
    const writer = new RingWriter(arena, at, () => {});
    const reader = new RingReader(arena, at, () => {});
    writer.write(new Uint8Array(8));
    writer.publish();
    damage((offset, value) => arena.store(at.at + offset, value));
    assert.equal(reader.peek(), Status.corrupt, what);
    arena.store(at.at + TAIL, frameBytes(8));
    assert.equal(reader.peek(), Status.corrupt, what);
    assert.ok(untouched());
  }
  for (const head of [4, 2048, -64]) {
    const { arena, at, untouched } = rig(56, 1024);
    const writer = new RingWriter(arena, at, () => {});
    arena.store(at.at + HEAD, head);
    let status: Status = Status.done;
    for (let i = 0; i < 100 && status === Status.done; i++) status = writer.write(new Uint8Array(56));
    assert.equal(status, Status.corrupt, `bad-head ${head}`);
    assert.ok(untouched());
  }
});

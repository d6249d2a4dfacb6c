/** What components see of a channel (js/src/adapters/channel-store.ts): by frames, over the runs of a program, with frames of our own. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { Channel } from "../../js/src/channel/channel.ts";
import { newestStore, streamStore, type ProgramOfChannels } from "../../js/src/adapters/channel-store.ts";

let frames: Map<number, () => void>;
beforeEach(() => {
  frames = new Map();
  let last = 0;
  Object.assign(globalThis, {
    requestAnimationFrame: (draw: () => void) => (frames.set(++last, draw), last),
    cancelAnimationFrame: (id: number) => frames.delete(id),
  });
});
const settle = async (): Promise<void> => {
  for (let i = 0; i < 10; i++) await Promise.resolve();
};
const drawFrame = async (): Promise<void> => {
  await settle();
  const due = [...frames.values()];
  frames.clear();
  for (const draw of due) draw();
};

/** One run's channel. */
class TestChannel {
  readonly heard = new Set<(value: string) => void>();
  readonly sent: string[] = [];
  opened = new Promise<void>(() => {});
  current: string | undefined;
  subscribe(listener: (value: string) => void): () => void {
    this.heard.add(listener);
    return () => void this.heard.delete(listener);
  }
  async send(value: string): Promise<void> {
    this.sent.push(value);
  }
  give(value: string): void {
    this.current = value;
    for (const listener of [...this.heard]) listener(value);
  }
}

/** A program whose runs have a channel each. */
function testProgram() {
  const channels = [new TestChannel()];
  const onRestart = new Set<() => void>();
  return {
    channels,
    onRestart,
    channel: () => channels.at(-1) as unknown as Channel,
    restart() {
      channels.push(new TestChannel());
      for (const told of [...onRestart]) told(); // as Program does
    },
  };
}
const of = (program: ReturnType<typeof testProgram>): ProgramOfChannels => program as unknown as ProgramOfChannels;

test("the newest message is shown once a frame, and nobody listens in between", async () => {
  const program = testProgram();
  const store = newestStore<string, string>(of(program), "echo");
  let changes = 0;
  const leave = store.subscribe(() => changes++);
  const [channel] = program.channels as [TestChannel];
  channel.give("a");
  await settle();
  assert.equal(channel.heard.size, 0);
  channel.give("b");
  channel.give("c");
  assert.deepEqual([store.get().value, changes], [undefined, 0]);
  await drawFrame();
  assert.deepEqual([store.get().value, changes, channel.heard.size], ["c", 1, 1]);
  await store.send("back");
  assert.deepEqual(channel.sent, ["back"]);
  channel.give("d");
  leave();
  assert.deepEqual([channel.heard.size, frames.size, program.onRestart.size], [0, 0, 0]);
});

test("a program that runs again is followed: at once, and long after it has ended", async () => {
  const program = testProgram();
  const store = streamStore<string, string>(of(program), "lines", { limit: 2 });
  const leave = store.subscribe(() => {});
  for (const text of ["a", "b", "c"]) program.channels[0]?.give(text);
  await drawFrame();
  assert.deepEqual(store.get().messages, ["b", "c"]);
  for (let run = 1; run <= 3; run++) {
    await settle();
    program.restart();
    assert.deepEqual([store.get().messages, program.channels[run - 1]?.heard.size], [[], 0]);
    program.channels[run]?.give(`run ${run}`);
    await drawFrame();
    assert.deepEqual(store.get().messages, [`run ${run}`]);
  }
  leave();
  assert.deepEqual([program.channels.map(({ heard }) => heard.size), program.onRestart.size], [[0, 0, 0, 0], 0]);
});

test("why a channel cannot be used is shown; without a program nothing is", async () => {
  const program = testProgram();
  const [channel] = program.channels as [TestChannel];
  channel.opened = Promise.reject(new Error("another codec"));
  const store = newestStore<string, string>(of(program), "echo");
  store.subscribe(() => {});
  await settle();
  assert.match(String(store.get().error), /another codec/);
  const none = newestStore<string, string>(undefined, "echo");
  none.subscribe(() => {});
  assert.deepEqual(none.get(), { value: undefined, error: undefined });
  await assert.rejects(none.send("x"), /used before its program runs/);
});

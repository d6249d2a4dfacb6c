/** When the page's side of a channel rings, looks and gives way: without a second thread, on a clock of the test's own. */
import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { Arena } from "../../js/src/channel/arena.ts";
import { Channel, type Surroundings } from "../../js/src/channel/channel.ts";
import { Status, type End } from "../../js/src/channel/end.ts";
import { Hub } from "../../js/src/channel/hub.ts";
import { LOOKS_GO, LOOKS_PAGE } from "../../js/src/channel/layout.ts";
import { spinBeforeSleep } from "../../js/src/channel/spin.ts";
import { Turns } from "../../js/src/channel/turns.ts";
import { GoChannelError } from "../../js/src/errors.ts";

/** A clock that moves when it is told to. */
function clock(t: TestContext): { pass(ms: number): void } {
  let now = 1000;
  t.mock.method(performance, "now", () => now);
  return { pass: ms => void (now += ms) };
}

const turn = (): Promise<void> => new Promise(resolve => setImmediate(() => setImmediate(resolve)));

/** An open channel whose other side takes everything; what is published is counted. */
function openChannel(): { channel: Channel<Uint8Array>; publications: number[] } {
  const publications: number[] = [];
  let written = 0;
  const end: End = {
    writer: { write: () => (written++, Status.done), publish: () => void publications.push(written), arm: () => false, close() {} },
    reader: { bytes: new Uint8Array(0), at: 0, length: 0, peek: () => Status.notYet, skip() {}, hold: () => () => {}, giveBack() {}, arm: () => false, close() {} },
  };
  const around: Surroundings = { program: "test", GoChannelError, turns: new Turns(), finished() {}, looks: () => false };
  const channel = new Channel<Uint8Array>("test", {}, around);
  channel.attach({ handle: 0, name: "test", policy: 0, codec: 0, toPage: 0, toGo: 0, capacity: 0, maxMessage: 0 }, end);
  return { channel, publications };
}

test("one message is on its way without a turn of the event loop", async () => {
  const { channel, publications } = openChannel();
  let turned = false;
  setImmediate(() => (turned = true));
  await channel.send(new Uint8Array(64));
  for (let i = 0; i < 10 && publications.length === 0; i++) await undefined;
  assert.deepEqual(publications, [1]);
  assert.equal(turned, false);
});

test("who has sent and then waits for an answer has sent at once", async () => {
  const { channel, publications } = openChannel();
  const answers = channel[Symbol.asyncIterator]();
  channel.trySend(new Uint8Array(64));
  void answers.next();
  assert.deepEqual(publications, [1]);
  await turn();
  assert.deepEqual(publications, [1], "and not once more");
});

test("what is sent in one go is published once", async () => {
  const { channel, publications } = openChannel();
  for (let i = 0; i < 100; i++) void channel.send(new Uint8Array(64));
  await turn();
  assert.deepEqual(publications, [100]);
});

test("a loop that awaits each send publishes by bursts, and nothing is left behind", async t => {
  clock(t); // which stands still: no turn is due
  const { channel, publications } = openChannel();
  for (let i = 0; i < 1000; i++) await channel.send(new Uint8Array(64));
  await turn();
  assert.equal(publications.at(-1), 1000);
  assert.ok(publications.length <= 5, `${publications.length} publications`);
});

test("large messages are published one by one", async () => {
  const { channel, publications } = openChannel();
  for (let i = 0; i < 5; i++) await channel.send(new Uint8Array(65536));
  await turn();
  assert.deepEqual(publications, [1, 2, 3, 4, 5]);
});

test("work that is slow step by step gives way to the event loop, too", async t => {
  const { pass } = clock(t);
  const turns = new Turns();
  const stepsUntilDue = (ms: number): number => {
    for (let steps = 1; steps < 100; steps++) {
      pass(ms);
      if (turns.due()) return steps;
    }
    return Infinity;
  };
  assert.equal(stepsUntilDue(2), 3, "one step in doubt, since this may be a new task, then 4 ms");
  await turn();
  assert.equal(stepsUntilDue(30), 2);
  await turn();
  assert.equal(turns.due(), false, "the event loop had its turn");
  turns.close();
});

test("what happens rarely does not wait for a turn", async t => {
  const { pass } = clock(t);
  const turns = new Turns();
  for (let i = 0; i < 10; i++) {
    pass(1000);
    assert.equal(turns.due(), false);
    await turn();
  }
  turns.close();
});

test("a side looks where it pays, tells so, and tries again now and then", t => {
  const { pass } = clock(t);
  const arena = new Arena(new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }));
  const page = spinBeforeSleep(0.15, arena, LOOKS_PAGE, LOOKS_GO);
  const go = spinBeforeSleep(0.15, arena, LOOKS_GO, LOOKS_PAGE);
  assert.ok(page && go);
  const never = (): boolean => (pass(0.01), false);
  assert.equal(page.isWorthIt(), true);
  assert.equal(page.look(never), false, "it ends");
  assert.equal(arena.load(LOOKS_PAGE), 0);
  assert.equal(page.isWorthIt(), false, "nothing was found");
  assert.equal(go.look(() => true), true);
  assert.equal(arena.load(LOOKS_GO), 1);
  assert.equal(page.isWorthIt(), true, "the other side looks");
  assert.equal(go.look(never), false);
  assert.equal(arena.load(LOOKS_GO), 0);
  assert.equal(page.isWorthIt(), false);
  pass(10);
  assert.equal(page.isWorthIt(), true, "a try");
  const afterAWhile = (): (() => boolean) => {
    let looks = 0;
    return () => (pass(0.01), ++looks === 10);
  };
  assert.deepEqual([page.look(afterAWhile()), page.isWorthIt()], [true, true]);
  assert.deepEqual([page.look(afterAWhile()), page.isWorthIt()], [true, true]);
  assert.deepEqual([page.look(afterAWhile()), page.isWorthIt()], [true, false], "a message now and then does not keep a thread busy");
  assert.equal(arena.load(LOOKS_PAGE), 0);
  assert.equal(spinBeforeSleep(0, arena, LOOKS_PAGE, LOOKS_GO), undefined);
});

test("once its end is known, nothing can be sent to a program, and what it said before still arrives", async () => {
  const hub = new Hub("test", GoChannelError);
  let arrived = 0;
  const end: End = {
    writer: { write: () => Status.done, publish() {}, arm: () => false, close() {} },
    reader: { bytes: new Uint8Array([7]), at: 0, length: 1, peek: () => (arrived > 0 ? Status.done : Status.notYet), skip: () => void arrived--, hold: () => () => {}, giveBack() {}, arm: () => false, close() {} },
  };
  let heard = (): void => assert.fail("nobody asked");
  hub.use({ connect: () => end, release() {}, drain: done => (heard = done), close() {} });
  hub.opened({ handle: 0, name: "open", policy: 0, codec: 0, toPage: 0, toGo: 0, capacity: 0, maxMessage: 0 });
  const channel = hub.channel("open");
  const messages = channel[Symbol.asyncIterator]();
  const [first, second] = [messages.next(), messages.next()];
  hub.end(undefined, true); // the word of the end has overtaken a message
  await assert.rejects(channel.send(new Uint8Array(1)), { code: "channel-closed", message: /its program has ended/ });
  await assert.rejects(hub.channel("never opened").send(new Uint8Array(1)), { code: "channel-closed" });
  arrived++;
  hub.rung();
  heard();
  assert.deepEqual(await first, { value: new Uint8Array([7]), done: false });
  assert.deepEqual(await second, { value: undefined, done: true });
});

test("a channel that is told of behind the program's end is none", async () => {
  const hub = new Hub("test", GoChannelError);
  hub.use({ connect: () => assert.fail("nobody is there"), release() {}, close() {} });
  hub.end(undefined);
  hub.opened({ handle: 0, name: "late", policy: 0, codec: 0, toPage: 0, toGo: 0, capacity: 0, maxMessage: 0 });
  await assert.rejects(hub.channel("late").send(new Uint8Array(1)), { code: "channel-closed" });
});

test("a message that cannot be decoded is told to whoever waits for one, else to the console", async t => {
  const uncaught: unknown[] = [];
  t.mock.method(globalThis, "queueMicrotask", (run: () => void) => {
    try {
      run();
    } catch (error) {
      uncaught.push(error);
    }
  });
  let left = 2;
  const bytes = new TextEncoder().encode("{]");
  const end: End = {
    writer: { write: () => Status.done, publish() {}, arm: () => false, close() {} },
    reader: { bytes, at: 0, length: bytes.length, peek: () => (left > 0 ? Status.done : Status.notYet), skip: () => void left--, hold: () => () => {}, giveBack() {}, arm: () => false, close() {} },
  };
  const around: Surroundings = { program: "test", GoChannelError, turns: new Turns(), finished() {}, looks: () => false };
  const channel = new Channel("test", { codec: "json" }, around);
  const seen: unknown[] = [];
  channel.subscribe(value => void seen.push(value));
  const first = channel[Symbol.asyncIterator]().next();
  channel.attach({ handle: 0, name: "test", policy: 0, codec: 2, toPage: 0, toGo: 0, capacity: 0, maxMessage: 0 }, end);
  await assert.rejects(first, { name: "GoChannelError", code: "bad-message" });
  channel.pump();
  assert.equal(uncaught.length, 0, "an iteration comes first");
  left = 1;
  const heard = new Channel("test", { codec: "json" }, around);
  heard.subscribe(value => void seen.push(value));
  heard.attach({ handle: 0, name: "test", policy: 0, codec: 2, toPage: 0, toGo: 0, capacity: 0, maxMessage: 0 }, end);
  assert.deepEqual(uncaught.map(error => (error as GoChannelError).code), ["bad-message"]);
  assert.deepEqual(seen, []);
});

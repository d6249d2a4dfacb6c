/** Programs that components share: when they are loaded, what is shown of them, when they end. `load` is a double here; the clock is the test's. */
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { GoRegistry, type GoOptions } from "../../js/src/adapters/registry.ts";
import type { Load } from "../../js/src/load.ts";
import type { LoadOptions } from "../../js/src/options.ts";
import type { Exit, Program } from "../../js/src/program.ts";

/** One call of `load`, answered by the test. */
interface Loading {
  readonly source: unknown;
  readonly options: LoadOptions & { signal: AbortSignal };
  readonly program: TestProgram;
  resolve(): void;
  reject(error: Error): void;
}
interface TestProgram {
  status: string;
  exited: Promise<Exit>;
  readonly onRestart: Set<() => void>;
  end(exit: Exit, status: string): void;
  restart(): void;
}

const releaseAfterMs = 1000;
let loads: Loading[];
let registry: GoRegistry;
const newest = (): Loading => loads.at(-1) as Loading;
/** Lets everything go on that waits for promises only. */
const settle = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

function testProgram(): TestProgram {
  const run = (): void => {
    program.status = "running";
    program.exited = new Promise(resolve => {
      program.end = (exit, status) => ((program.status = status), resolve(exit));
    });
  };
  const program = { onRestart: new Set(), restart: () => (run(), program.onRestart.forEach(told => told())) } as unknown as TestProgram;
  run();
  return program;
}

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  loads = [];
  const load = (source: unknown, options: LoadOptions): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const { signal } = options;
      assert.ok(signal);
      signal.addEventListener("abort", () => reject(new Error("aborted")));
      const program = testProgram();
      loads.push({ source, options: options as Loading["options"], program, resolve: () => resolve(program), reject });
    });
  registry = new GoRegistry(load as Load, releaseAfterMs);
});

/** A component: what it was shown, and its leaving. */
function mount(source: string | undefined, options?: GoOptions) {
  const store = registry.store(source, options);
  const shown: string[] = [];
  const leave = store.subscribe(() => shown.push(store.get().status));
  return { store, shown, leave };
}

test("a store by itself starts nothing", () => {
  const store = registry.store("a.wasm");
  assert.equal(store.get(), store.initial);
  assert.equal(store.get().status, "loading");
  assert.equal(loads.length, 0);
});

test("components with one address share one load, in a worker", async () => {
  const one = mount("a.wasm");
  const two = mount("a.wasm", { env: { A: "1" } });
  mount("b.wasm");
  assert.deepEqual(loads.map(({ source, options }) => [source, options.mode, options.env]), [["a.wasm", "worker", undefined], ["b.wasm", "worker", undefined]]);
  const before = one.store.get();
  assert.equal(one.store.get(), before, "the snapshot is one object until it changes");
  loads[0]?.resolve();
  await settle();
  assert.deepEqual([one.shown, two.shown], [["running"], ["running"]]);
  assert.equal(one.store.get(), two.store.get());
  assert.equal(one.store.get().program, loads[0]?.program as unknown as Program);
});

test("options and key pass through; the key is what counts", () => {
  mount("a.wasm", { mode: "page", args: ["x"], key: "mine" });
  mount("elsewhere.wasm", { key: "mine" });
  assert.equal(loads.length, 1);
  assert.deepEqual([newest().options.mode, newest().options.args], ["page", ["x"]]);
  const bytes = new Uint8Array(8);
  assert.throws(() => registry.store(bytes), /`key`/);
  registry.store(bytes, { key: "bytes" }).subscribe(() => {})();
  assert.equal(newest().source, bytes);
});

test("without a source nothing is loaded", () => {
  const { store, leave } = mount(undefined);
  assert.equal(store.get().status, "idle");
  leave();
  assert.equal(loads.length, 0);
});

test("the last to leave ends the program, after the delay", async () => {
  const one = mount("a.wasm");
  const two = mount("a.wasm");
  newest().resolve();
  await settle();
  one.leave();
  mock.timers.tick(10 * releaseAfterMs);
  assert.equal(newest().options.signal.aborted, false);
  two.leave();
  mock.timers.tick(releaseAfterMs - 1);
  assert.equal(newest().options.signal.aborted, false);
  mock.timers.tick(1);
  assert.equal(newest().options.signal.aborted, true);
  const again = mount("a.wasm");
  assert.equal(loads.length, 2);
  assert.equal(again.store.get().status, "loading");
  assert.equal(one.store.get(), again.store.get());
});

test("who leaves and comes back in time finds the program as it was", async () => {
  const one = mount("a.wasm");
  one.leave(); // StrictMode
  const two = mount("a.wasm");
  newest().resolve();
  await settle();
  two.leave();
  mock.timers.tick(releaseAfterMs - 1);
  const three = mount("a.wasm");
  mock.timers.tick(10 * releaseAfterMs);
  assert.deepEqual([loads.length, newest().options.signal.aborted, three.store.get().status], [1, false, "running"]);
});

test("leaving in the middle of a load gives it up", async () => {
  const { leave } = mount("a.wasm");
  leave();
  mock.timers.tick(releaseAfterMs);
  assert.equal(newest().options.signal.aborted, true);
  await settle(); // the rejection of that load is nobody's: an unhandled one would fail the test
});

test("a load that fails is shown, and tried again once all have left", async () => {
  const { store, leave } = mount("a.wasm");
  const error = new Error("404");
  newest().reject(error);
  await settle();
  assert.deepEqual([store.get().status, store.get().error, store.get().program], ["failed", error, undefined]);
  mount("a.wasm").leave();
  assert.equal(loads.length, 1);
  leave();
  mock.timers.tick(releaseAfterMs);
  assert.equal(mount("a.wasm").store.get().status, "loading");
  assert.equal(loads.length, 2);
});

test("a failure is not kept by those who try again too soon", async () => {
  mount("a.wasm").leave();
  newest().reject(new Error("404"));
  await settle();
  for (let i = 0; i < 3; i++) {
    mock.timers.tick(releaseAfterMs / 3 - 1);
    mount("a.wasm").leave();
  }
  assert.equal(loads.length, 1);
  mock.timers.tick(3);
  mount("a.wasm");
  assert.equal(loads.length, 2);
});

test("progress is counted for who reads it", () => {
  const reads = registry.store("a.wasm");
  assert.equal(reads.get().progress, undefined);
  reads.subscribe(() => {});
  newest().options.onProgress?.({ loaded: 1, total: 2 });
  assert.deepEqual(reads.get().progress, { loaded: 1, total: 2 });
  mount("b.wasm");
  assert.equal(newest().options.onProgress, undefined);
  const told: number[] = [];
  mount("c.wasm", { onProgress: ({ loaded }) => told.push(loaded) });
  newest().options.onProgress?.({ loaded: 3, total: undefined });
  assert.deepEqual(told, [3]);
});

test("what waits to be rendered keeps the load, though others leave", async () => {
  const waiting = registry.store("a.wasm");
  const ready = waiting.ready();
  assert.equal(waiting.ready(), ready);
  mount("a.wasm").leave();
  mock.timers.tick(10 * releaseAfterMs);
  assert.equal(newest().options.signal.aborted, false);
  newest().resolve();
  assert.equal(await ready, newest().program as unknown as Program);
  assert.equal(waiting.get().status, "running");
  // It never appears: the program goes the way of all.
  await settle();
  mock.timers.tick(releaseAfterMs);
  assert.equal(newest().options.signal.aborted, true);
});

test("an end, a crash and a restart are shown", async () => {
  const { store, shown } = mount("a.wasm");
  const { program, resolve } = newest();
  resolve();
  await settle();
  program.end({ code: 0, reason: "exit" }, "exited");
  await settle();
  assert.deepEqual([store.get().status, store.get().error], ["exited", undefined]);
  program.restart();
  assert.equal(store.get().status, "running");
  const error = new Error("panic") as never;
  program.end({ code: 2, reason: "panic", error }, "crashed");
  await settle();
  assert.deepEqual([store.get().status, store.get().error, store.get().program], ["crashed", error, program]);
  program.restart();
  assert.deepEqual([store.get().status, store.get().error], ["running", undefined]);
  assert.deepEqual(shown, ["running", "exited", "running", "crashed", "running"]);
});

test("the end of the run before a restart is not shown", async () => {
  const { store } = mount("a.wasm");
  const { program, resolve } = newest();
  resolve();
  await settle();
  const { end } = program;
  program.restart();
  end({ code: -1, reason: "terminated" }, "running");
  await settle();
  assert.equal(store.get().status, "running");
});

/** What a program offers beside its exports' promises: waiting for a function, direct calls, another run. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { load, type PageOptions, type PageProgram } from "../../js/dist/index.js";
import { nodeHosts, program as built } from "../support/hosts.ts";

interface Exports {
  add(a: number, b: number): number;
  math: { square(x: number): number };
  setLate(): void;
  late(): string;
  never(): void;
  exit(code: number): void;
}
const bytes = readFileSync(built("program"));

for (const { variant } of nodeHosts()) {
  const start = (options: PageOptions = {}): Promise<PageProgram<Exports>> => load<Exports>(bytes, { variant, stdout: "ignore", ...options });
  const check = (what: string, body: () => Promise<void>): void => void test(`${variant}: ${what}`, body);

  check("sync calls directly, and throws what the function throws", async () => {
    const program = await start();
    assert.equal(program.sync.add(1, 2), 3);
    assert.equal(program.sync.math.square(3), 9);
    assert.throws(() => program.sync.never(), { name: "GoExportError", code: "unknown-export" });
    program.terminate();
    assert.throws(() => program.sync.add(1, 2), { name: "GoExitedError", code: "exited" });
  });

  check("exported waits for a function, and gives it", async () => {
    const program = await start();
    const add = await program.exported("add");
    assert.equal(await add(2, 3), 5);
    const waiting = program.exported("late");
    await program.exports.setLate();
    assert.equal(await (await waiting)(), "here now");
    program.terminate();
  });

  check("exported gives up at the end of the program, and at its signal", async () => {
    const program = await start();
    const abort = new AbortController();
    const waiting = [program.exported("never", { signal: abort.signal }), program.exported("never")];
    abort.abort(new Error("enough"));
    await assert.rejects(waiting[0] as Promise<unknown>, { message: "enough" });
    await assert.rejects(program.exported("never", { signal: abort.signal }), { message: "enough" });
    program.terminate();
    await assert.rejects(waiting[1] as Promise<unknown>, { name: "GoExitedError", code: "exited", message: /before it exported never/ });
  });

  check("the option ready lets load wait", async () => {
    const program = await start({ args: ["set-later"], ready: ["late", "add"] });
    assert.ok("late" in program.exports);
    program.terminate();
    await assert.rejects(start({ args: ["exit-soon"], ready: ["late"] }), { code: "exited", message: /before it exported late/ });
  });

  check("no call stays unanswered: what the end leaves open rejects, what came before it arrives", async () => {
    const exports = readFileSync(built("worker"));
    const open = async () => (await load<{ never(): Promise<void>; add(a: number, b: number): number; exit(code: number): void; twice(f: (n: number) => unknown, n: number): number }>(exports, { variant, stdout: "ignore" }));
    const terminated = await open();
    const never = [terminated.exports.never(), terminated.exports.never(new AbortController().signal), terminated.exports.twice(() => new Promise(() => {}), 1)];
    const done = terminated.exports.add(1, 2);
    terminated.terminate();
    assert.equal(await done, 3);
    for (const call of never) await assert.rejects(call, { name: "GoTerminatedError", code: "terminated" });

    const exited = await open();
    const left = exited.exports.never();
    void exited.exports.exit(3);
    await assert.rejects(left, { name: "GoExitedError", code: "exited", message: /ended before never was answered/ });

    const restarted = await open();
    const before = restarted.exports.never();
    await restarted.restart();
    await assert.rejects(before, { code: "terminated" });
    assert.equal(await restarted.exports.add(2, 2), 4);
    restarted.terminate();
  });

  check("restart runs it from its beginning, and the old functions are gone", async () => {
    const program = await start();
    const { exported, exports } = { exported: await program.exported("add"), exports: program.exports };
    await program.exports.setLate();
    await program.exported("late");
    const first = program.exited;
    const held = program.sync.add;
    await program.restart();
    assert.equal((await first).reason, "terminated");
    assert.equal(program.status, "running");
    assert.equal("late" in program.exports, false);
    assert.equal(await exports.add(1, 1), 2);
    assert.equal(await exported(1, 1), 2);
    assert.equal(held(1, 1), 2);
    await program.exports.exit(3).catch(() => {});
    assert.deepEqual(await program.exited, { code: 3, reason: "exit" });
    await program.restart();
    assert.equal(await program.exports.add(4, 5), 9);
    program.terminate();
    assert.equal((await program.stats()).refs, 0);
  });

  for (const mode of ["page", "worker"] as const) {
    check(`streams go on where they are when it is restarted, ${mode} mode`, async () => {
      const texts: string[] = [];
      let closed = false;
      let feed = (_text: string): void => {};
      const stdin = new ReadableStream<string>({ start: (controller) => void (feed = (text) => controller.enqueue(text)), cancel: () => void (closed = true) });
      const decoder = new TextDecoder();
      const stdout = new WritableStream<Uint8Array>({ write: (bytes) => void texts.push(decoder.decode(bytes)) });
      const until = async (done: () => boolean): Promise<void> => {
        while (!done()) await new Promise((resolve) => setTimeout(resolve, 1));
      };
      const running = await load(readFileSync(built("stdio")), { variant, mode, args: ["bufio"], stdin, stdout });
      feed("one\n");
      await until(() => texts.join("").includes("one"));
      await running.restart();
      feed("two\n");
      await until(() => texts.join("").includes("two"));
      assert.equal(closed, false);
      running.terminate();
      await until(() => closed);
      assert.equal(running.status, "terminated");
    });
  }

  check("a restart after its signal was aborted is refused", async () => {
    const abort = new AbortController();
    const program = await start({ signal: abort.signal });
    abort.abort();
    assert.equal((await program.exited).reason, "terminated");
    await assert.rejects(program.restart(), { code: "load-aborted" });
  });
}

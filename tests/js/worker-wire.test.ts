/** The conversation of page and worker on ports of our own: who holds which function, and workers that do not behave. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { afterEach, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { load } from "../../js/dist/index.js";
import { errorClasses, messageOf } from "../../js/src/errors.ts";
import type { Endpoint, PageMessage } from "../../js/src/protocol.ts";
import { Peer } from "../../js/src/wire/peer.ts";
import { program } from "../support/hosts.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

const open: MessagePort[] = [];
afterEach(() => open.splice(0).forEach((port) => port.close()));

/** Two sides; the second answers `call` with what `serve` gives. */
function connect(serve: (args: unknown[]) => unknown, takeSlot?: ConstructorParameters<typeof Peer>[1]["takeSlot"]) {
  const { port1, port2 } = new MessageChannel();
  open.push(port1);
  const side = (port: MessagePort): Peer => {
    const peer = new Peer(port as unknown as Endpoint, {
      classes: errorClasses,
      messageOf,
      takeTransferList: () => [],
      notCloneable: (what, cause) => new errorClasses.GoExportError("not-cloneable", what, { cause }),
      ...(takeSlot && { takeSlot }),
    });
    port.addEventListener("message", ({ data }: MessageEvent<PageMessage>) => {
      if (!peer.take(data) && data.type === "call") void peer.answer(data.id, "it", () => serve(peer.unpack(data.args) as unknown[]));
    });
    port.start();
    return peer;
  };
  const [page, worker] = [side(port1), side(port2)];
  return {
    page,
    worker,
    call: (...args: unknown[]) => page.ask("it", args, (id, packed) => ({ type: "call", id, path: ["it"], args: packed })),
  };
}

/** Collects garbage until `done`, and lets what that tells be told. */
async function collectUntil(done: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !done(); i++) {
    await turn();
    collect();
  }
}

test("a function is held as long as the other side holds it, however often it was given", async () => {
  let held: unknown[] = [];
  const { page, call } = connect(([first, second, third]) => void held.push(first, second ?? first, (third as { deep: unknown[] } | undefined)?.deep[0] ?? first));
  const fn = (): string => "called";
  await call(fn, fn, { deep: [fn] });
  await call(fn);
  assert.equal(page.functions.size, 1);
  assert.equal(new Set(held).size, 1, "the same function stays the same");
  assert.equal(await (held[2] as () => Promise<string>)(), "called");
  held = [held[0]];
  collect();
  await turn();
  assert.equal(page.functions.size, 1);
  held = [];
  await collectUntil(() => page.functions.size === 0);
  assert.equal(page.functions.size, 0);
  await call(fn);
  assert.equal(await (held[0] as () => Promise<string>)(), "called");
});

test("arguments that cannot be sent leave nothing behind", async () => {
  const { page, call } = connect(() => undefined);
  await assert.rejects(call(() => 1, Symbol("s")), { code: "not-cloneable", message: /^argument 2 of it, a symbol$/ });
  await assert.rejects(call([new Map([["k", Symbol("s")]])]), { message: /^\[0\]\[0\] in argument 1 of it, a symbol$/ });
  await assert.rejects(call({ get bad() { throw new RangeError("getter"); } }), { name: "RangeError", message: "getter" });
  assert.equal(page.functions.size, 0);
});

test("a signal has its slot until the call is answered", async () => {
  const log: string[] = [];
  let next = 1;
  let answer = (_value: unknown): void => {};
  const seen: unknown[] = [];
  const serve = ([signal]: unknown[]): Promise<unknown> => {
    seen.push((signal as { goferrySlot?: number }).goferrySlot);
    (signal as AbortSignal).addEventListener("abort", () => seen.push((signal as AbortSignal).reason));
    return new Promise((resolve) => (answer = resolve));
  };
  const { call } = connect(serve, () => {
    const number = next++;
    return { number, cancel: () => log.push(`cancel ${number}`), free: () => log.push(`free ${number}`) };
  });
  const abort = new AbortController();
  const answered = call(abort.signal);
  while (seen.length === 0) await turn();
  abort.abort("why");
  assert.deepEqual(log, ["cancel 1"], "at once, before any message");
  while (seen.length === 1) await turn();
  answer("done");
  assert.equal(await answered, "done");
  assert.deepEqual([seen, log], [[1, "why"], ["cancel 1", "free 1"]]);
});

test("what is thrown arrives as it was, and its cause; what cannot be sent as its text", async () => {
  const { call } = connect(([which]) => {
    const deep = new errorClasses.GoPanicError("panic: x", "panic: x\n\ngoroutine 1", { program: "main.wasm", cause: new TypeError("beneath") });
    if (which === "panic") throw deep;
    if (which === "abort") throw new DOMException("no more", "AbortError");
    if (which === "own") throw Object.assign(new Error("mine"), { name: "MyError", extra: 1 });
    if (which === "wasm") throw new WebAssembly.RuntimeError("unreachable");
    if (which === "circle") throw Object.assign(deep, { cause: deep });
    throw { toString: () => "no text of its own", f() {} };
  });
  const thrown = (which: string): Promise<unknown> => call(which).catch((error: unknown) => error);
  const panic = (await thrown("panic")) as InstanceType<typeof errorClasses.GoPanicError>;
  assert.ok(panic instanceof errorClasses.GoPanicError);
  assert.deepEqual([panic.name, panic.code, panic.program, panic.goStack, String(panic.cause)], ["GoPanicError", "panic", "main.wasm", "panic: x\n\ngoroutine 1", "TypeError: beneath"]);
  assert.match(panic.stack ?? "", /worker-wire\.test/);
  const abort = (await thrown("abort")) as DOMException;
  assert.deepEqual([abort instanceof DOMException, abort.name, abort.message], [true, "AbortError", "no more"]);
  const own = (await thrown("own")) as Error & { extra?: number };
  assert.deepEqual([own.name, own.message, own.extra], ["MyError", "mine", 1]);
  assert.ok((await thrown("wasm")) instanceof WebAssembly.RuntimeError);
  assert.ok((await thrown("circle")) instanceof errorClasses.GoPanicError);
  assert.equal(await thrown("other"), "no text of its own");
});

test("once it is closed, everything that is asked is refused", async () => {
  const { page, call } = connect(() => new Promise(() => {}));
  const waiting = call(1);
  page.close((what) => new Error(`no answer to ${what}`));
  await assert.rejects(waiting, { message: "no answer to it" });
  await assert.rejects(call(2), { message: "no answer to it" });
  assert.equal(page.functions.size, 0);
});

const bytes = readFileSync(program("worker"));
/** Loads in a worker whose script is `text`. */
const loadWith = (text: string) =>
  load(bytes, { mode: "worker", stdout: "ignore", workerUrl: `data:text/javascript,${encodeURIComponent(`import { parentPort } from "node:worker_threads"; ${text}`)}` });

test("a worker script of another version is refused", async () => {
  const script = `parentPort.on("message", () => {}); parentPort.postMessage({ type: "hello", protocol: 99 });`;
  await assert.rejects(loadWith(script), { name: "GoLoadError", code: "worker-failed", message: /protocol is 99, the page's 1.*goferry\/worker\.js/ });
});

test("a worker that ends of itself is an error of its program, and no promise hangs", async () => {
  const start = `parentPort.on("message", ({ type }) => { if (type === "start") parentPort.postMessage({ type: "started" }); else process.exit(7); });`;
  const running = await loadWith(`parentPort.postMessage({ type: "hello", protocol: 1 }); ${start}`);
  assert.equal(running.status, "running");
  const waiting = running.exports["add"](1, 1) as Promise<unknown>;
  await assert.rejects(waiting, { code: "exited", message: /ended before add was answered/ });
  const { reason, error } = await running.exited;
  assert.deepEqual([reason, error?.code, running.status], ["trap", "trap", "crashed"]);
  assert.match(error?.message ?? "", /exited with 7/);
});

test("a worker that ends before it has started its program", async () => {
  await assert.rejects(loadWith(`parentPort.postMessage({ type: "hello", protocol: 1 }); process.exit(7);`), (error: Error & { code?: string }) => {
    assert.ok(error.code === "trap" || error.code === "worker-failed", error.code);
    return true;
  });
});

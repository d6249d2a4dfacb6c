// Worker mode, on tests/go/worker: calls, values, functions, signals, ends. args: { imports } (the address of tests/go/worker/imports.js).
import { plainError } from "../scenario-host.mjs";

export default async function worker(host) {
  const left = watchWorkers();
  const seen = {};
  const refusal = (promise) => promise.then((value) => ({ resolved: String(value) }), plainError);
  const start = (options) => host.run("worker", { mode: "worker", ...options });
  const { program, lines } = await start();
  const { exports } = program;

  seen.ready = [lines.join(), program.status, program.sync === undefined, left.workers() <= 1, left.blobs()];
  seen.calls = [await exports.add(2, 3), await exports.count(), await exports.count()];
  seen.names = ["add" in exports, "tools" in exports, Object.keys(exports).includes("never")];
  const late = program.exported("tools");
  await exports.late();
  await late;
  seen.late = [await exports.tools.late(), Object.keys(exports.tools).sort(), Object.keys(exports.tools.deep), "tools" in exports];
  seen.unknown = await refusal(exports.nope());
  seen.unknownNested = await refusal(exports.tools.nope());
  await exports.say("ü");
  seen.said = lines.at(-1);

  // Values.
  const circle = { name: "circle" };
  circle.self = circle;
  const values = [1.5, "ü", true, null, undefined, 10n, [1, [2, { three: 3 }]], { "__proto__x": 1, list: [] }, new Uint8Array([1, 2, 3]), new Float64Array([0.5]), new Map([["a", 1]]), new Date(7)];
  seen.values = [];
  for (const value of values) {
    const back = await exports.echo(value);
    seen.values.push(same(back, value));
  }
  const circleBack = await exports.echo(circle);
  seen.circle = circleBack.self === circleBack && circleBack !== circle;
  const proto = await exports.echo(JSON.parse('{"__proto__": {"polluted": 1}, "f": 0}'));
  seen.proto = [Object.hasOwn(proto, "__proto__"), {}.polluted === undefined];
  seen.kinds = [];
  for (const value of [[], {}, () => 1, new Uint8Array(1), new Error("e"), AbortSignal.abort("r"), new ArrayBuffer(1)]) seen.kinds.push(await exports.kind(value, "not the last"));
  const big = new Uint8Array(1000).fill(7);
  const kept = new Uint8Array(10);
  seen.moved = [(await exports.echo(host.transfer(big, [big.buffer]))).length, big.length, (await exports.echo({ in: kept })).in.length, kept.length];
  seen.uncloneable = await refusal(exports.echo({ deep: [1, { at: Symbol("s") }] }));
  seen.uncloneableResult = await refusal(exports.uncloneable());

  // Errors.
  const error = Object.assign(new RangeError("far", { cause: new TypeError("deeper") }), { code: "E1" });
  const errorBack = await exports.echo({ error });
  seen.error = [errorBack.error instanceof RangeError, errorBack.error.message, errorBack.error.code, errorBack.error.stack === error.stack, errorBack.error.cause instanceof TypeError, errorBack.error.cause.message];
  const thrown = await exports.throws("TypeError", "from Go").catch((reason) => reason);
  seen.thrown = [thrown instanceof TypeError, thrown.message, typeof thrown.stack];
  seen.rejected = [await exports.rejects("text").catch((reason) => reason), await exports.rejects({ a: 1 }).catch((reason) => reason.a)];

  // Functions.
  seen.twice = await exports.twice((n) => n * 10, 3);
  seen.twiceLater = await exports.twice(async (n) => (await host.sleep(1), n + 1), 1);
  const adder = await exports.adder(40);
  seen.adder = await adder.add(2);
  const home = () => "mine";
  seen.home = (await exports.echo({ home })).home === home;
  await exports.hold(() => { throw new RangeError("of the page"); });
  seen.pageThrows = await refusal(exports.callHeld(1));
  await exports.drop();

  // Signals.
  const abort = new AbortController();
  const told = [];
  const aborted = refusal(exports.aborted((text) => told.push(text), abort.signal));
  await host.until(() => told.length === 1, "the call to begin");
  abort.abort(new Error("enough"));
  seen.aborted = await aborted;
  await host.until(() => told.length === 2, "Go to hear of it");
  seen.told = told;
  seen.abortedBefore = await refusal(exports.count(abort.signal));
  seen.notAborted = await exports.count(new AbortController().signal);

  const stats = await program.stats();
  seen.stats = [stats.refs > 0, stats.wrappers > 5, stats.memoryBytes > 0, stats.hostCalls > 0, stats.callbacks > 0];

  // Another run: nothing is fetched or compiled.
  const functions = [["fetch", globalThis], ["compile", WebAssembly], ["compileStreaming", WebAssembly], ["instantiate", WebAssembly]];
  const originals = functions.map(([name, scope]) => scope[name]);
  const used = [];
  functions.forEach(([name, scope], i) => (scope[name] = (...args) => (used.push(name), Reflect.apply(originals[i], scope, args))));
  const first = program.exited;
  const pending = refusal(exports.never());
  await program.restart();
  functions.forEach(([name, scope], i) => (scope[name] = originals[i]));
  seen.restart = [used.length, (await first).reason, program.status, await exports.count(), "tools" in exports, (await pending).code];

  // Ends.
  const endOf = async (p, promise) => ({ call: await promise, ...(await host.end(p)), after: (await refusal(p.exports.add(1, 1))).code, refs: (await p.stats()).refs });
  const never = refusal(exports.never());
  const exitCall = refusal(exports.exit(3));
  seen.exit = await endOf(program, exitCall);
  seen.neverAtExit = await never;
  const panics = await start();
  seen.panicCall = await panics.program.exports.panics().catch((reason) => [reason.name, reason.code, /goroutine \d+/.test(reason.goStack), panics.program.status]);
  seen.panic = await endOf(panics.program, undefined);
  const terminated = await start();
  const waiting = [terminated.program.exports.never(), terminated.program.exports.add(1, 1), terminated.program.stats()].map(refusal);
  const exported = refusal(terminated.program.exported("no such thing"));
  terminated.program.terminate();
  seen.terminated = await endOf(terminated.program, (await Promise.all(waiting)).map((outcome) => outcome.code ?? "resolved"));
  seen.exported = await exported;
  const spinning = await start();
  const spin = refusal(spinning.program.exports.spin()); // it is not answered: Go does not come back
  await host.until(() => spinning.lines.at(-1) === "spinning", "it to spin");
  const stuck = refusal(spinning.program.exports.add(1, 1));
  spinning.program.terminate();
  seen.spinning = await endOf(spinning.program, [(await stuck).code, (await spin).code]);
  const spinner = await start();
  spinner.program.exports.spin().catch(() => {});
  await spinner.program.restart();
  seen.restartedFromSpin = await spinner.program.exports.add(1, 1);
  spinner.program.terminate();

  // What main does before it first waits.
  seen.atStart = {};
  for (const arg of ["document", "window", "panic"]) seen.atStart[arg] = await refusal(start({ args: [arg], stderr: "ignore" }));
  const exited = await start({ args: ["exit"] });
  seen.atStart.exit = await host.end(exited.program);
  const page = await start({ stderr: "ignore" });
  seen.pageLater = await refusal(page.program.exports.page());
  const spinLines = [];
  const cancel = new AbortController();
  const loading = refusal(start({ args: ["spin"], signal: cancel.signal, stdout: (line) => spinLines.push(line) }));
  await host.until(() => spinLines.length === 1, "it to spin");
  cancel.abort(new Error("too long"));
  seen.abortedLoad = await loading;
  const stop = new AbortController();
  const stopped = await start({ signal: stop.signal });
  stop.abort();
  seen.abortedRun = (await host.end(stopped.program)).reason;
  const readyExport = await start({ args: ["late"], ready: ["add"] });
  seen.ready2 = "add" in readyExport.program.exports;
  readyExport.program.terminate();

  // Input by all ways, and the user's own imports.
  seen.inputs = [];
  const stream = () => new ReadableStream({ start: (c) => (["a", "b"].forEach((text) => c.enqueue(text)), c.close()) });
  const broken = () => new ReadableStream({ pull: (c) => c.error(new Error("broken")) });
  for (const stdin of ["text", new TextEncoder().encode("bytes"), stream(), broken(), undefined]) {
    const run = await start({ args: ["read"], env: { WHO: "me" }, ...(stdin && { stdin }) });
    await host.until(() => run.lines.includes("ready"), "it to have read");
    seen.inputs.push(run.lines[0]);
    run.program.terminate();
  }
  const imported = await host.run("imports", { mode: "worker", imports: host.args.imports });
  seen.imported = imported.lines[0];
  imported.program.terminate();
  seen.importsMissing = await refusal(host.run("imports", { mode: "worker", imports: host.args.imports + ".missing" }));
  seen.importsNotGiven = await refusal(host.run("imports", { mode: "worker" }));
  seen.importsAsObject = await refusal(host.run("imports", { mode: "worker", imports: {} }));
  seen.importsAsFunction = await refusal(host.run("imports", { mode: "worker", imports: () => ({}) }));
  seen.notAModule = (await refusal(host.loader(new Uint8Array(8), { mode: "worker" }))).code;

  await host.until(() => left.workers() === 0, "the last worker to end");
  seen.left = [left.workers(), left.blobs(), left.most() > 0];
  return seen;
}

/** Deep equality as far as it takes here. */
function same(a, b) {
  if (Object.is(a, b)) return true;
  if (a?.constructor !== b?.constructor || typeof a !== "object" || a === null) return false;
  if (a instanceof Date) return a.getTime() === b.getTime();
  const [left, right] = [a, b].map((value) => (value instanceof Map ? [...value] : Object.entries(value)));
  return left.length === right.length && left.every(([key, item], i) => key === right[i][0] && same(item, right[i][1]));
}

/** Counts the workers that were started and not terminated, and the blob addresses that were not given back. In Node the process tells: it ends. */
export function watchWorkers() {
  let workers = 0;
  let most = 0;
  const blobs = new Set();
  if (typeof Worker !== "function" || globalThis.process?.versions?.node) return { workers: () => 0, blobs: () => 0, most: () => 1 };
  const Original = globalThis.Worker;
  globalThis.Worker = class extends Original {
    #live = true;
    constructor(...args) {
      super(...args);
      most = Math.max(most, ++workers);
    }
    terminate() {
      if (this.#live) workers--;
      this.#live = false;
      super.terminate();
    }
  };
  const { createObjectURL, revokeObjectURL } = URL;
  URL.createObjectURL = (blob) => {
    const url = Reflect.apply(createObjectURL, URL, [blob]);
    blobs.add(url);
    return url;
  };
  URL.revokeObjectURL = (url) => {
    blobs.delete(url);
    Reflect.apply(revokeObjectURL, URL, [url]);
  };
  return { workers: () => workers, blobs: () => blobs.size, most: () => most };
}

// One host of the files' benchmark in a Node process of its own (--expose-gc). Arguments: "ours" DIST WASM ROWS, or "theirs" WASM_EXEC WASM ROWS (JSON).
// Prints, as JSON, the milliseconds of each row, and the bytes that live in the end: JavaScript's heap, its buffers, and WebAssembly's memories.
import { readFileSync } from "node:fs";
import path from "node:path";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { pathToFileURL } from "node:url";
import vm from "node:vm";

const [side, host, wasm, rows] = process.argv.slice(2);
const memories = new Set();
const note = (instance) => {
  for (const value of Object.values(instance.exports)) if (value instanceof WebAssembly.Memory) memories.add(value);
  return instance;
};
const { Instance, instantiate } = WebAssembly;
WebAssembly.Instance = function (module, imports) {
  return note(new Instance(module, imports));
};
WebAssembly.Instance.prototype = Instance.prototype; // what Go's host asks for
WebAssembly.instantiate = async (...args) => {
  const result = await instantiate(...args);
  note(result instanceof Instance ? result : result.instance);
  return result;
};
/** What is alive: the process's own size says more of when its garbage was collected last. */
const alive = () => {
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage(); // `external` would count the memories again
  return [...memories].reduce((sum, { buffer }) => sum + buffer.byteLength, heapUsed + arrayBuffers);
};

const hosts = {
  async ours() {
    const { load } = await import(pathToFileURL(host).href);
    return async () => {
      const program = await load(readFileSync(wasm), { files: {} });
      await program.exported("benchRow");
      return (row) => program.exports.benchRow(row);
    };
  },
  async theirs() {
    const { createFsFromVolume, Volume } = await import("memfs");
    const fs = createFsFromVolume(new Volume());
    Object.assign(globalThis, { fs, path });
    vm.runInThisContext(readFileSync(host, "utf8"));
    return async () => {
      const go = new globalThis.Go();
      const { instance } = await WebAssembly.instantiate(readFileSync(wasm), go.importObject);
      go.run(instance);
      return (row) => globalThis.benchRow(row);
    };
  },
};

const start = await hosts[side]();
const run = await start();
await run("prepare");
const ms = {};
for (const row of JSON.parse(rows)) {
  await run(row); // once so that it is compiled, and what it writes is there
  const begin = performance.now();
  await run(row);
  ms[row] = performance.now() - begin;
}
await run("collect");
process.stdout.write(JSON.stringify({ ms, bytes: alive() }));
process.exit(0);

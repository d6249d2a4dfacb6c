// Runs one Go program on the wasm_exec.js of its own Go version, in this Node process: the measure for the bridge.
// Its standard input is JSON: { wasm, wasmExec, fixture?, args?, cwd?, env? }. What ends the run abnormally is printed as a last line `host: …`.
import { readFile, readFileSync, writeSync } from "node:fs";
import * as fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { describeError, loadFixture, runClassic } from "./host-common.mjs";

const { wasm, wasmExec, fixture, args = [], cwd = ".", env = {} } = JSON.parse(readFileSync(0, "utf8"));
Object.assign(globalThis, { fs, path, require: createRequire(import.meta.url) });

const say = (text) => writeSync(1, `host: ${text}\n`);
let go;
process.on("uncaughtException", (error) => {
  say(`uncaught ${describeError(error)}`);
  go = undefined;
  process.exit(1);
});
process.on("exit", () => {
  if (go === undefined || go.exited) return;
  go._pendingEvent = { id: 0 }; // the event loop ran empty: Go prints its dump, as wasm_exec_node.js does it
  go._resume();
});

runClassic(wasmExec);
await loadFixture(fixture);
go = new globalThis.Go();
go.argv = ["js", ...args];
Object.assign(go.env, env);
go.exit = (code) => {
  say(`exit ${code}`);
  process.exit(code);
};
const bytes = await new Promise((resolve, reject) => readFile(wasm, (error, data) => (error ? reject(error) : resolve(data))));
process.chdir(cwd);
const { instance } = await WebAssembly.instantiate(bytes, go.importObject);
await go.run(instance).catch((error) => {
  say(`threw ${describeError(error)}`);
  go = undefined;
  process.exit(1);
});

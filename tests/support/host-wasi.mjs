// Runs one WASI program on node:wasi, in this Node process: the measure for the bridge. Its standard input is JSON:
// { wasm, args?, env?, preopens?, input?, calls? }: folders of this machine by the names that the program sees; `input` is a file for its standard input.
// With `calls` it is a library: each is a function and its arguments, 64-bit integers as text; what they return is the last line, as JSON.
import { openSync, readFileSync } from "node:fs";
import process from "node:process";
import { WASI } from "node:wasi";

const { wasm, name = "js", args = [], env = {}, preopens = {}, input = "/dev/null", calls } = JSON.parse(readFileSync(0, "utf8"));
const wasi = new WASI({ version: "preview1", args: [name, ...args], env, preopens, stdin: openSync(input, "r"), returnOnExit: true });
const { instance } = await WebAssembly.instantiate(readFileSync(wasm), wasi.getImportObject());
if (calls) {
  wasi.initialize(instance);
  const results = calls.map(([item, ...values]) => String(instance.exports[item](...values.map((value) => (typeof value === "string" ? BigInt(value) : value)))));
  console.log(JSON.stringify(results));
} else {
  process.exitCode = wasi.start(instance);
}

// Runs one WASI program on node:wasi, in this Node process: the measure for the bridge. Its standard input is JSON:
// { wasm, args?, env?, preopens?, input? }: folders of this machine by the names that the program sees; `input` is a file for its standard input.
import { openSync, readFileSync } from "node:fs";
import process from "node:process";
import { WASI } from "node:wasi";

const { wasm, name = "js", args = [], env = {}, preopens = {}, input = "/dev/null" } = JSON.parse(readFileSync(0, "utf8"));
const wasi = new WASI({ version: "preview1", args: [name, ...args], env, preopens, stdin: openSync(input, "r"), returnOnExit: true });
const { instance } = await WebAssembly.instantiate(readFileSync(wasm), wasi.getImportObject());
process.exitCode = wasi.start(instance);

// What the scripts of this folder share. Each is run as `node SCRIPT WASM_EXEC WASM`, is written for Go's own wasm_exec.js, and prints lines of
// JSON. Not all of them load the file in the same way, so that is left to them.
const { readFileSync } = require("node:fs");

const [wasmExec, wasm] = process.argv.slice(2);
const say = (...words) => process.stdout.write(`${JSON.stringify(words)}\n`);

/** Compiles the program once, and instantiates it for a Go. */
let module_;
async function instantiate(go) {
  module_ ??= await WebAssembly.compile(readFileSync(wasm));
  return WebAssembly.instantiate(module_, go.importObject);
}

/** What a call came to. */
function attempt(call) {
  try {
    return ["returned", call()];
  } catch (error) {
    return error instanceof Error ? [error.name, error.message] : ["thrown", String(error)];
  }
}

module.exports = { wasmExec, wasm, say, instantiate, attempt };

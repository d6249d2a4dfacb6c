import { load } from "goferry";
import wasmPath from "./main.wasm"; // the loader `file` gives its path from the bundle

const wasmUrl = new URL(wasmPath, import.meta.url);
const program = await load(wasmUrl);
document.querySelector("#greeting").value = await program.exports.greet("Alice");

// The rest is the test's.
import { runChecks } from "./checks.js";
globalThis.checks = runChecks(wasmUrl, () => import("goferry/wasm_exec"));

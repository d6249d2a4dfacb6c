import { load } from "goferry";

const wasmUrl = new URL("./main.wasm", import.meta.url);
const program = await load(wasmUrl);
document.querySelector("#greeting").value = await program.exports.greet("Alice");

// The rest is the test's.
import { runChecks } from "./checks.js";
globalThis.checks = runChecks(wasmUrl, () => import("goferry/wasm_exec"));

import { load } from "goferry";
import wasmUrl from "./main.wasm?url";

const program = await load(wasmUrl);
document.querySelector("#greeting").value = await program.exports.greet("Alice");

// The rest is the test's.
import { runChecks } from "./checks.js";
globalThis.checks = runChecks(wasmUrl, () => import("goferry/wasm_exec"));

import { load } from "goferry";

const wasmUrl = new URL("main.wasm", import.meta.url);

// A function, since Parcel's development server does not know top-level await.
async function main() {
  const program = await load(wasmUrl);
  document.querySelector("#greeting").value = await program.exports.greet("Alice");
}
main();

// The rest is the test's.
import { runChecks } from "./checks.js";
globalThis.checks = runChecks(wasmUrl, () => import("goferry/wasm_exec"));

/** The drop-in for Go's wasm_exec.js: defines `Go`, and `fs`, `process` and `path` where the page has none. */
import { Go } from "./drop-in.js";
import { installGlobals } from "./drop-in-globals.js";

installGlobals();
(globalThis as { Go?: unknown }).Go = Go;

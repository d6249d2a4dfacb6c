/** The drop-in for Go's wasm_exec.js: defines `Go`, and `fs`, `process` and `path` where the page has none. */
import { page } from "./drop-in-globals.js"; // first: it says what is missing before anything needs it
import { Go } from "./drop-in.js";

page["Go"] = Go;

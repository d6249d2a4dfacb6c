/** The chunk of files.wasm's two faces: what a program's option `files` takes, and WASI. */
export { prepareFiles } from "./files/chunk.js";
export { prepareWasi } from "./wasi/chunk.js";

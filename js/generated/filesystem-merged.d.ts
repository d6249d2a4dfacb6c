/** js/generated/filesystem-merged.js, which tools/build-package.mjs writes: files.wasm with the program's memory in view, as hex. */
export const files: string;

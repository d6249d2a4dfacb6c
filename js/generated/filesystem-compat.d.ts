/** js/generated/filesystem-compat.js, which tools/build-package.mjs writes: files.wasm for engines without multi-memory, as hex. */
export const files: string;

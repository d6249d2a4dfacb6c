/** js/generated/wasi.js, which tools/build-package.mjs writes: the trampolines of WASI's functions as hex, and the order of their table. */
export const wasiLink: string;
export const wasi: readonly string[];

/** js/generated/manifest.js, which tools/build-package.mjs writes: manifest.wasm as hex. */
export const manifest: string;

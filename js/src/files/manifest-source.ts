/**
 * Where manifest.wasm comes from, as hex: a chunk of its own, for most programs have no url mount. In the script-tag build classic-manifest-source.ts is
 * in this one's place.
 */
export const manifestSource = (): Promise<{ readonly manifest: string }> => import("../../generated/manifest.js");

/**
 * Goferry runs Go WebAssembly modules in web pages.
 *
 * ```ts
 * import { load } from "goferry";
 * const program = await load("main.wasm");
 * console.log(await program.exports.greet("Alice"));
 * ```
 *
 * @packageDocumentation
 */
import { createLoad } from "./load.js";

/** Starts a Go module (GOOS=js GOARCH=wasm). Resolves when its main function has first waited, or returned. */
export const load = createLoad({ compat: () => import("../generated/compat.js"), remote: () => import("./remote/chunk.js"), channels: () => import("./channel/chunk.js"), files: () => import("./files-chunk.js") });

export * from "./public.js";

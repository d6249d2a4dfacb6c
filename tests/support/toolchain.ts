/** What the configure step found (build/toolchain.json), for tests and the benchmark. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export { buildGo, flavors, matrixGo } from "./build-go.ts";
export type { Flavor, GoBuild } from "./build-go.ts";

/** The root of the source tree. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** One Go, and its own host files. */
export interface GoVersion {
  /** Value of GOTOOLCHAIN that selects it, such as `go1.20.14`. */
  readonly go: string;
  readonly goroot: string;
  readonly wasmExec: string;
  readonly wasmExecNode: string;
}

/** The tools by path. What a purpose does not need may be absent: the demo looks for fewer than the tests. */
export interface Toolchain {
  readonly node: string;
  /** A Node with multi-memory; absent where npm has none for this machine. */
  readonly node24?: string;
  /** The node_modules folder of tools/publishing. */
  readonly publishing?: string;
  readonly chromium?: string;
  readonly firefox?: string;
  /** WebKitGTK's MiniBrowser, and the server that drives it. */
  readonly webkit?: string;
  readonly webkitDriver?: string;
  /** Why a browser could not be had. */
  readonly firefoxAbsent?: string;
  readonly webkitAbsent?: string;
  /** The go command that builds the gallery, and the version it is. */
  readonly go: string;
  readonly goVersion: string;
  readonly goroot: string;
  /** The folder of em++.py, its version, and its config file (absent for an Emscripten that finds its own). */
  readonly emscripten: string;
  readonly emscriptenVersion: string;
  readonly emConfig?: string;
  /** The folder of wasm-opt. */
  readonly binaryen: string;
  readonly clangFormat?: string;
  /** The include folder of doctest/doctest.h. */
  readonly doctest?: string;
  /** Compilers for WASI (cmake/private-wasi-tools.sh), for the preset conformance; or why they could not be had. */
  readonly wasiTools?: string;
  readonly wasiToolsAbsent?: string;
  /** The folder of bin/tinygo (cmake/private-tinygo.sh), for the preset conformance; or why it could not be had. */
  readonly tinygo?: string;
  readonly tinygoAbsent?: string;
  /** By minor version ("1.20"): those to test with, and the gallery's own. */
  readonly goVersions: Readonly<Record<string, GoVersion>>;
  /** Versions to test with that could not be had, each with the reason. */
  readonly goVersionsAbsent: Readonly<Record<string, string>>;
}

let read: Toolchain | undefined;

/** Reads build/toolchain.json, once. */
export function toolchain(): Toolchain {
  if (read) return read;
  const file = join(root, "build/toolchain.json");
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw new Error("build/toolchain.json is missing: run `cmake --preset test` first", { cause });
  }
  read = JSON.parse(text) as Toolchain;
  return read;
}

/** A Go version by its minor version ("1.20"); throws, with the reason, where it could not be had. */
export function goVersion(minor: string): GoVersion {
  const found = toolchain().goVersions[minor];
  if (!found) throw new Error(missingGo(minor) ?? `no Go ${minor}`);
  return found;
}

/**
 * Why a Go version cannot be tested with, or undefined where it can. For `test(name, { skip: missingGo("1.20") ?? false }, …)`.
 */
export function missingGo(minor: string): string | undefined {
  const { goVersions, goVersionsAbsent } = toolchain();
  if (goVersions[minor]) return undefined;
  return goVersionsAbsent[minor] ?? `the configure step did not look for Go ${minor}: run \`cmake --preset test\``;
}

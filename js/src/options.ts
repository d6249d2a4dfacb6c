/** The options of `load`. */
import type { Variant } from "./bridge/variant.js";
import type { InputSource, OutputTarget } from "./host/stdio.js";

/** A user's own `//go:wasmimport` modules: functions by module and name. */
export type ImportModules = Record<string, Record<string, WebAssembly.ImportValue>>;
/** What an import function may want to know: Go's memory, and the module's exports. */
export interface ImportContext {
  /** Go's memory. */
  memory: WebAssembly.Memory;
  /** What the Go module exports, its `//go:wasmexport` functions among it. */
  exports: WebAssembly.Exports;
}

/** Bytes loaded so far, and in all; `total` is undefined where the server does not say or compresses. */
export interface LoadProgress {
  /** Bytes loaded so far, uncompressed. */
  loaded: number;
  /** Bytes in all, where they are known. */
  total: number | undefined;
}

/** The options of `load`; each may be left out. */
export interface LoadOptions {
  /** Arguments behind the program's name (`os.Args[1:]`). */
  args?: readonly string[];
  /** Environment variables. */
  env?: Readonly<Record<string, string>>;
  /** Standard input; nothing given: it is at its end. */
  stdin?: InputSource;
  /** Standard output: a function that gets each line, a stream of bytes, `"console"` (the default) or `"ignore"`. */
  stdout?: OutputTarget;
  /** Standard error, as stdout. */
  stderr?: OutputTarget;
  /** Modules for `//go:wasmimport`; given as a function, they are asked for when Go's memory and exports exist, before main. */
  imports?: ImportModules | ((context: ImportContext) => ImportModules);
  /** Functions of the program that `load` waits for as well, by their names on `program.exports`; by default it does not. */
  ready?: readonly string[];
  /** Ends loading; once the program runs, terminates it. */
  signal?: AbortSignal;
  /** Subresource integrity of a fetched module. */
  integrity?: string;
  /** Called while the module is fetched. */
  onProgress?: (progress: LoadProgress) => void;
  /** Which bridge runs; by default the better one that this engine can run. For tests. */
  variant?: Variant;
}

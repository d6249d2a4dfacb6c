/** The options of `load`. */
import type { Variant } from "./bridge/variant.js";
import type { FileLimits, FilesOption, FileTree, Mount } from "./files/mounts.js";
import type { InputSource, Output, OutputTarget } from "./host/stdio.js";

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

/** The options that both modes of `load` have; each may be left out. */
export interface CommonOptions {
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
  /**
   * The files that the program finds: mounts (the functions of `goferry/files` make them) and files by absolute path. `program.files` is the
   * page's way to them. Without this option, the program has none.
   */
  files?: FilesOption;
  /**
   * The folders that a program for WASI (GOOS=wasip1) is given, by the names that it knows them by: a mount, or files by path. It sees nothing else.
   * `program.files` has them by the same names.
   */
  preopens?: Readonly<Record<string, Mount | FileTree>>;
  /**
   * The sockets that a program for WASI has from its start, by name: connected streams, the descriptors behind those of `preopens`, in this order (so the
   * first is 3 where there are no folders). `program.channel` has the page's end of each by the same name. At most 32.
   */
  sockets?: readonly string[];
  /** What the files in memory may take at most. */
  fileLimits?: FileLimits;
  /** The folder that a program with files starts in; by default `/`. */
  cwd?: string;
  /** Functions of the program that `load` waits for as well, by their names on `program.exports`; by default it does not. */
  ready?: readonly string[];
  /** Ends loading; once the program runs, terminates it. */
  signal?: AbortSignal;
  /** Subresource integrity of a fetched module. */
  integrity?: string;
  /** Called while the module is fetched. */
  onProgress?: (progress: LoadProgress) => void;
  /** The folder with the package's `.wasm` files, to be fetched from there in place of those that are embedded. */
  wasmUrl?: string | URL;
  /** Which bridge runs; by default the better one that this engine can run. For tests. */
  variant?: Variant;
}

/** The options of `load` in page mode: the program runs on the page's own thread, and may touch the page. */
export interface PageOptions extends CommonOptions {
  /** Where the program runs. */
  mode?: "page";
  /** Modules for `//go:wasmimport`; given as a function, they are asked for when Go's memory and exports exist, before main. */
  imports?: ImportModules | ((context: ImportContext) => ImportModules);
}

/** The options of `load` in worker mode: the program runs in a worker of its own, and never blocks the page. */
export interface WorkerOptions extends CommonOptions {
  /** Where the program runs. */
  mode: "worker";
  /** The address of a classic script that sets `globalThis.goferryImports` in the worker, to what page mode's `imports` takes. */
  imports?: string | URL;
  /** The address of a copy of `goferry/worker.js` on the page's own origin, where a Content-Security-Policy forbids workers from `blob:`. */
  workerUrl?: string | URL;
  /** How messages of channels travel; by default through shared memory, where this page may share any. For tests. */
  transport?: "shared" | "port";
}

/** The options of `load`; each may be left out. */
export type LoadOptions = PageOptions | WorkerOptions;

/** What an engine is started with, on whichever thread. */
export interface EngineOptions extends Pick<PageOptions, "args" | "env" | "stdin" | "imports"> {
  stdout?: OutputTarget | Output;
  stderr?: OutputTarget | Output;
}

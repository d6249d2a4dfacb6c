/** What is measured: a Go program on one filesystem, in a page or a process of its own. */
import type { Side, Task } from "./rows.ts";
import { tasks } from "./rows.ts";

export interface Subject {
  run(task: Task): Promise<void>;
  /** The size of the program's own memory. */
  goMemoryBytes(): Promise<number>;
}

/** The files that a side takes: URLs in a page, paths in Node. */
export interface Files {
  readonly bridge: string;
  readonly wasmExec: string;
  readonly js: string;
  readonly wasi: string;
}

/** What differs between a page and Node. */
export interface Place {
  /** Compiles a program. */
  compile(file: string): Promise<WebAssembly.Module>;
  /** Loads the package. */
  bridge(file: string): Promise<Loader>;
  /** Runs a classic script. */
  script(file: string): Promise<void>;
}

export interface Loader {
  load(source: WebAssembly.Module, options: object): Promise<Program>;
}
interface Program {
  readonly exports: { benchRow(number: number): Promise<unknown> };
  exported(name: string): Promise<unknown>;
  stats(): Promise<{ readonly memoryBytes: number }>;
}

export const numberOf = (task: Task): number => tasks.indexOf(task);

/** What `opfs("bench")` of goferry/files gives. */
const opfs = { kind: "opfs", name: "bench" };
const optionsOf: Readonly<Record<"js" | "wasi", Partial<Record<Side, object>>>> = {
  js: { ours: { files: {} }, oursOpfs: { mode: "worker", files: { "/bench": opfs } } },
  wasi: { oursWasi: { preopens: { "/": {} } }, oursOpfsWasi: { mode: "worker", preopens: { "/bench": opfs } } },
};

/** Opens a side. What only the other sides want is not even evaluated. */
export async function open(side: Side, files: Files, place: Place): Promise<Subject> {
  if (side === "memfs") return (await import("./memfs.ts")).openMemfs(files, place);
  if (side === "bare") return (await import("./bare.ts")).openBare();
  if (side === "floor") return (await import("./floor.ts")).openFloor(files, place);
  if (side === "shim") return (await import("./shim.ts")).openShim(files, place);
  const { load } = await place.bridge(files.bridge);
  const program = await load(await place.compile(side in optionsOf.js ? files.js : files.wasi), { ...optionsOf.js, ...optionsOf.wasi }[side] ?? {});
  if (side in optionsOf.js) await program.exported("benchRow");
  return {
    run: async task => checked(task, await program.exports.benchRow(numberOf(task))),
    goMemoryBytes: async () => (await program.stats()).memoryBytes,
  };
}

/** A WASI program answers with 0 where all went well, one for JavaScript with nothing. */
export function checked(task: Task, answer: unknown): void {
  if (answer !== undefined && answer !== 0) throw new Error(`${task}: the program has printed why it failed`);
}

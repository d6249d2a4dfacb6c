/** What the driver asks of a measuring process or page. Everything here crosses a process boundary as JSON. */
import type { Variant } from "./hosts.ts";
import type { RoundOptions } from "./measure.ts";

/** Which two hosts meet. "self" puts wasm_exec.js on both sides, which shows the noise: every ratio should be near 1. */
export type Mode = Variant | "self";

/** Who is measured: the bridge by `load`, Go's own wasm_exec.js, the bridge by its drop-in wasm_exec.js. */
export type Side = "ours" | "theirs" | "dropIn";

/** One round of rows. */
export interface RoundJob {
  readonly mode: Mode;
  readonly round: RoundOptions;
}

/** Page loads: time from navigation to main. */
export interface StartJob {
  readonly mode: Mode;
  /** In the order in which they take turns. */
  readonly sides: readonly Side[];
  /** Loads of each side; the lower quartile counts. */
  readonly loads: number;
}

/** Starts programs to see what each costs. */
export interface MemoryJob {
  readonly mode: Mode;
  readonly side: Exclude<Side, "dropIn">;
  /** Programs started before the first reading, so that shared code is not counted. */
  readonly before: number;
  /** Programs between the two readings. */
  readonly programs: number;
}

/** Where the built files lie: URLs in a page, paths in Node. */
export interface Files {
  readonly wasm: string;
  readonly floor: string;
  readonly wasmExec: string;
  /** The bridge's package: classic script in a page, ES module in Node. */
  readonly bridge: string;
  /** The bridge's own wasm_exec.js. */
  readonly dropIn: string;
}

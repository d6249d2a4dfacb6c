/** A running Go program, as users see it. */
import type { Variant } from "./bridge/variant.js";
import type { Engine, Stats } from "./engine.js";
import { GoPanicError, GoTerminatedError, type GoferryError } from "./errors.js";
import { createExports, type AnyExports, type AsyncExports } from "./exports.js";
import { State, type End } from "./host/exits.js";

export type ProgramStatus = "running" | "exited" | "crashed" | "terminated";

/** How a program ended. */
export interface Exit {
  /** Go's exit code; 2 after a panic; -1 where Go was left without one. */
  code: number;
  reason: "exit" | "panic" | "trap" | "terminated";
  /** Why, for every reason but "exit". */
  error?: GoferryError;
}

/** One running Go module. `T` describes its exports: an interface of plain functions. */
export class Program<T extends object = AnyExports> {
  /** The name used in messages: the last part of the URL. */
  readonly name: string;
  /** How the bridge reaches Go's memory in this engine. */
  readonly variant: Variant;
  /**
   * The functions, and objects of functions, that this program set on its global object. Each gives a promise. An unknown name rejects with a
   * GoExportError that lists the known ones; `in` and `Object.keys` know the names set so far.
   */
  readonly exports: AsyncExports<T>;
  /** Resolves when the program has ended, however it did; never rejects. */
  readonly exited: Promise<Exit>;
  readonly #engine: Engine;

  /** Made by `load`. */
  constructor(name: string, variant: Variant, engine: Engine, ended: Promise<End>) {
    this.name = name;
    this.variant = variant;
    this.#engine = engine;
    this.exports = createExports(name, engine.scope) as AsyncExports<T>;
    this.exited = ended.then(exitOf);
  }

  get status(): ProgramStatus {
    const state = this.#engine.exits.end?.state ?? State.running;
    return (["running", "exited", "crashed", "terminated"] as const)[state];
  }

  /** Live figures; of an ended program the last ones. */
  async stats(): Promise<Stats> {
    return this.#engine.stats();
  }

  /** Ends the program now: none of its code runs again, its timers are gone. Has no effect on one that has ended. */
  terminate(): void {
    this.#engine.exits.finish({ state: State.terminated, error: new GoTerminatedError("terminated", `${this.name} was terminated`, { program: this.name }) });
  }
}

function exitOf(end: End): Exit {
  if (end.state === State.exited) return { code: end.code, reason: "exit" };
  const reason = end.state === State.terminated ? "terminated" : end.error instanceof GoPanicError ? "panic" : "trap";
  return { code: end.code ?? -1, reason, error: end.error };
}

/** The calls of one exported function, as a component shows them. */
import type { AsyncExports } from "../exports.js";
import { GoExportError } from "../index.js";
import type { Program } from "../program.js";
import { Cell, type Store } from "./store.js";

/** The newest call. */
export interface ExportState<R> {
  /** Whether it is still under way. */
  readonly pending: boolean;
  /** What it was rejected with. */
  readonly error: unknown;
  /** What the last call that succeeded gave. */
  readonly result: R | undefined;
}

/** What a function of `exports` gives. */
export type ResultOf<F> = F extends (...args: never[]) => infer R ? Awaited<R> : unknown;

export class ExportStore<T extends object, K extends string & keyof T> implements Store<ExportState<ResultOf<T[K]>>> {
  readonly initial: ExportState<ResultOf<T[K]>> = { pending: false, error: undefined, result: undefined };
  readonly #cell = new Cell(this.initial);
  readonly #program: Program<T> | undefined;
  readonly #name: string;
  #calls = 0;

  constructor(program: Program<T> | undefined, name: K) {
    this.#program = program;
    this.#name = name;
  }

  readonly get = (): ExportState<ResultOf<T[K]>> => this.#cell.value;
  readonly subscribe = (changed: () => void): (() => void) => this.#cell.listen(changed);

  /** Calls the function. The promise need not be handled: a rejection is shown. */
  readonly call = ((...args: unknown[]) => {
    const call = ++this.#calls;
    const show = (state: Partial<ExportState<ResultOf<T[K]>>>): void => {
      if (call === this.#calls) this.#cell.value = { ...this.#cell.value, ...state };
    };
    const called = this.#call(args);
    show({ pending: true, error: undefined });
    called.then(result => show({ pending: false, result: result as ResultOf<T[K]> }), (error: unknown) => show({ pending: false, error }));
    return called;
  }) as AsyncExports<T>[K];

  async #call(args: unknown[]): Promise<unknown> {
    if (!this.#program) throw new GoExportError("unknown-export", `${this.#name} was called before its program runs`);
    return (this.#program.exports as Record<string, (...args: unknown[]) => unknown>)[this.#name]?.(...args);
  }
}

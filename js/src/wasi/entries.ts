/**
 * Entries into a WASI program, and its end. In suspend mode (JSPI) they come one after the other: a program that waits inside a call is not
 * entered again before it has gone on, for its stack lies in its memory.
 */
import type { GoferryError } from "../errors.js";
import type { End } from "../host/exits.js";
import { CRASHED, EXITED, type WasiTools } from "./tools.js";
import { jspi, type WaitMode } from "./waiting.js";

/** Thrown through the program's frames when it has ended; the entry swallows it. */
const unwinding = Object.freeze({ toString: (): string => "goferry: a program ended here" });

export type Call = (...args: unknown[]) => unknown;

export class Entries {
  end: End | undefined;
  /** Times that the program was entered. */
  entered = 0;
  readonly ended: Promise<End>;
  mode: WaitMode = "refuse";
  /** What the program has printed before it trapped, if that was the report of a panic: a Go library ends like that. */
  panic: () => GoferryError | undefined = () => undefined;
  #settle: (end: End) => void = () => {};
  #depth = 0;
  #canSuspend = false; // the innermost entry may
  #asleep = false;
  #turn: Promise<unknown> = Promise.resolve();
  #pageFailed = false;
  #isLeft = false;
  readonly #tools: WasiTools;
  readonly #release: () => void;

  /** `release` is called once, when the program has ended and has been left. */
  constructor(tools: WasiTools, release: () => void) {
    this.#tools = tools;
    this.#release = release;
    this.ended = new Promise(resolve => (this.#settle = resolve));
  }

  /** The program ends now; the first end counts. */
  finish(end: End): void {
    if (this.end) return;
    this.end = end;
    if (this.#depth === 0) this.#left();
  }

  /** Leaves the program, from within: it has ended. */
  unwind(): never {
    throw unwinding;
  }

  /** Code of the page, called by the program, has thrown: so what leaves the program is no mistake of its caller's. */
  pageFailed(): void {
    this.#pageFailed = true;
  }

  /** Whether the program may be suspended now. */
  get maySuspend(): boolean {
    return this.mode === "suspend" && this.#canSuspend;
  }

  /** Around a suspension: the thread belongs to others meanwhile. */
  async away(wait: () => Promise<void>): Promise<void> {
    this.#depth--;
    this.#asleep = true;
    try {
      await wait();
    } finally {
      this.#depth++;
      this.#asleep = false;
      this.#canSuspend = true;
    }
    if (this.end) this.unwind();
  }

  /** Calls a function, which cannot be suspended. `name` is for messages, undefined for a start that nobody has called. */
  now(name: string | undefined, call: Call, args: unknown[] = []): unknown {
    const { name: program, errors } = this.#tools;
    if (name !== undefined) this.#refuseEnded(name);
    if (this.#asleep) throw new errors.GoTrapError("would-wait", `${program} waits inside a call, so that its function ${name ?? ""} cannot be called directly (program.sync) now: call it through program.exports, which waits for its turn`, { program });
    const outer = this.#canSuspend;
    this.#canSuspend = false;
    this.#depth++;
    this.entered++;
    this.#pageFailed = false;
    let result: unknown;
    try {
      result = call(...args);
    } catch (error) {
      return this.#threw(name, error, call);
    } finally {
      this.#canSuspend = outer;
    }
    return this.#returned(name, result);
  }

  /** The same, when those before are done; it may be suspended where the engine can do that. */
  later(name: string | undefined, call: Call, args: unknown[] = []): Promise<unknown> {
    if (this.end && name === undefined) return Promise.resolve();
    if (this.mode !== "suspend" || this.#depth > 0 || this.end) return new Promise(resolve => resolve(this.now(name, call, args)));
    const promising = jspi()?.promising(call) as Call;
    const run = async (): Promise<unknown> => {
      if (name !== undefined) this.#refuseEnded(name);
      if (this.end) return undefined;
      this.#canSuspend = true;
      this.#depth++;
      this.entered++;
      this.#pageFailed = false;
      let result: unknown;
      try {
        result = await promising(...args);
      } catch (error) {
        return this.#threw(name, error, call);
      } finally {
        this.#canSuspend = false;
      }
      return this.#returned(name, result);
    };
    const turn = this.#turn.then(run);
    this.#turn = turn.catch(() => {});
    return turn;
  }

  #refuseEnded(name: string): void {
    const { name: program, errors } = this.#tools;
    if (this.end) throw new errors.GoExitedError("exited", `${program} has ended; its function ${name} can no longer be called`, { program, cause: this.end.error });
  }

  #returned(name: string | undefined, result: unknown): unknown {
    this.#depth--;
    if (!this.end) return result;
    if (this.#depth === 0) this.#left();
    return this.#endedInside(name);
  }

  #threw(name: string | undefined, error: unknown, call: Call): unknown {
    const { name: program, errors, messageOf } = this.#tools;
    this.#depth--;
    if (!this.end) {
      // A function refuses its arguments before it runs.
      if (name !== undefined && !this.#pageFailed && (error instanceof TypeError || error instanceof SyntaxError)) {
        throw new TypeError(`${name} of ${program}: ${messageOf(error)} (it takes ${call.length} arguments: numbers, and a BigInt for 64 bits)`, { cause: error });
      }
      const panic = error instanceof WebAssembly.RuntimeError ? this.panic() : undefined;
      const typed = panic ?? (error instanceof errors.GoferryError && error.program === program ? error : undefined) ?? new errors.GoTrapError("trap", `${program} crashed: it was left by an exception: ${messageOf(error)}`, { program, cause: error });
      this.end = { state: CRASHED, error: typed };
    }
    if (this.#depth > 0) throw error; // to the code of the page in between; its caller sees the end
    this.#left();
    return this.#endedInside(name);
  }

  /** What a caller of the program's gets when it ends meanwhile. */
  #endedInside(name: string | undefined): unknown {
    const { name: program, errors } = this.#tools;
    const end = this.end as End;
    if (end.state !== EXITED) throw end.error;
    if (name === undefined) return undefined;
    const how = ` with code ${end.code}`;
    throw new errors.GoExitedError("exited", `${program} ended${how} while its function ${name} ran`, { program, cause: end.error });
  }

  #left(): void {
    if (this.#isLeft) return; // one that was suspended is left once more
    this.#isLeft = true;
    this.#release();
    this.#settle(this.end as End);
  }
}

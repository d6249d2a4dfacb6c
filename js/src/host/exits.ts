/**
 * The end of a program, and every way out of Go in between (design.md, "The end of a program"). All entries into Go pass `enter`.
 */
import { GoTrapError, messageOf, type GoferryError } from "../errors.js";

/** bridge/imports/bridge.h, State. */
export const State = { running: 0, exited: 1, crashed: 2, terminated: 3 } as const;

/** How a program ended. `code` is Go's exit code, where Go still gave one: 2 after a panic. */
export type End =
  | { state: typeof State.exited; code: number; error?: undefined }
  | { state: typeof State.crashed | typeof State.terminated; code?: number; error: GoferryError };

/** The bridge's C++ stack pointer, and the word that it tests after each primitive. */
export interface Machine {
  stack(): number;
  restoreStack(pointer: number): void;
  setState(state: number): void;
}

/** Thrown through Go's frames when the program has ended; the outermost entry swallows it. It is no Error, so it costs no stack trace. */
const unwinding = Object.freeze({ toString: (): string => "goferry: a Go program ended here" });

/** One program's entries and its end. */
export class Exits {
  /** Set once, at the end. */
  end: End | undefined;
  /** Times that Go was entered. */
  entered = 0;
  #machine: Machine | undefined;
  #depth = 0;
  #base = 0;
  #held: unknown; // an exception of the page that the bridge will pass on by unwind()
  #isHeld = false;
  #passing = false; // it is on its way
  readonly #program: string;
  readonly #onEnd: (end: End) => void;
  readonly #isPages: (error: unknown) => boolean;

  /**
   * `onEnd` is called once, when the outermost entry has been left. `isPages` tells whether an exception that comes out of Go, and that no
   * primitive has announced, is the page's nonetheless; by default none is.
   */
  constructor(program: string, onEnd: (end: End) => void, isPages: (error: unknown) => boolean = () => false) {
    this.#program = program;
    this.#onEnd = onEnd;
    this.#isPages = isPages;
  }

  /** Whether Go, or JavaScript that Go has called, is running now. */
  get inside(): boolean {
    return this.#depth > 0;
  }

  /** The bridge is there: entries are possible from now on. */
  connect(machine: Machine): void {
    this.#machine = machine;
    this.#base = machine.stack();
  }

  /** The program has ended, and Go has been left: its memory may go. */
  disconnect(): void {
    this.#machine = undefined;
  }

  /** A primitive caught an exception that Go's ABI has no place for. */
  hold(error: unknown): void {
    this.#held = error;
    this.#isHeld = true;
  }

  /** The import `unwind` of the bridge. */
  readonly unwind = (): never => {
    if (this.#isHeld && !this.end) {
      const error = this.#held;
      this.#held = undefined;
      this.#isHeld = false;
      this.#passing = true;
      throw error;
    }
    throw unwinding;
  };

  /** The program ends now. The first end counts. Outside of Go this settles it; inside, Go is left first. */
  finish(end: End): void {
    if (this.end) return;
    this.end = end;
    this.#held = undefined;
    this.#isHeld = false;
    this.#machine?.setState(end.state);
    if (this.#depth === 0) this.#onEnd(end);
  }

  /**
   * Enters Go for a caller in the page. Throws what it shall see: an exception of the page that passed through, or the error with which the
   * program crashed. Does nothing once the program has ended.
   */
  enter(go: () => void, forCaller = true): void {
    if (this.end) return;
    const machine = this.#machine as Machine;
    const stack = this.#depth === 0 ? this.#base : machine.stack();
    this.#depth++;
    this.entered++;
    try {
      go();
    } catch (error) {
      this.#depth--;
      machine.restoreStack(stack);
      this.#left(error, forCaller);
      return;
    }
    this.#depth--;
    // A module that went on after wasmExit (it cannot, but for hostile ones) is left here.
    if (this.end && this.#depth === 0) this.#onEnd(this.end);
  }

  /** Enters Go on the host's own account: the end of the program is nobody's exception then. `exited` tells of it, the console of a crash. */
  enterAlone(go: () => void): void {
    this.enter(go, false);
    if (this.end?.state === State.crashed && this.end.error.code !== "panic") console.error(this.end.error); // Go has printed a panic itself
  }

  #left(error: unknown, forCaller: boolean): void {
    const passing = this.#passing || this.#isPages(error);
    this.#passing = false;
    if (!this.end) {
      if (passing && this.#depth === 0) throw error; // no Go frame lies beneath: the program goes on
      this.#crash(error, passing);
    }
    if (this.#depth > 0) throw error; // to the JavaScript between this entry and the outer one; the outer primitive sees the end
    const end = this.end as unknown as End;
    this.#onEnd(end);
    if (forCaller && end.state === State.crashed) throw end.error;
  }

  #crash(cause: unknown, passing: boolean): void {
    const how = passing ? "an exception of the page passed through Go while Go waited for JavaScript that it had called" : "Go was left by an exception";
    const error = new GoTrapError("trap", `${this.#program} crashed: ${how}: ${messageOf(cause)}`, { program: this.#program, cause });
    this.end = { state: State.crashed, error };
    (this.#machine as Machine).setState(State.crashed);
  }
}

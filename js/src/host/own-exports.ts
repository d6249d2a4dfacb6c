/**
 * A module's own functions (`//go:wasmexport`, Go 1.24): entries into Go like all others. They run on the goroutine that is current, cannot
 * wait, and schedule nothing: goroutines that one readied run when Go is resumed. Source: cmd/internal/obj/wasm/wasmobj.go
 * (genWasmExportWrapper), runtime/rt0_js_wasm.s (wasm_pc_f_loop_export).
 */
import { GoExitedError, GoExportError, GoTrapError, messageOf } from "../errors.js";
import { State, type Exits } from "./exits.js";
import type { Views } from "./views.js";

type ExportedFunction = (...args: unknown[]) => unknown;

/** What it takes to call into a program that has started. */
export interface Entry {
  /** Go's memory. */
  memory: Views;
  /** Tells the bridge that Go's stack may move. */
  entering(): void;
  /** Lets goroutines run that are ready. */
  resume(): void;
}

const goOwn = new Set(["run", "resume", "getsp"]);

/** The functions of one instance. */
export class OwnExports {
  /** All exports, its functions guarded: what a user's imports get. These schedule nothing, as under wasm_exec.js. */
  guarded: WebAssembly.Exports;
  readonly #functions = new Map<string, ExportedFunction>();
  readonly #program: string;
  readonly #exits: Exits;
  #wake: ExportedFunction | undefined;
  #exports: WebAssembly.Exports | undefined;
  #entry: Entry | undefined;

  /** `program` names the program in errors. */
  constructor(program: string, exits: Exits, exports: WebAssembly.Exports) {
    this.#program = program;
    this.#exits = exits;
    this.#exports = exports;
    const guarded: [string, WebAssembly.ExportValue][] = Object.entries(exports).map(([name, value]) => {
      if (typeof value !== "function") return [name, value];
      const guard = this.#guard(name);
      if (name === "goferry_wake") this.#wake = guard;
      else if (!goOwn.has(name)) this.#functions.set(name, (...args) => this.#callAndResume(guard, args));
      return [name, guard];
    });
    this.guarded = Object.fromEntries(guarded) as WebAssembly.Exports;
  }

  /** The program is about to start: its functions can be called from now on. */
  connect(entry: Entry): void {
    this.#entry = entry;
  }

  /** The program has ended, and its memory may go, also where somebody holds one of its functions. */
  disconnect(): void {
    this.#exports = this.#entry = undefined;
    this.guarded = {};
  }

  /** For `program.exports`; goroutines that the function readied run before it returns. */
  get(name: string): ExportedFunction | undefined {
    return this.#functions.get(name);
  }

  /** Wakes goroutines of package ferry (go/internal/host/wake_js.go); they run before it returns. */
  wake(handle: number): void {
    if (this.#wake) this.#callAndResume(this.#wake, [handle]);
  }

  names(): string[] {
    return [...this.#functions.keys()];
  }

  #callAndResume(call: ExportedFunction, args: unknown[]): unknown {
    const result = call(...args);
    if (!this.#exits.inside && this.#entry) this.#exits.enterAlone(this.#entry.resume);
    return result;
  }

  #guard(name: string): ExportedFunction {
    const exits = this.#exits;
    const details = { program: this.#program };
    return (...args) => {
      if (exits.end) throw new GoExitedError("exited", `${this.#program} has ended; its function ${name} can no longer be called`, { ...details, cause: exits.end.error });
      const entry = this.#entry;
      const { [name]: exported, getsp } = (this.#exports ?? {}) as Record<string, ExportedFunction> & { getsp(): number };
      if (!entry || !exported) throw new GoExportError("unknown-export", `${name} of ${this.#program} was called before the program has started`, details);
      let result: unknown;
      let refused: { error: unknown } | undefined;
      let blocked: GoTrapError | undefined;
      exits.enter(() => {
        entry.entering();
        const sp = getsp();
        const [low, high] = returnAddress(entry.memory, sp);
        try {
          result = exported(...args);
        } catch (error) {
          // Arguments are converted before Go is entered: its stack is as it was then. What leaves Go's frames leaves them on the stack.
          if (error instanceof WebAssembly.RuntimeError || exits.end || getsp() !== sp) throw error;
          refused = { error };
          return;
        }
        const after = returnAddress(entry.memory, getsp());
        if (exits.end || (after[0] === low && after[1] === high)) return;
        blocked = new GoTrapError("export-blocked", `${name} of ${this.#program} waited (for a channel, a lock, a timer or another call), which a //go:wasmexport function cannot: the program is broken. Export it with ferry.Export (which gives each call a goroutine), or by js.FuncOf with a goroutine of its own`, details);
        exits.finish({ state: State.crashed, error: blocked });
      });
      if (blocked) throw blocked;
      if (refused) throw new TypeError(`${name} of ${this.#program}: ${messageOf(refused.error)} (it takes ${exported.length} arguments; numbers and booleans, an int64 as a BigInt)`, { cause: refused.error });
      if (exits.end) throw new GoExitedError("exited", `${this.#program} ended while its function ${name} ran`, { ...details, cause: (exits.end as { error?: unknown }).error });
      return result;
    };
  }
}

/**
 * Where the goroutine that an export borrows goes on: the word at its stack pointer. It is the same when the export has come to its end,
 * also where it grew the stack or was parked and resumed meanwhile; after one that is still waiting it is another.
 */
function returnAddress(memory: Views, sp: number): [number | undefined, number | undefined] {
  if (memory.u32.length === 0) memory.refresh();
  return [memory.u32[sp >>> 2], memory.u32[(sp >>> 2) + 1]];
}

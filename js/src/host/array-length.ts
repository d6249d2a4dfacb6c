/**
 * `valueLength` of arrays, without the way through link and the bridge. It is the one import whose work is next to nothing in JavaScript: on
 * wasm_exec.js it stands at the floor (a call from wasm to JavaScript and a load), so the hop of about 7 ns alone would make ours slower.
 * Everything else than an array goes to the bridge. A proxy or a subclass of Array may run code of the page here, so the rules of the bridge
 * hold: an exception passes through `exits`, and Go's stack pointer is taken again if Go was entered.
 */
import type { Exits } from "./exits.js";
import type { Views } from "./views.js";

/** Offsets in the frame of `func valueLength(v ref) int`, in 32-bit words. */
const REF = 2;
const RESULT = 4;

export class ArrayLength {
  /** Calls answered here; the bridge has not counted them. */
  calls = 0;
  #values: readonly unknown[] = [];
  #go: Views | undefined;
  #getsp: () => number = () => 0;
  #exits: Exits | undefined;
  readonly #bridge: (sp: number) => void;

  /** `bridge` is link's trampoline. */
  constructor(bridge: (sp: number) => void) {
    this.#bridge = bridge;
  }

  /** A program is about to run. One may follow another. */
  connect(exits: Exits, values: readonly unknown[], go: Views, getsp: () => number): void {
    this.calls = 0;
    this.#exits = exits;
    this.#values = values;
    this.#go = go;
    this.#getsp = getsp;
  }

  /** It has ended. */
  disconnect(): void {
    this.#exits = this.#go = undefined;
    this.#values = [];
    this.#getsp = () => 0;
  }

  /** The import `syscall/js.valueLength`. Typed arrays refuse what lies outside of Go's memory. */
  readonly call = (sp: number): void => {
    const go = this.#go;
    if (go === undefined) return this.#bridge(sp);
    if (go.u32.length === 0) go.refresh();
    const value = this.#values[go.u32[(sp >>> 2) + REF] as number];
    if (!(value instanceof Array)) return this.#bridge(sp);
    this.calls++;
    const exits = this.#exits as Exits;
    const { entered } = exits;
    const length = lengthOf(value, exits);
    if (exits.entered !== entered) {
      if (exits.end) exits.unwind();
      sp = this.#getsp();
      if (go.u32.length === 0) go.refresh();
    }
    const at = (sp >>> 2) + RESULT;
    go.u32[at] = length;
    go.u32[at + 1] = length >= 0 && length < 4294967296 ? 0 : Math.floor(length / 4294967296);
  };
}

function lengthOf(array: ArrayLike<unknown>, exits: Exits): number {
  try {
    const length: unknown = array.length;
    if (typeof length === "number" && length >>> 0 === length) return length;
    const parsed = parseInt(length as string);
    return parsed === parsed ? parsed : 0;
  } catch (error) {
    exits.hold(error);
    return exits.unwind();
  }
}

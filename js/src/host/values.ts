/** The JavaScript values that Go holds references to. Go's refs: bridge/values/ref.h; results: bridge/host/js_result.h. */
import type { Views } from "./views.js";

const NAN_HEAD = 0x7ff80000;
const FLAG_OBJECT = 1;
const FLAG_STRING = 2;
const FLAG_SYMBOL = 3;
const FLAG_FUNCTION = 4;
const THROWN = 0x80000000;
const THROWN_NUMBER = 0xc0000000;

/** Ids below are predefined: NaN, 0, null, true, false, the global object, the Go object. */
export const ID_GLOBAL = 5;
export const FIRST_FREE_ID = 7;

/** A program's values. Not a class with methods on a prototype: `give` is in every hot path, and closures are called directly. */
export interface ValueTable {
  /** Says where the bridge's JsResult lies in its memory; before, nothing may be given. */
  attach(resultAt: number): void;
  /** Values by id. A freed id holds null. */
  readonly values: unknown[];
  /** Ids by value; an object, a function, a string or a symbol that Go holds has one. */
  readonly ids: Map<unknown, number>;
  /** Freed ids, to be used again. */
  readonly pool: number[];
  /** Tells the bridge of a value: the number itself, or NaN with the two words of its result filled. */
  give(value: unknown): number;
  /** As give, for something that was thrown by a call. */
  giveThrown(thrown: unknown): number;
  /** Marks the bridge's result as "the page threw"; the exception itself stays with the caller. */
  markThrown(): number;
  /** Go's last reference to `id` is gone. */
  release(id: number): void;
  /** The function, which is given next, is a wrapper of js.FuncOf: it counts in `wrappers()` until Go lets go of it. */
  addWrapper(wrapper: object): void;
  /** js.FuncOf wrappers that Go holds. */
  wrappers(): number;
  /** Forgets every value; the program has ended. */
  clear(): void;
}

/** `own` are views on the bridge's memory. */
export function createValueTable(global: object, go: object, own: Views): ValueTable {
  const predefined: readonly unknown[] = [Number.NaN, 0, null, true, false, global, go];
  const values: unknown[] = [...predefined];
  const ids = new Map(predefined.slice(1).map((value, i) => [value, i + 1]));
  const pool: number[] = [];
  // Not the functions in a WeakSet: an engine does not make its table smaller when they are gone (in V8 it had a megabyte after 11,000 files were written).
  const wrapperIds = new Set<number>();
  let fresh: unknown;
  let word = 0;
  let numberWord = 0;

  const result = (id: number, head: number): number => {
    if (own.u32.length === 0) own.refresh();
    own.u32[word] = id;
    own.u32[word + 1] = head;
    return Number.NaN;
  };

  const newId = (value: unknown): number => {
    const id = pool.pop() ?? values.length;
    values[id] = value;
    ids.set(value, id);
    if (value === fresh) {
      wrapperIds.add(id);
      fresh = undefined;
    }
    return id;
  };

  const give = (value: unknown): number => {
    let flag = 0;
    switch (typeof value) {
      case "number":
        if (value !== 0 && value === value) return value;
        return result(value === 0 ? 1 : 0, NAN_HEAD);
      case "undefined":
        if (value === undefined) return result(0, 0); // document.all is an object of type "undefined"
        flag = 0;
        break;
      case "boolean":
        return result(value ? 3 : 4, NAN_HEAD);
      case "string":
        flag = FLAG_STRING;
        break;
      case "symbol":
        flag = FLAG_SYMBOL;
        break;
      case "function":
        flag = FLAG_FUNCTION;
        break;
      default: // object, bigint: Go has no type for the latter, and panicked on it (abi.md)
        if (value === null) return result(2, NAN_HEAD);
        flag = FLAG_OBJECT;
    }
    return result(ids.get(value) ?? newId(value), NAN_HEAD | flag);
  };

  return {
    attach(resultAt) {
      word = resultAt >>> 2;
      numberWord = (resultAt + 8) >>> 3;
    },
    values,
    ids,
    pool,
    give,
    giveThrown(thrown) {
      const number = give(thrown);
      if (number === number) {
        if (own.f64.length === 0) own.refresh();
        own.f64[numberWord] = number;
        return result(0, THROWN_NUMBER);
      }
      own.u32[word + 1] = ((own.u32[word + 1] as number) | THROWN) >>> 0;
      return Number.NaN;
    },
    markThrown: () => result(0, THROWN),
    release(id) {
      if (id < FIRST_FREE_ID) return;
      const value = values[id];
      values[id] = null;
      ids.delete(value);
      pool.push(id);
      if (typeof value === "function") wrapperIds.delete(id);
    },
    addWrapper(wrapper) {
      fresh = wrapper;
    },
    wrappers: () => wrapperIds.size,
    clear() {
      values.length = 0;
      values.push(...predefined);
      ids.clear();
      pool.length = 0;
      wrapperIds.clear();
      fresh = undefined;
    },
  };
}

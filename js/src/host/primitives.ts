/**
 * The primitives of syscall/js: module "js" of bridge/host/js_host.def. Each acts on ids and name slots and tells the bridge of the outcome
 * (bridge/host/js_result.h). A primitive reads its name and its arguments before it runs code of the page, since that may re-enter Go.
 */
import { wasRefusal } from "./assign.js";
import type { Exits } from "./exits.js";
import { decode, encode, encodeInto, internalise } from "./text.js";
import { ID_GLOBAL, type ValueTable } from "./values.js";
import type { Views } from "./views.js";

/** What the program sets on its global object, and what it finds there in place of the page's. */
export interface GlobalScope {
  /** The program's own value of a global, or undefined where it sees the page's. */
  own(name: string): unknown;
  /** The program has set or deleted a property of its global object. */
  changed(name: string, value: unknown): void;
}

const UNDEFINED_ID = -1;

// The functions are called with any value a page can hold, so this file has its own word for "a value whose members are looked up".
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Page = any;

/** The primitives on one program's tables. `go` and `own` are views on Go's memory and on the bridge's. */
export function createPrimitives(table: ValueTable, go: Views, own: Views, exits: Exits, global: GlobalScope) {
  const { values, give, giveThrown, markThrown } = table;
  const names: string[] = [""];
  let constructor: unknown; // the last one that made something
  const held = new Map<number, Uint8Array>();

  const failed = (error: unknown): number => {
    exits.hold(error);
    return markThrown();
  };

  /** The ref at a byte address in Go's memory. */
  const argument = (at: number): unknown => {
    const number = go.f64[at >>> 3] as number;
    if (number === number) return number === 0 ? undefined : number;
    return values[go.u32[at >>> 2] as number];
  };
  /** All refs of a slice; copes with an address that no Go compiler would give. */
  const allArguments = (at: number, count: number): unknown[] => {
    if (go.f64.length === 0) go.refresh();
    const list: unknown[] = new Array(count);
    if ((at & 7) === 0) {
      for (let i = 0; i < count; i++) list[i] = argument(at + 8 * i);
      return list;
    }
    const view = new DataView(go.u8.buffer);
    for (let i = 0; i < count; i++) {
      const number = view.getFloat64(at + 8 * i, true);
      list[i] = number === number ? (number === 0 ? undefined : number) : values[view.getUint32(at + 8 * i, true)];
    }
    return list;
  };

  const assignmentThrew = (target: unknown, key: string | number, error: unknown): number => {
    if (wasRefusal(target, key, error)) return 0;
    exits.hold(error);
    return 1;
  };
  // Two sites, one for names and one for indices: the engine's caches do better on each.
  const setNamed = (id: number, key: string, value: unknown): number => {
    const target: Page = values[id];
    try {
      target[key] = value;
    } catch (error) {
      return assignmentThrew(target, key, error);
    }
    if (id === ID_GLOBAL) global.changed(key, value);
    return 0;
  };
  const setIndexed = (id: number, index: number, value: unknown): number => {
    const target: Page = values[id];
    try {
      target[index] = value;
    } catch (error) {
      return assignmentThrew(target, index, error);
    }
    return 0;
  };

  return {
    js_intern(name: number, at: number, length: number): void {
      names[name] = internalise(decode(own, at, length));
    },
    js_decode(at: number, length: number): void {
      names[0] = decode(go, at >>> 0, length >>> 0);
    },
    js_get(id: number, name: number): number {
      const key = names[name] as string;
      try {
        if (id === ID_GLOBAL) {
          const mine = global.own(key);
          if (mine !== undefined) return give(mine);
        }
        return give((values[id] as Page)[key]);
      } catch (error) {
        return failed(error);
      }
    },
    js_set_number(id: number, name: number, value: number): number {
      return setNamed(id, names[name] as string, value);
    },
    js_set_ref(id: number, name: number, valueId: number): number {
      return setNamed(id, names[name] as string, valueId === UNDEFINED_ID ? undefined : values[valueId]);
    },
    js_remove(id: number, name: number): number {
      const key = names[name] as string;
      try {
        Reflect.deleteProperty(Object(values[id]) as object, key);
        if (id === ID_GLOBAL) global.changed(key, undefined);
        return 0;
      } catch (error) {
        exits.hold(error);
        return 1;
      }
    },
    js_index(id: number, index: number): number {
      try {
        return give((values[id] as Page)[index]);
      } catch (error) {
        return failed(error);
      }
    },
    js_set_index_number(id: number, index: number, value: number): number {
      return setIndexed(id, index, value);
    },
    js_set_index_ref(id: number, index: number, valueId: number): number {
      return setIndexed(id, index, valueId === UNDEFINED_ID ? undefined : values[valueId]);
    },
    js_call(id: number, name: number, at: number, count: number): number {
      const target: Page = values[id];
      const key = names[name] as string;
      if (go.f64.length === 0) go.refresh();
      try {
        if ((at & 7) === 0) {
          switch (count) {
            case 0:
              return give(target[key]());
            case 1: {
              const a = argument(at);
              return give(target[key](a));
            }
            case 2: {
              const a = argument(at);
              const b = argument(at + 8);
              return give(target[key](a, b));
            }
            case 3: {
              const a = argument(at);
              const b = argument(at + 8);
              const c = argument(at + 16);
              return give(target[key](a, b, c));
            }
          }
        }
        const list = allArguments(at >>> 0, count);
        return give(Reflect.apply(target[key], target, list));
      } catch (error) {
        return giveThrown(error);
      }
    },
    js_invoke(id: number, at: number, count: number): number {
      const target: Page = values[id];
      if (go.f64.length === 0) go.refresh();
      try {
        if ((at & 7) === 0) {
          switch (count) {
            case 0:
              return give(target());
            case 1:
              return give(target(argument(at)));
            case 2:
              return give(target(argument(at), argument(at + 8)));
          }
        }
        return give(Reflect.apply(target, undefined, allArguments(at >>> 0, count)));
      } catch (error) {
        return giveThrown(error);
      }
    },
    js_construct(id: number, at: number, count: number): number {
      const target: Page = values[id];
      if (go.f64.length === 0) go.refresh();
      try {
        if (target === constructor && (at & 7) === 0) {
          switch (count) {
            case 0:
              return give(new target());
            case 1:
              return give(new target(argument(at)));
          }
        }
        const made: unknown = Reflect.construct(target, allArguments(at >>> 0, count)); // its error names the value, that of `new` our variable
        constructor = target;
        return give(made);
      } catch (error) {
        return giveThrown(error);
      }
    },
    js_length(id: number): number {
      try {
        const { length } = values[id] as Page;
        if (typeof length === "number" && (length | 0) === length) return length;
        const number = parseInt(length);
        return number === number ? number : 0;
      } catch (error) {
        exits.hold(error);
        return Number.NaN;
      }
    },
    js_instance_of(valueAt: number, typeAt: number): number {
      const [value] = allArguments(valueAt >>> 0, 1);
      const [type] = allArguments(typeAt >>> 0, 1);
      try {
        return value instanceof (type as Page) ? 1 : 0;
      } catch (error) {
        exits.hold(error);
        return 2;
      }
    },
    js_string_value(name: number): number {
      return give(names[name]);
    },
    js_encode(valueAt: number, to: number, capacity: number, handle: number): number {
      if (go.f64.length === 0) go.refresh();
      const value = (valueAt & 7) === 0 ? argument(valueAt >>> 0) : allArguments(valueAt >>> 0, 1)[0];
      // Go asks for no object's text (Value.String); a toString of the page could re-enter Go here, so it is not run.
      const text = typeof value === "string" ? value : Object(value) === value ? "" : String(value);
      const length = encodeInto(own, to, capacity, text);
      if (length >= 0) return length;
      const bytes = encode(text);
      held.set(handle, bytes);
      return -1 - bytes.length;
    },
    js_load_held(handle: number, at: number, length: number): void {
      const bytes = held.get(handle);
      if (!bytes) return;
      if (go.u8.length === 0) go.refresh();
      go.u8.set(bytes.length > length ? bytes.subarray(0, length) : bytes, at >>> 0);
    },
    js_drop_held(handle: number): void {
      held.delete(handle);
    },
    js_release: table.release,
    js_copy_to_go(at: number, length: number, id: number): number {
      const from = values[id];
      if (!(from instanceof Uint8Array || from instanceof Uint8ClampedArray)) return -1;
      if (go.u8.length === 0) go.refresh();
      try {
        const count = Math.min(from.length, length >>> 0);
        if (count === from.length && count > 0) go.u8.set(from, at >>> 0);
        else go.u8.set(from.subarray(0, count), at >>> 0); // of a detached array: its TypeError
        return count;
      } catch (error) {
        exits.hold(error);
        return -2;
      }
    },
    js_copy_to_js(id: number, at: number, length: number): number {
      const to = values[id];
      if (!(to instanceof Uint8Array || to instanceof Uint8ClampedArray)) return -1;
      if (go.u8.length === 0) go.refresh();
      const start = at >>> 0;
      try {
        const count = Math.min(to.length, length >>> 0);
        to.set(go.u8.subarray(start, start + count));
        return count;
      } catch (error) {
        exits.hold(error);
        return -2;
      }
    },
  };
}

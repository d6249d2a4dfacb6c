/**
 * The tables of wasm_exec.js as pages see them on a `Go` object: `_values`, `_ids`, `_idPool`, `_goRefCounts`. Pages that replace imports by
 * functions of their own store values there (Gio's WebGL glue, go-playground's wrapper), so these are the live tables of the bridge: what the
 * page changes holds for the bridge's own functions too. Source: storeValue, finalizeRef in lib/wasm/wasm_exec.js.
 */
import { FIRST_FREE_ID, type ValueTable } from "./host/values.js";

/** The bridge's counts of the references that Go holds; bridge/embind/exports.cpp. */
export interface Counts {
  ref_count(id: number): number;
  set_ref_count(id: number, count: number): void;
}

/** One program's tables. */
export class Tables {
  readonly #table: ValueTable;
  readonly #counts: Counts;
  #countsView: number[] | undefined;

  constructor(table: ValueTable, counts: Counts) {
    this.#table = table;
    this.#counts = counts;
  }

  get values(): unknown[] {
    return this.#table.values;
  }
  set values(values: readonly unknown[]) {
    replace(this.#table.values, values);
  }

  get ids(): Map<unknown, number> {
    return this.#table.ids;
  }
  set ids(ids: ReadonlyMap<unknown, number>) {
    const entries = [...ids];
    this.#table.ids.clear();
    for (const [value, id] of entries) this.#table.ids.set(value, id);
  }

  get pool(): number[] {
    return this.#table.pool;
  }
  set pool(pool: readonly number[]) {
    replace(this.#table.pool, pool);
  }

  /** Looks like the array of wasm_exec.js. */
  get counts(): number[] {
    return (this.#countsView ??= this.#viewOfCounts());
  }
  set counts(counts: readonly number[]) {
    const list = [...counts];
    for (let id = FIRST_FREE_ID; id < Math.max(list.length, this.#table.values.length); id++) this.#counts.set_ref_count(id, list[id] ?? 0);
  }

  #viewOfCounts(): number[] {
    const { values } = this.#table;
    const counts = this.#counts;
    return new Proxy<number[]>([], {
      get(array, key, receiver): unknown {
        if (key === "length") return values.length;
        const id = idOf(key);
        return id === undefined ? Reflect.get(array, key, receiver) : id < FIRST_FREE_ID ? Infinity : counts.ref_count(id);
      },
      set(_array, key, count: number) {
        const id = idOf(key);
        if (id !== undefined && id >= FIRST_FREE_ID) counts.set_ref_count(id, count);
        return true;
      },
      has: (array, key) => (idOf(key) ?? Infinity) < values.length || Reflect.has(array, key),
    });
  }
}

function replace<T>(list: T[], by: readonly T[]): void {
  if (list !== by) list.splice(0, list.length, ...by);
}

function idOf(key: PropertyKey): number | undefined {
  return typeof key === "string" && /^\d+$/.test(key) ? Number(key) : undefined;
}

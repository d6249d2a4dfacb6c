/**
 * What the driver measures: something that can run n operations of a row. Shared by Node and pages, so it uses nothing
 * of either.
 */

/** One host with its program, or the floor. */
export interface Subject {
  /** True where the subject has this row. */
  has(row: string): boolean;
  /** Runs `n` operations of a row, at once, and returns when they are done. */
  run(row: string, n: number): void;
  /** Collects the garbage of earlier rows, finalizers included. */
  settle(): void;
}

/** What a benchmark program leaves in `globalThis.bench[key]`. */
interface Slot {
  readonly fixture: Fixture;
  readonly ready: () => void;
  rows?: readonly string[];
  run?(row: number, n: number): void;
  increment?(n: number): number;
  settle?(): void;
}

/** The values that the rows work on. Each host has its own, of the same shapes. */
export interface Fixture {
  readonly object: { count: number; child: object; title: string; total: number; label: string; add(a: number, b: number): number };
  readonly array: number[];
  readonly text: string;
  readonly Class: new () => object;
  readonly none: () => number;
  readonly sum: (a: number, b: number) => number;
  readonly bytes64: Uint8Array;
  readonly bytes64K: Uint8Array;
  readonly mixed: readonly object[];
  /** Present in pages. */
  readonly document?: unknown;
  readonly stage?: { textContent: string | null };
}

declare global {
  var bench: Record<string, Slot> | undefined;
  /** Called by the program as the first statement of main. */
  var mainReached: () => void;
}

/** Makes the values; `dom` is the document and an element to fill, in a page. */
export function makeFixture(dom: Pick<Fixture, "document" | "stage"> = {}): Fixture {
  class Box {
    readonly side = 1;
  }
  return {
    object: { count: 42.5, child: { leaf: true }, title: "the title of it", total: 0, label: "", add: (a, b) => a + b },
    array: [1, 2, 3, 4, 5, 6, 7, 8],
    text: "sixteen letters!",
    Class: Box,
    none: () => 1,
    sum: (a, b) => a + b,
    bytes64: new Uint8Array(64).fill(7),
    bytes64K: new Uint8Array(64 << 10).fill(7),
    mixed: makeShapes(),
    ...dom,
  };
}

/** Objects of many shapes with the same names, so that no access site of a host sees one shape only. */
function makeShapes(): object[] {
  const names = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta"];
  return names.map((_, first) => {
    const shape: Record<string, unknown> = { [`own${first}`]: first };
    for (let i = 0; i < names.length; i++) shape[names[(first + i) % names.length] ?? ""] = i % 2 ? i : { i };
    shape["method"] = (i: number, name: string) => name.length + i;
    shape["make"] = (i: number) => [i];
    shape["Class"] = [Date, Array, Object, Error, Number][first % 5];
    return shape;
  });
}

/**
 * Starts a benchmark program under `key` and resolves when its functions are there. `start` runs it on one host, with
 * `key` as its last argument.
 */
export async function startSubject(key: string, fixture: Fixture, start: (key: string) => Promise<unknown>): Promise<Subject> {
  globalThis.mainReached ??= () => {};
  const slots = (globalThis.bench ??= {});
  const ready = new Promise<void>((resolve) => {
    slots[key] = { fixture, ready: resolve };
  });
  await start(key);
  await ready;
  const slot = slots[key] as Required<Slot>;
  const rows = Array.from(slot.rows);
  return {
    has: (row) => row === "callback" || rows.includes(row),
    run(row, n) {
      if (row === "callback") return callBack(slot, n);
      const index = rows.indexOf(row);
      if (index < 0) throw new Error(`the program has no row "${row}"`);
      slot.run(index, n);
      checkEffect(row, n, fixture);
    },
    settle: () => slot.settle(),
  };
}

/** JavaScript calls Go, which computes and returns. */
function callBack(slot: Required<Slot>, n: number): void {
  for (let i = 0; i < n; i++) {
    const got = slot.increment(i);
    if (got !== i + 1) throw new Error(`the callback returned ${got} for ${i}`);
  }
}

/** A host that skips its work must not win: what can be seen from outside is looked at after the batch. */
function checkEffect(row: string, n: number, { object, array }: Fixture): void {
  if (row === "set number" && object.total !== n - 1) throw new Error(`total is ${object.total} after ${n} sets`);
  if (row === "set string" && object.label !== "a short label") throw new Error(`label is "${object.label}"`);
  if (row === "setindex" && array[(n - 1) & 7] !== n - 1) throw new Error(`array is ${array} after ${n} sets`);
}

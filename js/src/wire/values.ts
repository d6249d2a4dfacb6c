/** Values for `postMessage`: structured clone, and marks in place of what it does not carry. */
import type { Mark, Packed, ValuePath } from "../protocol.js";

/** What makes marks, and what is made of them. */
export interface Marker {
  mark(value: object): Mark;
  unmark(mark: Mark): unknown;
  /** What is to be moved along with a value. */
  takeTransferList(value: object): readonly Transferable[];
}

/** A value on its way, and what moves with it. */
export interface Parcel {
  packed: Packed;
  transfer: Transferable[];
}

export function pack(value: unknown, marker: Marker): Parcel {
  const transfer: Transferable[] = [];
  const marks: (Mark & { at: ValuePath })[] = [];
  const scanned = new Set<object>();
  const scan = (item: unknown): boolean => {
    if (!isObject(item) || scanned.has(item)) return false;
    scanned.add(item);
    transfer.push(...marker.takeTransferList(item));
    let found = needsMark(item);
    if (isContainer(item)) for (const key of Object.keys(item)) found = scan((item as Record<string, unknown>)[key]) || found;
    return found;
  };
  const copies = new Map<object, object>();
  const copy = (item: unknown, at: ValuePath): unknown => {
    if (!isObject(item)) return item;
    if (needsMark(item)) {
      marks.push({ at, ...marker.mark(item) });
      return undefined;
    }
    if (!isContainer(item)) return item;
    const known = copies.get(item);
    if (known) return known;
    const made = Array.isArray(item) ? new Array<unknown>(item.length) : {};
    copies.set(item, made);
    for (const key of Object.keys(item)) put(made, key, copy((item as Record<string, unknown>)[key], [...at, key]));
    return made;
  };
  // Most values hold nothing special, and go as they are.
  if (!scan(value)) return { packed: { value }, transfer };
  return { packed: { value: copy(value, []), marks }, transfer };
}

export function unpack({ value, marks = [] }: Packed, marker: Marker): unknown {
  let root = value;
  for (const { at, ...mark } of marks) {
    const made = marker.unmark(mark as Mark);
    const last = at.at(-1);
    if (last === undefined) root = made;
    else put(at.slice(0, -1).reduce<unknown>((inside, key) => (inside as Record<string | number, unknown>)[key], root) as object, last, made);
  }
  return root;
}

/** Which part of a value `structuredClone` refuses, as `.key in the value, an HTMLDivElement`; undefined where it takes it all. */
export function findCulprit(value: unknown, label: string, path = "", depth = 0): string | undefined {
  try {
    structuredClone(value);
    return undefined;
  } catch {
    // looked at below
  }
  const inside: [string, unknown][] = value instanceof Map || value instanceof Set ? [...value.values()].map((item, i) => [`[${i}]`, item])
    : isObject(value) && typeof value !== "function" ? Object.entries(value).map(([key, item]) => [Array.isArray(value) ? `[${key}]` : `.${key}`, item]) : [];
  if (depth < 20) {
    for (const [key, item] of inside) {
      const culprit = findCulprit(item, label, `${path}${key}`, depth + 1);
      if (culprit) return culprit;
    }
  }
  return `${path === "" ? label : `${path} in ${label}`}, ${kindOf(value)}`;
}

function kindOf(value: unknown): string {
  const name = isObject(value) && typeof value !== "function" ? Object.prototype.toString.call(value).slice(8, -1) : typeof value;
  const kind = name === "Object" ? ((value as object).constructor?.name ?? name) : name;
  return `${/^[AEIOU]|^H[A-Z]/i.test(kind) ? "an" : "a"} ${kind}`;
}

function needsMark(item: object): boolean {
  return typeof item === "function" || item instanceof Error || item instanceof AbortSignal || (typeof DOMException === "function" && item instanceof DOMException);
}

/** A plain object or an array: what is looked into. */
function isContainer(item: object): boolean {
  if (Array.isArray(item)) return true;
  const prototype: unknown = typeof item === "object" ? Object.getPrototypeOf(item) : item;
  return prototype === Object.prototype || prototype === null;
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** As an assignment, but `__proto__` is a name like any other. */
function put(target: object, key: string | number, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}

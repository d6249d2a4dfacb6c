/** What a program sees and sets on `js.Global()`. */
import type { GlobalScope } from "./primitives.js";
import type { Shims } from "./shims.js";

/** The functions, and objects that may hold functions, that this program set on its global object: its exports. */
export class ProgramScope implements GlobalScope {
  readonly #set = new Map<string, unknown>();
  readonly #functions = Object.create(null) as Record<string, unknown>; // of package ferry
  readonly #watchers = new Set<() => void>();
  #shims: Shims | undefined;
  /** What package ferry finds as a global of this name, and no other program does. */
  ferry: object | undefined;
  /** What of a page the program asked for first. */
  sought: string | undefined;

  /** Without shims the program sees the page's own `fs`, `process` and `path`: all three from one side, never mixed. */
  use(shims: Shims): void {
    this.#shims = shims;
  }

  own(name: string): unknown {
    if (name === "document" || name === "window") this.sought ??= name;
    if (name === "goferry:program") return this.ferry;
    if (this.#shims === undefined) return undefined;
    return name === "fs" || name === "process" || name === "path" ? this.#shims[name] : undefined;
  }

  changed(name: string, value: unknown): void {
    if (typeof value === "function" || (typeof value === "object" && value !== null)) {
      this.#set.set(name, value);
    } else {
      this.#set.delete(name);
    }
    for (const watcher of this.#watchers) watcher();
  }

  /** Package ferry has exported a function; dots in its name nest. */
  exported(path: string, call: (...args: unknown[]) => unknown): void {
    const names = path.split(".");
    const last = names.pop() as string;
    let holder = this.#functions;
    for (const name of names) {
      const inner = Object.hasOwn(holder, name) ? holder[name] : define(holder, name, Object.create(null) as object);
      holder = inner as Record<string, unknown>;
    }
    // A function may hold functions, too: math and math.add.
    if (Object.hasOwn(holder, last)) for (const [name, value] of Object.entries(holder[last] as object)) define(call, name, value as object);
    define(holder, last, call);
    const first = names[0] ?? last;
    this.changed(first, this.#functions[first]);
  }

  /** Calls `watcher` after each change, until the returned function is called. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  /** The runtime's own output (print, panics) goes where this program's `fs` writes. */
  writeRuntime(descriptor: number, bytes: Uint8Array): void {
    const fs = (this.#shims?.fs ?? (globalThis as { fs?: unknown }).fs) as { writeSync(descriptor: number, bytes: Uint8Array): void };
    fs.writeSync(descriptor, bytes);
  }

  /** Callbacks of the standard library that have been called. */
  calledBack(): number {
    return this.#shims?.calledBack() ?? 0;
  }

  get(name: string): unknown {
    return this.#set.get(name);
  }

  names(): string[] {
    return [...this.#set.keys()];
  }
}

/** Sets a member by any name, also one that an object inherits or a function has. */
function define(holder: object, name: string, value: object): object {
  Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });
  return value;
}

/** What a program sees and sets on `js.Global()`. */
import type { GlobalScope } from "./primitives.js";
import type { Shims } from "./shims.js";

/** The functions, and objects that may hold functions, that this program set on its global object: its exports. */
export class ProgramScope implements GlobalScope {
  readonly #set = new Map<string, unknown>();
  readonly #watchers = new Set<() => void>();
  #shims: Shims | undefined;

  /** Without shims the program sees the page's own `fs`, `process` and `path`: all three from one side, never mixed. */
  use(shims: Shims): void {
    this.#shims = shims;
  }

  own(name: string): unknown {
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

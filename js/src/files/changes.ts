/** Tells who watches of what has changed: once for all that a program does before it waits. */

/** A change below a path that is watched. */
export interface FileChange {
  /** The absolute path. */
  readonly path: string;
  /** What has happened. `changed`: made, written or renamed to; `removed`: removed or renamed away. */
  readonly type: "changed" | "removed";
}

type Listener = (changes: readonly FileChange[]) => void;

export class Changes {
  readonly #heed: (watched: boolean) => void;
  readonly #watchers = new Map<object, { readonly path: string; readonly recursive: boolean; readonly listener: Listener }>();
  #pending = new Map<string, FileChange>();

  /** `heed` is told when the first comes to watch, and when the last has gone. */
  constructor(heed: (watched: boolean) => void = () => {}) {
    this.#heed = heed;
  }

  /** Whether anyone watches. */
  get watched(): boolean {
    return this.#watchers.size > 0;
  }

  /** `path` is absolute and plain. */
  watch(path: string, recursive: boolean, listener: Listener): () => void {
    const key = {};
    this.#watchers.set(key, { path, recursive, listener });
    if (this.#watchers.size === 1) this.#heed(true);
    return () => {
      if (this.#watchers.delete(key) && this.#watchers.size === 0) this.#heed(false);
    };
  }

  note(path: string, type: FileChange["type"]): void {
    if (this.#watchers.size === 0) return;
    if (this.#pending.size === 0) queueMicrotask(() => this.#tell());
    this.#pending.delete(path);
    this.#pending.set(path, { path, type });
  }

  #tell(): void {
    const changes = [...this.#pending.values()];
    this.#pending = new Map();
    for (const { path, recursive, listener } of [...this.#watchers.values()]) {
      const inside = changes.filter(change => concerns(path, recursive, change.path));
      if (inside.length > 0) listener(inside);
    }
  }
}

/** A path concerns itself and what lies in it; with `recursive`, at any depth. */
function concerns(path: string, recursive: boolean, changed: string): boolean {
  if (changed === path) return true;
  const folder = path === "/" ? "/" : `${path}/`;
  return changed.startsWith(folder) && (recursive || !changed.includes("/", folder.length));
}

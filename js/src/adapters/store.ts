/** What the adapters show: something that changes, as snapshots. */

/** A source of snapshots, in the form that React's `useSyncExternalStore` wants. Its functions need no `this`. */
export interface Store<S> {
  /** What a server renders, and a browser first. */
  readonly initial: S;
  /** How it is now: the same object until that changes. */
  readonly get: () => S;
  /** Calls `changed` after each change, until the returned function is called. What is behind the store works for as long as somebody listens. */
  readonly subscribe: (changed: () => void) => () => void;
}

/** A snapshot and who wants to hear of the next one. */
export class Cell<S> {
  #listeners = new Set<() => void>();
  #value: S;

  constructor(value: S) {
    this.#value = value;
  }

  get value(): S {
    return this.#value;
  }
  set value(value: S) {
    this.#value = value;
    for (const listener of [...this.#listeners]) listener();
  }

  get heard(): boolean {
    return this.#listeners.size > 0;
  }

  /** Adds a listener; the returned function takes it away. */
  listen(changed: () => void): () => void {
    const own = (): void => changed(); // one of its own, should `changed` be here already
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }
}

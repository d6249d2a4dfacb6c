/** Functions that cross: the sender keeps them by number, the receiver has callables that send a message. */

export type AnyFunction = (...args: unknown[]) => unknown;

/** How often a callable of the receiver's was given to it. */
interface Holder {
  id: number;
  count: number;
}

/** The functions of one side: those that it gave, and those that it was given. */
export class Functions {
  readonly #given = new Map<number, { call: AnyFunction; count: number }>();
  readonly #ids = new Map<AnyFunction, number>();
  readonly #taken = new Map<number, { ref: WeakRef<AnyFunction>; holder: Holder }>();
  readonly #foreign = new WeakMap<AnyFunction, number>();
  readonly #invoke: (id: number, args: unknown[]) => Promise<unknown>;
  readonly #garbage: FinalizationRegistry<Holder>;
  #last = 0;

  /** `invoke` calls a function of the other side; `released` tells it of one that is garbage here. */
  constructor(invoke: (id: number, args: unknown[]) => Promise<unknown>, released: (id: number, count: number) => void) {
    this.#invoke = invoke;
    this.#garbage = new FinalizationRegistry(holder => {
      if (this.#taken.get(holder.id)?.holder === holder) this.#taken.delete(holder.id);
      released(holder.id, holder.count);
    });
  }

  /** The number under which the other side calls a function. Given again, it has the same; each giving counts. */
  give(call: AnyFunction): number {
    const id = this.#ids.get(call) ?? ++this.#last;
    const entry = this.#given.get(id) ?? { call, count: 0 };
    entry.count++;
    this.#ids.set(call, id);
    this.#given.set(id, entry);
    return id;
  }

  /** The function of ours that the other side means. */
  given(id: number): AnyFunction | undefined {
    return this.#given.get(id)?.call;
  }

  /** The other side has forgotten it, having been given it so many times. */
  release(id: number, count: number): void {
    const entry = this.#given.get(id);
    if (!entry || (entry.count -= count) > 0) return;
    this.#given.delete(id);
    this.#ids.delete(entry.call);
  }

  /** A callable for a function of the other side: the same one as long as it is held. */
  take(id: number): AnyFunction {
    const known = this.#taken.get(id);
    const alive = known?.ref.deref();
    if (known && alive) {
      known.holder.count++;
      return alive;
    }
    const invoke = this.#invoke;
    const callable = (...args: unknown[]): Promise<unknown> => invoke(id, args);
    const holder = { id, count: 1 };
    this.#taken.set(id, { ref: new WeakRef(callable), holder });
    this.#foreign.set(callable, id);
    this.#garbage.register(callable, holder);
    return callable;
  }

  /** The other side's number of a callable that came from there. */
  foreign(callable: AnyFunction): number | undefined {
    return this.#foreign.get(callable);
  }

  /** How many functions of ours the other side holds. */
  get size(): number {
    return this.#given.size;
  }

  /** There is no other side any more. */
  clear(): void {
    this.#given.clear();
    this.#ids.clear();
    this.#taken.clear();
  }
}

/** When things run: soon, but never so that messages back and forth keep the thread from its event loop. */

/** How long one may go on without a turn of the event loop, in milliseconds. */
const TURN_MS = 4;
/** After so long one asks the event loop to tell when it has its next turn. */
const DOUBT_MS = 1;

const resolved = Promise.resolve();

/** To the console, as from an event: of what nobody waits for. */
export function uncaught(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}

/** Runs it as a promise's microtask: round trips between threads that are awake take a fifth longer with those of queueMicrotask, in Chromium. */
export function microtask(run: () => void): void {
  void resolved.then(run).catch(uncaught);
}

export class Turns {
  readonly #onTurn: () => void;
  readonly #later: (() => void)[] = [];
  #port: MessagePort | undefined;
  #began = -Infinity; // a time since which the event loop had no turn that is known of
  #asked = 0;

  /** `onTurn` is told of each turn that begins. */
  constructor(onTurn: () => void = () => {}) {
    this.#onTurn = onTurn;
  }

  /** Runs it when this task's code is through; after a turn of the event loop, where that is due. */
  soon(run: () => void): void {
    if (this.due()) this.later(run);
    else microtask(run);
  }

  /** Runs it after a turn of the event loop. */
  later(run: () => void): void {
    this.#later.push(run);
    if (this.#later.length > 1) return;
    const { setImmediate: node } = globalThis as { setImmediate?: (run: () => void) => unknown }; // a listening port would keep Node alive
    if (node) return void node(() => this.#turn());
    if (!this.#port) {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => this.#turn();
      this.#port = port2;
    }
    this.#port.postMessage(0);
  }

  /** The same for a loop: whether it is time to let the event loop have a turn. Looks at the clock now and then. */
  due(every = 1): boolean {
    if (++this.#asked < every) return false;
    this.#asked = 0;
    const now = performance.now();
    const gone = now - this.#began;
    if (gone < DOUBT_MS) return false;
    if (this.#later.length > 0) return gone >= TURN_MS;
    // This may be the same task still, or long a new one.
    if (gone >= TURN_MS) this.began(now);
    this.later(() => {});
    return false;
  }

  /** A task of the event loop began. */
  began(now = performance.now()): void {
    this.#began = now;
    this.#onTurn();
  }

  /** Nothing runs any more. */
  close(): void {
    this.#later.length = 0;
    this.rest();
  }

  /** Gives back what it holds while nothing waits to run. It can still be used. */
  rest(): void {
    if (this.#later.length > 0) return;
    this.#port?.close(); // and with it the other end
    this.#port = undefined;
  }

  #turn(): void {
    this.began();
    for (const run of this.#later.splice(0)) run();
  }
}

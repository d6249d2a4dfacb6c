/** When things run: soon, but never so that messages back and forth keep the thread from its event loop. */

/** How long one may go on without a turn of the event loop, in milliseconds. */
const TURN_MS = 4;
/** After a gap of this length the event loop has surely had one. */
const GAP_MS = 1;

export class Turns {
  readonly #onTurn: () => void;
  readonly #later: (() => void)[] = [];
  #port: MessagePort | undefined;
  #began = -Infinity;
  #last = -Infinity;
  #asked = 0;

  /** `onTurn` is told of each turn that begins. */
  constructor(onTurn: () => void = () => {}) {
    this.#onTurn = onTurn;
  }

  /** Runs it when this task's code is through; after a turn of the event loop, where that is due. */
  soon(run: () => void): void {
    if (this.due()) this.later(run);
    else queueMicrotask(run);
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
      this.#close = () => port1.close();
    }
    this.#port.postMessage(0);
  }

  /** The same for a loop: whether it is time to let the event loop have a turn. Looks at the clock now and then. */
  due(every = 1): boolean {
    if (++this.#asked < every) return false;
    this.#asked = 0;
    const now = performance.now();
    if (now - this.#last > GAP_MS) this.began(now);
    this.#last = now;
    return now - this.#began >= TURN_MS;
  }

  /** A task of the event loop began. */
  began(now = performance.now()): void {
    this.#began = this.#last = now;
    this.#onTurn();
  }

  /** Nothing runs any more. */
  close(): void {
    this.#later.length = 0;
    this.#close();
  }

  #close = (): void => {};

  #turn(): void {
    this.began();
    for (const run of this.#later.splice(0)) run();
  }
}

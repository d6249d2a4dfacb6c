/**
 * How a call of WASI's waits, which is synchronous for the program. Nothing of the bridge is on the stack meanwhile: the trampoline waits, and
 * makes the call again.
 */
/** `suspend`: the engine suspends the program (JSPI), and the thread goes on: its messages are read. `block`: the thread sleeps. `refuse`: it can do neither. */
export type WaitMode = "suspend" | "block" | "refuse";

/** WebAssembly's JSPI, which TypeScript's library does not know yet. */
interface Jspi {
  Suspending: new (call: (...args: never[]) => Promise<unknown>) => WebAssembly.ImportValue & object;
  promising<A extends unknown[]>(call: (...args: A) => unknown): (...args: A) => Promise<unknown>;
}

export function jspi(): Jspi | undefined {
  const found = WebAssembly as unknown as Partial<Jspi>;
  return typeof found.Suspending === "function" && typeof found.promising === "function" ? (found as Jspi) : undefined;
}

/** A word that nobody wakes, to sleep on. Where the page is not isolated there is no SharedArrayBuffer, but a memory of one's own can be shared. */
function ownWord(): Int32Array | undefined {
  try {
    const word = new Int32Array(new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer, 0, 1);
    Atomics.wait(word, 0, 0, 0); // a page's thread throws
    return word;
  } catch {
    return undefined;
  }
}

/** What a thread can do. In a worker, too, suspending comes first: what the page asks of the program's files is answered meanwhile. */
export function chooseWaiting(): { mode: WaitMode; word: Int32Array | undefined } {
  const word = ownWord();
  return { mode: jspi() ? "suspend" : word ? "block" : "refuse", word };
}

/** setTimeout's largest delay. */
const LONGEST_MS = 2 ** 31 - 1;

/** Waits without holding the thread; `wakeable` gets what wakes it before. */
export function pause(timeoutMs: number, wakeable: (wake: () => void) => void): Promise<void> {
  return new Promise(resolve => {
    const timer = timeoutMs < 0 ? undefined : setTimeout(resolve, Math.min(Math.ceil(timeoutMs), LONGEST_MS));
    wakeable(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** What a thread that can neither sleep nor suspend may spend on a pause: Go's runtime makes some of microseconds, in a panic too. */
export const SHORT_MS = 4;

/** One that can do both sleeps for such pauses, as setTimeout is no clock for them; but reads its messages once in so long. */
export const MESSAGES_MS = 50;

/** Sleeps, on a word that is 0 until something has happened; afterwards the program looks what. */
export function sleep(word: Int32Array | undefined, timeoutMs: number): void {
  if (!word) for (const end = performance.now() + timeoutMs; performance.now() < end; );
  else {
    Atomics.wait(word, 0, 0, timeoutMs < 0 ? Infinity : timeoutMs);
    Atomics.store(word, 0, 0);
  }
}

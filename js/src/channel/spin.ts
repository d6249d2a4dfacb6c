/**
 * Looking for a while before going to sleep: a sleep and a wake cost tens of microseconds, whoever writes them. It pays where the other side is awake,
 * and so does it for the other side: each tells the other that it looks. Nobody looks who has nothing to do for long: a look that finds nothing ends it.
 */
import type { Arena } from "./arena.js";

/** How long a look takes: longer than the other side needs to wake up and answer. */
const LOOK_MS = 0.15;
/** A find that takes longer, in milliseconds, was hardly worth it: so many of them in a row end it, or a stream of a message now and then would keep a thread busy. */
const QUICK_MS = 0.03;
const SLOW_FINDS = 3;
/** How often a side tries whether looking pays, in milliseconds. */
const TRY_EVERY_MS = 10;
/** How many looks there are between two looks at the clock. */
const LOOKS = 16;

export interface Spin {
  /** Whether it is worth a try now. */
  isWorthIt(): boolean;
  /** Looks; true where something is ready. */
  look(ready: () => boolean): boolean;
}

/** How long each side looks in this engine, in milliseconds; 0 where it never pays. */
export function spinTimes(): { page: number; worker: number } {
  const { userAgent = "", hardwareConcurrency = 1 } = (globalThis as { navigator?: { userAgent?: string; hardwareConcurrency?: number } }).navigator ?? {};
  if (hardwareConcurrency < 2) return { page: 0, worker: 0 };
  const isChrome = /Chrome\//.test(userAgent); // also in HeadlessChrome/
  return { page: isChrome ? LOOK_MS : 0, worker: isChrome || /\bFirefox\//.test(userAgent) ? LOOK_MS : 0 };
}

/** `own` and `others` are the words of the arena by which the sides tell that they look. Undefined where a side never looks. */
export function spinBeforeSleep(ms: number, arena: Arena, own: number, others: number): Spin | undefined {
  if (ms === 0) return undefined;
  let pays = false; // the last look found something
  let failed = -Infinity; // when it was given up
  let slow = 0; // finds in a row
  const tell = (looks: boolean): void => {
    if (looks === pays) return;
    pays = looks;
    arena.store(own, looks ? 1 : 0);
  };
  return {
    isWorthIt: () => pays || arena.load(others) !== 0 || performance.now() - failed >= TRY_EVERY_MS,
    look(ready) {
      tell(true);
      const began = performance.now();
      let now = began;
      let found = false;
      do {
        for (let i = 0; i < LOOKS && !found; i++) found = ready();
        now = performance.now();
      } while (!found && now - began < ms);
      slow = found && now - began > QUICK_MS ? slow + 1 : 0;
      if (found && slow < SLOW_FINDS) return true;
      slow = 0;
      failed = now;
      tell(false);
      return found;
    },
  };
}

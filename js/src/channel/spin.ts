/** Looking for a while before going to sleep: a sleep and a wake cost tens of microseconds, whoever writes them. */

/** After this many misses in a row nobody looks any more, until one of the next rings is answered within that time. */
const MISSES = 8;

/** Looks; true where it was worth it. */
export type Spin = (ready: () => boolean) => boolean;

/** How long is worth it in this engine, in milliseconds. */
export function spinTime(inWorker: boolean): number {
  const agent = (globalThis as { navigator?: { userAgent?: string } }).navigator?.userAgent ?? "";
  if (/\bFirefox\//.test(agent)) return inWorker ? 0.05 : 0;
  return /\bChrome\//.test(agent) ? 0.02 : 0;
}

/** Spins for up to `ms`, and for as long as it keeps being worth it. */
export function spinBeforeSleep(ms: number): Spin {
  let misses = 0;
  let skipped = 0;
  return ready => {
    if (ms === 0) return false;
    if (misses >= MISSES && ++skipped % 64 !== 0) return false;
    const until = performance.now() + ms;
    do {
      if (ready()) {
        misses = 0;
        return true;
      }
    } while (performance.now() < until);
    misses++;
    return false;
  };
}

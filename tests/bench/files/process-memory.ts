/** The most memory that processes had resident within a while, as Linux counts it (proc(5): clear_refs, VmHWM). */
import { readFile, writeFile } from "node:fs/promises";

/** What a side's memory is measured with, in its page or process. */
export interface Meter {
  /** What is alive in JavaScript's heap and buffers, after garbage was collected. */
  readonly usedHeapBytes: () => Promise<number>;
  /** From now on the peak counts. */
  readonly startPeak: () => Promise<void>;
  /** How many bytes more were resident, at most, than when the count began; null where the system does not tell. */
  readonly peakBytes: () => Promise<number | null>;
}

/** A peak of the processes that `pids` gives, each by itself, all added. */
export function peakOf(pids: () => Promise<readonly number[]>): Pick<Meter, "startPeak" | "peakBytes"> {
  let before = new Map<number, number>();
  return {
    async startPeak() {
      const counted = await Promise.all((await pids()).map(async pid => [pid, (await clear(pid)) ? await statusBytes(pid, "VmRSS") : Number.NaN] as const));
      before = new Map(counted);
    },
    async peakBytes() {
      const peaks = await Promise.all([...before].map(async ([pid, bytes]) => (await statusBytes(pid, "VmHWM")) - bytes));
      const sum = peaks.reduce((a, b) => a + b, 0);
      return before.size === 0 || Number.isNaN(sum) ? null : sum;
    },
  };
}

/** Sets the peak back to what is resident now; false where that is not allowed. */
const clear = (pid: number): Promise<boolean> => writeFile(`/proc/${pid}/clear_refs`, "5").then(() => true, () => false);

async function statusBytes(pid: number, field: "VmRSS" | "VmHWM"): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const [, kib] = new RegExp(`^${field}:\\s*(\\d+) kB`, "m").exec(status) ?? [];
  return kib === undefined ? Number.NaN : 1024 * Number(kib);
}

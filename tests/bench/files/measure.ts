/** Measures one side: in a page, or in a Node process. */
import { watchMemories } from "../page/wasm-memories.ts";
import { median } from "../stats.ts";
import { kindInfo, memoryRows } from "./rows.ts";
import type { Kind, Side, Task } from "./rows.ts";
import type { Meter } from "./process-memory.ts";
import { open } from "./subject.ts";
import type { Files, Place, Subject } from "./subject.ts";

export interface Job {
  readonly kind: Kind;
  readonly side: Side;
  readonly rows: readonly Task[];
  readonly sampleMs: number;
}

/** Milliseconds by row. */
export type Times = Partial<Record<Task, number>>;

export async function measureTimes(files: Files, place: Place, { kind, side, rows, sampleMs }: Job): Promise<Times> {
  const subject = await open(side, files, place);
  if (kindInfo[kind].prepares && side !== "floor") await subject.run("prepare");
  const times: Times = {};
  for (const row of kindInfo[kind].rows) {
    if (!rows.includes(row)) {
      if (row.startsWith("write")) await subject.run(row); // others read it
      continue;
    }
    times[row] = await timeOf(subject, row, sampleMs);
  }
  return times;
}

/** Enough for a median: before each run Go collects garbage, which takes far longer than the shortest rows. */
const MOST_RUNS = 31;
/** So long a row is run before: engines compile what runs often once more, better, and the shortest rows are over by then. */
const WARM_MS = 400;

/**
 * The median of as many runs as fit into `sampleMs`, of one at least. Go collects garbage before each: one run's does not weigh on the next.
 * Others come before them, for WARM_MS, so that the row is compiled, and what it writes is there; but a first one that took ten times `sampleMs` is the
 * sample itself.
 */
async function timeOf(subject: Subject, row: Task, sampleMs: number): Promise<number> {
  const once = async (): Promise<number> => {
    await subject.run("collect");
    const began = performance.now();
    await subject.run(row);
    return performance.now() - began;
  };
  const first = await once();
  if (first >= 10 * sampleMs) return first;
  for (const end = performance.now() + WARM_MS - first; performance.now() < end; ) await subject.run(row);
  const times: number[] = [];
  for (let left = sampleMs; left > 0 && times.length < MOST_RUNS; left -= times.at(-1) as number) times.push(await once());
  return median(times);
}

/**
 * Of one of the memory rows, in bytes beside Go's own memory: what lives, more than before there were files, and the peak on the way, if the system tells.
 */
export interface Memory {
  readonly live: number;
  readonly peak: number | null;
}

/** Has another program do the same before: else the engine compiles meanwhile, on threads of its own, and the peak is that of its compiler. */
async function letCompile(subject: Subject): Promise<void> {
  for (const task of memoryRows[0].tasks) await subject.run(task);
  await subject.run("collect");
  await new Promise(resolve => setTimeout(resolve, 1000));
}

export async function measureMemory(files: Files, place: Place, side: Side, meter: Meter): Promise<Memory[]> {
  const memoriesBytes = watchMemories();
  await letCompile(await open(side, files, place));
  const subject = await open(side, files, place);
  const live = async (): Promise<number> => {
    await subject.run("collect");
    return (await meter.usedHeapBytes()) + memoriesBytes() - (await subject.goMemoryBytes());
  };
  const empty = await live();
  const rows: Memory[] = [];
  for (const { tasks } of memoryRows) {
    const goBytes = await subject.goMemoryBytes();
    await meter.startPeak();
    for (const task of tasks) await subject.run(task);
    const peak = await meter.peakBytes();
    const grown = (await subject.goMemoryBytes()) - goBytes;
    rows.push({ live: (await live()) - empty, peak: peak && peak - grown });
  }
  return rows;
}

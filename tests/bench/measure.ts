/** One round: every row on both hosts and the floor, by turns. Shared by Node and pages. */
import { lowerQuartile } from "./stats.ts";
import type { Pair } from "./results.ts";
import type { RowInfo } from "./rows.ts";
import type { Subject } from "./subject.ts";

export interface RoundOptions {
  readonly rows: readonly RowInfo[];
  /**
   * How long one sample lasts, about: far above the clock's resolution, and short enough that on a busy machine most are
   * not interrupted.
   */
  readonly sampleMs: number;
  /** Samples of each host in a row, by turns; the lower quartile counts, since other processes only ever add time. */
  readonly samples: number;
  /** Which host begins; the driver swaps it from round to round. */
  readonly oursFirst: boolean;
}

/** The three that are compared. */
export interface Subjects {
  readonly ours: Subject;
  readonly theirs: Subject;
  readonly floor: Subject;
}

/** A row is run for this long before it is timed, so that it is compiled by then. */
const warmUpMs = 25;
/** A batch that cannot be made short (10,000 divs) has fewer samples, but no fewer than this. */
const leastSamples = 3;

/** Operations of the warm-up that shows each host many names and shapes before anything is timed. */
const mixedOperations = 4000;

/** Measures all rows once, by name. */
export async function measureRound(subjects: Subjects, options: RoundOptions): Promise<Record<string, Pair>> {
  const hosts = options.oursFirst ? [subjects.ours, subjects.theirs] : [subjects.theirs, subjects.ours];
  for (const host of hosts) {
    host.run("mixed", mixedOperations);
    host.settle();
  }
  const pairs: Record<string, Pair> = {};
  for (const row of options.rows) {
    pairs[row.name] = measureRow(row, hosts, subjects, options);
    await turn();
  }
  return pairs;
}

function measureRow(row: RowInfo, hosts: readonly Subject[], { ours, theirs, floor }: Subjects, options: RoundOptions): Pair {
  const { samples, sampleMs } = options;
  const order = floor.has(row.name) ? [...hosts, floor] : hosts;
  const msPerOperation = new Map(order.map((subject) => [subject, warmUp(subject, row.name)]));
  const ofHosts = hosts.map((host) => msPerOperation.get(host) ?? 0);
  const counts = new Map<Subject, number>();
  for (const [subject, ms] of msPerOperation) {
    // Finalizers make the time of an operation depend on how many went before: the same number for both hosts.
    const counted = row.refs && subject !== floor ? Math.min(...ofHosts) : ms;
    counts.set(subject, Math.max(1, Math.round(sampleMs / counted)));
  }
  const longestMs = Math.max(...hosts.map((host, i) => (counts.get(host) ?? 1) * (ofHosts[i] ?? 0)));
  const turns = Math.max(leastSamples, Math.min(samples, Math.round((4 * samples * sampleMs) / longestMs)));

  const times = new Map(order.map((subject) => [subject, [] as number[]]));
  for (let i = 0; i < turns; i++) {
    for (const subject of order) {
      const n = counts.get(subject) ?? 1;
      subject.settle();
      times.get(subject)?.push((1e6 * timeBatch(subject, row.name, n)) / n);
    }
  }
  const ns = (subject: Subject) => lowerQuartile(times.get(subject) ?? []);
  const pair = { ours_ns: ns(ours), theirs_ns: ns(theirs) };
  return times.has(floor) ? { ...pair, floor_ns: ns(floor) } : pair;
}

/**
 * Runs a row until it is compiled; returns about how many milliseconds an operation takes then. A batch that looks long
 * enough is run again, since it may only have been interrupted.
 */
function warmUp(subject: Subject, row: string): number {
  for (let n = 1; ; n *= 2) {
    if (timeBatch(subject, row, n) < warmUpMs) continue;
    const ms = timeBatch(subject, row, n);
    if (ms >= warmUpMs / 2) return ms / n;
  }
}

function timeBatch(subject: Subject, row: string, n: number): number {
  const start = performance.now();
  subject.run(row, n);
  return performance.now() - start;
}

/** Lets timers and collectors of the engine have their turn. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

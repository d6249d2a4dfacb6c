/** One round: every row on both hosts and the floor, by turns. Shared by Node and pages. */
import { lowerQuartile } from "./stats.ts";
import type { Side } from "./jobs.ts";
import { timeOf } from "./results.ts";
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
  /** The hosts that are compared, in the order in which they take turns: the driver has another one begin in each round. */
  readonly sides: readonly Side[];
}

export interface Host {
  readonly side: Side;
  readonly subject: Subject;
}

/** A row is run for this long before it is timed, so that it is compiled by then. */
const warmUpMs = 25;
/** A batch that cannot be made short (10,000 divs) has fewer samples, but no fewer than this; an even number, for the turns there and back. */
const leastSamples = 4;

/** Operations of the warm-up that shows each host many names and shapes before anything is timed. */
const mixedOperations = 4000;

/** Measures all rows once, by name. */
export async function measureRound(hosts: readonly Host[], floor: Subject, options: RoundOptions): Promise<Record<string, Pair>> {
  for (const { subject } of hosts) {
    subject.run("mixed", mixedOperations);
    subject.settle();
  }
  const pairs: Record<string, Pair> = {};
  for (const row of options.rows) {
    pairs[row.name] = measureRow(row, hosts, floor, options);
    await turn();
  }
  return pairs;
}

function measureRow(row: RowInfo, sides: readonly Host[], floor: Subject, options: RoundOptions): Pair {
  const { samples, sampleMs } = options;
  const hosts = sides.map(({ subject }) => subject);
  const order = floor.has(row.name) ? [...hosts, floor] : hosts;
  const msPerOperation = new Map(order.map((subject) => [subject, warmUp(subject, row.name)]));
  const ofHosts = hosts.map((host) => msPerOperation.get(host) ?? 0);
  const counts = new Map<Subject, number>();
  for (const [subject, ms] of msPerOperation) {
    // Finalizers make the time of an operation depend on how many went before: the same number for all hosts.
    const counted = row.refs && subject !== floor ? Math.min(...ofHosts) : ms;
    counts.set(subject, Math.max(1, Math.round(sampleMs / counted)));
  }
  const longestMs = Math.max(...hosts.map((host, i) => (counts.get(host) ?? 1) * (ofHosts[i] ?? 0)));
  const turns = Math.max(leastSamples, Math.min(samples, Math.round((4 * samples * sampleMs) / longestMs)));

  const times = new Map(order.map((subject) => [subject, [] as number[]]));
  for (let i = 0; i < turns; i++) {
    // There and back: the garbage of a host is collected while the next one is timed, so nobody always follows the same one.
    for (const subject of i % 2 === 0 ? order : order.toReversed()) {
      const n = counts.get(subject) ?? 1;
      subject.settle();
      times.get(subject)?.push((1e6 * timeBatch(subject, row.name, n)) / n);
    }
  }
  const ns = (subject: Subject) => lowerQuartile(times.get(subject) ?? []);
  const named = sides.map(({ side, subject }) => [timeOf[side], ns(subject)] as const);
  return Object.fromEntries(times.has(floor) ? [...named, ["floor_ns", ns(floor)]] : named) as unknown as Pair;
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

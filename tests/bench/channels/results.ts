/** From samples to rows, and what they say about the goals. */
import { median } from "../stats.ts";
import type { Idle, Sample } from "./page.ts";
import { mostGapMs, rows } from "./rows.ts";
import type { RowInfo } from "./rows.ts";
import type { SideName } from "./subject.ts";
import type { Ticker } from "./ticker.ts";

/** One round: what each side came to in each row. */
export type Round = Partial<Record<SideName, Record<string, Sample>>>;

/** One line of the table, as it stands in `channels.json`. Times are medians over the rounds, ratios medians of the rounds' ratios. */
export interface Row {
  readonly name: string;
  readonly bytes: number;
  readonly ours_ns: number;
  readonly floor_ns: number;
  readonly posted_ns: number | null;
  readonly comlink_ns: number | null;
  /** Ours / floor, and its range. */
  readonly of_floor: number;
  readonly of_floor_min: number;
  readonly of_floor_max: number;
  /** postMessage / ours, and its range. */
  readonly over_posted: number | null;
  readonly over_posted_min: number | null;
  readonly over_posted_max: number | null;
  /** The longest time away from the event loop in milliseconds: median of the rounds, and the worst. */
  readonly page_gap_ms: readonly [number, number];
  readonly worker_gap_ms: readonly [number, number];
  /** The worst of the floor, in the page and in the worker. */
  readonly floor_gap_ms: readonly [number, number];
}

export interface Result {
  readonly engine: string;
  readonly go: string;
  readonly rounds: number;
  readonly rows: readonly Row[];
  readonly idle: (Idle & { readonly ms: number }) | null;
  readonly ticker: Ticker | null;
  /** A round trip of two threads outside the browser that sleep on a futex. */
  readonly bare_wakes_ns: number;
  /** Null where that cannot be had, or no row of it was chosen. */
  readonly one_cpu: OneCpu | null;
}

/** The rows that are wake-ups and little else, with all threads on one CPU. */
export interface OneCpu {
  readonly rows: readonly Row[];
  readonly bare_wakes_ns: number;
}

/** Undefined where a row was not measured. */
export function summarize(info: RowInfo, rounds: readonly Round[]): Row | undefined {
  const of = (side: SideName): Sample[] => rounds.flatMap(round => round[side]?.[info.name] ?? []);
  const ns = (samples: readonly Sample[]): number | null => (samples.length === 0 ? null : median(samples.map(sample => sample.ns)));
  const ours = of(info.ours);
  const floor = of(info.floor);
  if (ours.length === 0 || floor.length === 0) return undefined;
  const ratios = (over: SideName, under: SideName): number[] => rounds.flatMap(round => {
    const [a, b] = [round[over]?.[info.name], round[under]?.[info.name]];
    return a && b ? [a.ns / b.ns] : [];
  });
  const ofFloor = ratios(info.ours, info.floor);
  const overPosted = ratios("posted", info.ours);
  const gap = (samples: readonly Sample[], key: "pageGapMs" | "workerGapMs"): [number, number] => {
    const all = samples.map(sample => sample[key]);
    return [median(all), Math.max(...all)];
  };
  const orNull = (values: number[], pick: (values: number[]) => number): number | null => (values.length === 0 ? null : pick(values));
  return {
    name: info.name,
    bytes: info.bytes,
    ours_ns: ns(ours) as number,
    floor_ns: ns(floor) as number,
    posted_ns: ns(of("posted")),
    comlink_ns: ns(of("comlink")),
    of_floor: median(ofFloor),
    of_floor_min: Math.min(...ofFloor),
    of_floor_max: Math.max(...ofFloor),
    over_posted: orNull(overPosted, median),
    over_posted_min: orNull(overPosted, values => Math.min(...values)),
    over_posted_max: orNull(overPosted, values => Math.max(...values)),
    page_gap_ms: gap(ours, "pageGapMs"),
    worker_gap_ms: gap(ours, "workerGapMs"),
    floor_gap_ms: [gap(floor, "pageGapMs")[1], gap(floor, "workerGapMs")[1]],
  };
}

/** One goal and how a result stands to it. */
export interface Verdict {
  readonly goal: string;
  readonly value: string;
  readonly met: boolean;
}

/** Judges each goal for which the result has the figures. */
export function judge(result: Result): Verdict[] {
  const verdicts: Verdict[] = [];
  const isChromium = result.engine.startsWith("Chromium");
  const say = (goal: string, value: number, met: boolean, unit = ""): void => void verdicts.push({ goal, value: `${value.toFixed(unit === "" ? 2 : 0)}${unit}`, met });
  const sayRatios = (info: RowInfo, row: Row, where: string): void => {
    if (info.mostOfFloor !== undefined) say(`${row.name}${where}: at most ${info.mostOfFloor} times the floor's time`, row.of_floor, row.of_floor <= info.mostOfFloor);
    if (info.leastOverPosted !== undefined && row.over_posted !== null) say(`${row.name}${where}: at least ${info.leastOverPosted} times faster than postMessage`, row.over_posted, row.over_posted >= info.leastOverPosted);
  };
  for (const info of rows) {
    const row = result.rows.find(row => row.name === info.name);
    if (!row || (info.chromiumOnly && !isChromium)) continue;
    sayRatios(info, row, "");
    const pinned = result.one_cpu?.rows.find(row => row.name === info.name);
    if (pinned) sayRatios(info, pinned, ", on one CPU");
    if (!info.isThroughput) continue;
    say(`${row.name}: the page is never away from its event loop for more than ${mostGapMs} ms`, row.page_gap_ms[1], row.page_gap_ms[1] <= mostGapMs, " ms");
    say(`${row.name}: the worker neither`, row.worker_gap_ms[1], row.worker_gap_ms[1] <= mostGapMs, " ms");
  }
  if (result.idle) {
    const { page, worker } = result.idle.idle;
    const sum = [...Object.values(page), ...Object.values(worker)].reduce((a, b) => a + b, 0);
    say(`idle for ${result.idle.ms / 1000} s: no wake-ups`, sum, sum === 0, "");
  }
  if (result.ticker) say(`the ticker for ${result.ticker.ms / 1000} s: no tasks over 50 ms`, result.ticker.long_tasks_ms.length, result.ticker.long_tasks_ms.length === 0);
  return verdicts;
}

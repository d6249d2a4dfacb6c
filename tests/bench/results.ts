/** The shapes that pass from the measuring processes to the report, and from pairs of times to rows. */
import type { Mode, Side } from "./jobs.ts";
import { geometricMean, median } from "./stats.ts";
import type { Group, RowInfo } from "./rows.ts";

/** One round of one row: nanoseconds per operation on each host, medians of the round's samples. */
export interface Pair {
  readonly ours_ns: number;
  readonly theirs_ns: number;
  /** Absent where the drop-in was not measured. */
  readonly drop_in_ns?: number;
  /** Absent where a row has no floor. */
  readonly floor_ns?: number;
}

/** Where a host's time stands in a pair. */
export const timeOf = { ours: "ours_ns", theirs: "theirs_ns", dropIn: "drop_in_ns" } as const satisfies Record<Side, keyof Pair>;

/** One line of the table, as it stands in `syscall-js.json`. */
export interface Row {
  readonly name: string;
  readonly ours_ns: number;
  readonly theirs_ns: number;
  /** The median over rounds of theirs / ours within a round. */
  readonly ratio: number;
  readonly floor_ns: number | null;
  readonly ratio_min: number;
  readonly ratio_max: number;
  /** The drop-in's time, theirs / drop-in and ours / drop-in, medians; null where it was not measured. */
  readonly drop_in_ns: number | null;
  readonly drop_in_ratio: number | null;
  readonly drop_in_to_load: number | null;
  readonly group: Group;
}

/** What one program costs beside Go's own memory, in bytes. */
export interface Memory {
  readonly ours_bytes: number;
  readonly theirs_bytes: number;
}

/** One engine and bridge variant. */
export interface Result {
  readonly engine: string;
  readonly mode: Mode;
  readonly go: string;
  readonly rounds: number;
  readonly rows: readonly Row[];
  /** Geometric mean of the ratios of each group that has rows. */
  readonly groups: Readonly<Partial<Record<Group, number>>>;
  readonly memory: Memory | null;
}

/** Sums up the rounds of one row. REQUIRES: at least one pair. */
export function summarize(info: RowInfo, pairs: readonly Pair[]): Row {
  const ratios = pairs.map((pair) => pair.theirs_ns / pair.ours_ns);
  const floors = pairs.flatMap((pair) => pair.floor_ns ?? []);
  const dropIns = pairs.flatMap(({ drop_in_ns, ours_ns, theirs_ns }) => (drop_in_ns === undefined ? [] : { drop_in_ns, ours_ns, theirs_ns }));
  const ofDropIns = (value: (pair: (typeof dropIns)[number]) => number) => (dropIns.length === 0 ? null : median(dropIns.map(value)));
  return {
    name: info.name,
    ours_ns: median(pairs.map((pair) => pair.ours_ns)),
    theirs_ns: median(pairs.map((pair) => pair.theirs_ns)),
    ratio: median(ratios),
    floor_ns: floors.length === 0 ? null : median(floors),
    ratio_min: Math.min(...ratios),
    ratio_max: Math.max(...ratios),
    drop_in_ns: ofDropIns((pair) => pair.drop_in_ns),
    drop_in_ratio: ofDropIns((pair) => pair.theirs_ns / pair.drop_in_ns),
    drop_in_to_load: ofDropIns((pair) => pair.ours_ns / pair.drop_in_ns),
    group: info.group,
  };
}

/** The geometric mean of each group's ratios. */
export function groupMeans(rows: readonly Row[]): Partial<Record<Group, number>> {
  const means: Partial<Record<Group, number>> = {};
  for (const { group } of rows) {
    means[group] ??= geometricMean(rows.filter((row) => row.group === group).map((row) => row.ratio));
  }
  return means;
}

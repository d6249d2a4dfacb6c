/**
 * The goals of `load`, which hold for Chromium with the merged bridge and elsewhere only inform; and those of the drop-in, which hold in each
 * browser.
 */
import type { Result, Row } from "./results.ts";
import { rows } from "./rows.ts";
import type { Group } from "./rows.ts";

/** One goal and how a result stands to it. */
export interface Verdict {
  readonly goal: string;
  readonly value: number;
  readonly met: boolean;
}

interface GroupGoal {
  readonly group: Group;
  readonly what: string;
  readonly mean: number;
  /** The least that every row of the group must reach. */
  readonly each?: number;
}

const groupGoals: readonly GroupGoal[] = [
  { group: "named", what: "rows that name a property and make no ref", mean: 5, each: 3 },
  { group: "plain", what: "other rows that make no ref", mean: 1.3 },
  { group: "refs", what: "rows that make refs", mean: 1.05 },
  { group: "callback", what: "callback", mean: 1.4 },
];

/** No row may be slower than this against wasm_exec.js. */
const leastRatio = 0.95;
/** Time to main, ours over theirs. */
const mostStartTime = 1.05;
const mostMemoryBytes = 1 << 20;

/** Judges each goal for which the result has the rows; that of a group only where the group is whole. */
export function judge(result: Result): Verdict[] {
  const verdicts: Verdict[] = [];
  const atLeast = (goal: string, value: number, least: number) =>
    verdicts.push({ goal: `${goal}: at least ${least}`, value, met: value >= least });
  const atMost = (goal: string, value: number, most: number, unit = "") =>
    verdicts.push({ goal: `${goal}: at most ${most}${unit}`, value, met: value <= most });

  for (const { group, what, mean, each } of groupGoals) {
    const value = result.groups[group];
    if (value === undefined || !isWhole(result, group)) continue;
    atLeast(`${what}, geometric mean`, value, mean);
    if (each !== undefined) atLeast(`${what}, slowest`, slowest(result, group), each);
  }
  const others = result.rows.filter((row) => row.group !== "start").map((row) => row.ratio);
  if (others.length > 0) atLeast("slowest of all rows", Math.min(...others), leastRatio);
  const start = result.rows.find((row) => row.group === "start");
  if (start) atMost("time to main, ours / theirs", 1 / start.ratio, mostStartTime);
  if (result.memory) atMost("memory beside Go's, MiB", result.memory.ours_bytes / mostMemoryBytes, 1);
  return verdicts;
}

/** Judges the drop-in, where it was measured: no row slower than wasm_exec.js, none slower than `load`. Names the rows that are, else the slowest. */
export function judgeDropIn(result: Result): Verdict[] {
  const atLeast = (what: string, ratio: (row: Row) => number | null): Verdict[] => {
    const known = result.rows.flatMap((row) => [{ name: row.name, value: ratio(row) }].filter((one) => one.value !== null)) as { name: string; value: number }[];
    const [slowest, ...others] = known.sort((one, other) => one.value - other.value);
    if (!slowest) return [];
    const named = [slowest, ...others.filter(({ value }) => value < leastRatio)].map(({ name }) => name);
    const goal = `the drop-in's slowest row against ${what}: at least ${leastRatio}, ${named.join(", ")}`;
    return [{ goal, value: slowest.value, met: slowest.value >= leastRatio }];
  };
  return [...atLeast("wasm_exec.js", (row) => row.drop_in_ratio), ...atLeast("load", (row) => row.drop_in_to_load)];
}

function isWhole(result: Result, group: Group): boolean {
  return rows.filter((row) => row.group === group).every(({ name }) => result.rows.some((row) => row.name === name));
}

function slowest(result: Result, group: Group): number {
  return Math.min(...result.rows.filter((row) => row.group === group).map((row) => row.ratio));
}

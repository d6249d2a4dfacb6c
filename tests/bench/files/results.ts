/** From rounds to rows, and what they say about the goals. */
import { median } from "../stats.ts";
import { kindInfo, memoryRows } from "./rows.ts";
import type { Kind, Task } from "./rows.ts";
import type { Memory, Times } from "./measure.ts";

export interface Sides<T> {
  readonly ours: T;
  readonly theirs: T;
  readonly floor?: T;
}

/** One line of the table, as it stands in `files.json`. Values are medians over the rounds, ratios (theirs / ours) medians of the rounds' ratios. */
export interface Row {
  readonly ours: number;
  readonly theirs: number;
  readonly name: string;
  readonly unit: "ms" | "MiB";
  readonly ratio: number;
  readonly ratio_min: number;
  readonly ratio_max: number;
  /** The least ratio that is to be reached. */
  readonly goal: number | null;
  readonly met: boolean | null;
  /** What a host that costs nothing takes; null where it was not measured. */
  readonly floor: number | null;
  /** The ratio that such a host would reach. */
  readonly floor_ratio: number | null;
}

export interface Result {
  /** Where both sides ran. */
  readonly place: string;
  readonly kind: Kind;
  readonly against: string;
  readonly go: string;
  readonly rounds: number;
  readonly rows: readonly Row[];
}

const summarize = (name: string, unit: Row["unit"], pairs: readonly Sides<number>[], goal: number | null): Row => {
  if (!pairs.every(({ ours, theirs }) => Number.isFinite(ours) && Number.isFinite(theirs))) throw new Error(`${name}: not a number`);
  const ratios = pairs.map(({ ours, theirs }) => theirs / ours);
  const ratio = median(ratios);
  const floors = pairs.flatMap(({ floor, theirs }) => (floor === undefined ? [] : [{ floor, ratio: theirs / floor }]));
  return {
    name,
    unit,
    ours: median(pairs.map(({ ours }) => ours)),
    theirs: median(pairs.map(({ theirs }) => theirs)),
    ratio,
    ratio_min: Math.min(...ratios),
    ratio_max: Math.max(...ratios),
    goal,
    met: goal === null ? null : ratio >= goal,
    floor: floors.length === 0 ? null : median(floors.map(({ floor }) => floor)),
    floor_ratio: floors.length === 0 ? null : median(floors.map(item => item.ratio)),
  };
};

/** The rows of times that were measured. */
export function timeRows(kind: Kind, rounds: readonly Sides<Times>[]): Row[] {
  const { rows, leastRatio } = kindInfo[kind];
  return rows.flatMap((row: Task) => {
    const pairs = rounds.flatMap(({ ours, theirs, floor }) => {
      const [a, b, c] = [ours[row], theirs[row], floor?.[row]];
      return a === undefined || b === undefined ? [] : [{ ours: a, theirs: b, ...(c !== undefined && { floor: c }) }];
    });
    return pairs.length === 0 ? [] : [summarize(row, "ms", pairs, leastRatio)];
  });
}

/** Memory by row: what lives, with the bytes of the files and without them, and the peak on the way there. */
export function memoryResults(kind: Kind, rounds: readonly Sides<readonly Memory[]>[]): Row[] {
  const { mostMemory } = kindInfo[kind];
  const goal = mostMemory === undefined ? null : 1 / mostMemory;
  let fileBytes = 0;
  return memoryRows.flatMap(({ name, fileBytes: more }, i) => {
    fileBytes += more;
    const pairs = (bytesOf: (memory: Memory) => number): Sides<number>[] => rounds.map(({ ours, theirs }) => ({ ours: bytesOf(ours[i] as Memory) / 2 ** 20, theirs: bytesOf(theirs[i] as Memory) / 2 ** 20 }));
    const isTold = rounds.every(({ ours, theirs }) => ours[i]?.peak !== null && theirs[i]?.peak !== null);
    return [
      summarize(`memory: ${name}`, "MiB", pairs(({ live }) => live), goal),
      summarize(`memory: ${name}, less their bytes`, "MiB", pairs(({ live }) => live - fileBytes), goal),
      ...(isTold ? [summarize(`memory: ${name}, the peak on the way`, "MiB", pairs(({ peak }) => peak as number), goal)] : []),
    ];
  });
}

/** The table on the terminal. */
import { kindInfo } from "./rows.ts";
import type { Result, Row } from "./results.ts";

/** Renders one place and kind. */
export function renderResult({ place, kind, against, go, rounds, rows }: Result): string {
  const hasFloor = rows.some(({ floor }) => floor !== null);
  const lines = rows.map(({ name, unit, ours, theirs, ratio, ratio_min, ratio_max, goal, met, floor, floor_ratio }: Row) => [
    name,
    `${ours.toFixed(1)} ${unit}`,
    `${theirs.toFixed(1)} ${unit}`,
    ratio.toFixed(2),
    `${ratio_min.toFixed(2)} – ${ratio_max.toFixed(2)}`,
    goal === null ? "–" : `${goal.toFixed(2)} ${met ? "met" : "MISSED"}`,
    ...(hasFloor ? [floor === null ? "–" : `${floor.toFixed(1)} ${unit}`, floor_ratio?.toFixed(2) ?? "–"] : []),
  ]);
  return ["", `${place}, ${go}, ${kindInfo[kind].title}: goferry against ${against}, median of ${rounds} rounds`, ...renderTable([["row", "ours", "theirs", "theirs / ours", "min – max", "goal", ...(hasFloor ? ["floor", "theirs / floor"] : [])], ...lines])].join("\n");
}

/** Pads the columns: the first to the left, the others to the right. */
function renderTable(lines: readonly (readonly string[])[]): string[] {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map(line => line[column]?.length ?? 0)));
  return lines.map(line => line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  "));
}

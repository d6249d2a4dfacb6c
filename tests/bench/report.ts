/** The table on the terminal. Times stand in the table only; what is said about them is said in ratios. */
import { judge } from "./goals.ts";
import type { Result, Row } from "./results.ts";

const header = ["row", "theirs ns", "ours ns", "ratio", "min – max", "floor ns"];

/** Renders one engine and mode: table, group means, memory, goals. */
export function renderResult(result: Result): string {
  const { engine, mode, go, rounds } = result;
  const hosts = mode === "self" ? "wasm_exec.js against itself" : `wasm_exec.js against the ${mode} bridge`;
  const title = `${engine}, ${go}: ${hosts}, median of ${rounds} interleaved rounds`;
  const cells = result.rows.map((row) => [
    row.name,
    formatNs(row.theirs_ns),
    formatNs(row.ours_ns),
    row.ratio.toFixed(2),
    `${row.ratio_min.toFixed(2)} – ${row.ratio_max.toFixed(2)}`,
    row.floor_ns === null ? "–" : formatNs(row.floor_ns),
  ]);
  const means = Object.entries(result.groups).map(([group, mean]) => `${group} ${mean.toFixed(2)}`);
  const lines = ["", title, ...renderTable([header, ...cells]), `geometric means: ${means.join(", ")}`];
  if (result.memory) lines.push(renderMemory(result));
  lines.push(noiseNote(result.rows));
  if (mode === "self") return lines.join("\n"); // nothing to reach: every ratio should be near 1
  lines.push(isGoalMode(result) ? "goals:" : "the goals of Chromium, merged, for comparison:");
  for (const { goal, value, met } of judge(result)) {
    lines.push(`  ${met ? "met   " : "MISSED"}  ${goal} (${value.toFixed(2)})`);
  }
  return lines.join("\n");
}

/** The goals are set for Chromium and the merged bridge. */
export function isGoalMode(result: Result): boolean {
  return result.engine.startsWith("Chromium") && result.mode === "merged";
}

/** Says how far the rounds of a row lay apart, so that nobody trusts a digit too many. */
export function noiseNote(rows: readonly Row[]): string {
  if (rows.length === 0) return "no rows";
  const widths = rows.map((row) => (row.ratio_max - row.ratio_min) / row.ratio);
  const widest = widths.indexOf(Math.max(...widths));
  const over = widths.filter((width) => width > 0.2).length;
  return (
    `noise: the ratios of ${over} of ${rows.length} rows lie more than 20 % apart between rounds, widest ` +
    `${Math.round(100 * (widths[widest] ?? 0))} % (${rows[widest]?.name}); read a single row with that in mind`
  );
}

function renderMemory({ memory }: Result): string {
  const kib = (bytes: number) => `${Math.round(bytes / 1024)} KiB`;
  return memory
    ? `memory of one more program beside Go's own: ${kib(memory.ours_bytes)} (wasm_exec.js: ${kib(memory.theirs_bytes)})`
    : "";
}

function formatNs(ns: number): string {
  return ns < 100 ? ns.toFixed(1) : Math.round(ns).toString().replace(/\B(?=(\d{3})+$)/g, " ");
}

/** Pads the columns: the first to the left, the others to the right. */
function renderTable(cells: readonly (readonly string[])[]): string[] {
  const widths = header.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  return cells.map((line) =>
    line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  "),
  );
}

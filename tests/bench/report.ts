/** The table on the terminal. Times stand in the table only; what is said about them is said in ratios. */
import { judge, judgeDropIn } from "./goals.ts";
import type { Verdict } from "./goals.ts";
import type { Result, Row } from "./results.ts";

const header = ["row", "theirs ns", "ours ns", "ratio", "min – max", "floor ns"];
const dropInHeader = ["drop-in ns", "theirs / drop-in", "ours / drop-in"];

/** Renders one engine and mode: table, group means, memory, goals. */
export function renderResult(result: Result): string {
  const { engine, mode, go, rounds } = result;
  const hosts = mode === "self" ? "wasm_exec.js against itself" : `wasm_exec.js against the ${mode} bridge`;
  const title = `${engine}, ${go}: ${hosts}, median of ${rounds} interleaved rounds`;
  const dropIn = hasDropIn(result);
  const cells = result.rows.map((row) => [
    row.name,
    formatNs(row.theirs_ns),
    formatNs(row.ours_ns),
    row.ratio.toFixed(2),
    `${row.ratio_min.toFixed(2)} – ${row.ratio_max.toFixed(2)}`,
    row.floor_ns === null ? "–" : formatNs(row.floor_ns),
    ...(dropIn ? [row.drop_in_ns === null ? "–" : formatNs(row.drop_in_ns), formatRatio(row.drop_in_ratio), formatRatio(row.drop_in_to_load)] : []),
  ]);
  const means = Object.entries(result.groups).map(([group, mean]) => `${group} ${mean.toFixed(2)}`);
  const lines = ["", title, ...renderTable([dropIn ? [...header, ...dropInHeader] : header, ...cells]), `geometric means: ${means.join(", ")}`];
  if (result.memory) lines.push(renderMemory(result));
  lines.push(noiseNote(result.rows));
  if (mode === "self") return lines.join("\n"); // nothing to reach: every ratio should be near 1
  lines.push(isGoalMode(result) ? "goals:" : "the goals of Chromium, merged, for comparison:");
  const show = ({ goal, value, met }: Verdict) => void lines.push(`  ${met ? "met   " : "MISSED"}  ${goal} (${value.toFixed(2)})`);
  judge(result).forEach(show);
  if (dropIn) lines.push("goals of the drop-in, in each browser:");
  judgeDropIn(result).forEach(show);
  return lines.join("\n");
}

/** One table over all engines and variants: how much faster than wasm_exec.js `load` is, and the drop-in. */
export function renderColumns(results: readonly Result[]): string {
  const columns = results.flatMap((result) => {
    const name = `${result.engine.replace(/(\d+)\..*/, "$1")} ${result.mode}`;
    const load = { title: name, ratio: (row: Row): number | null => row.ratio };
    const dropIn = { title: `${name}, drop-in`, ratio: (row: Row) => row.drop_in_ratio };
    return (hasDropIn(result) ? [load, dropIn] : [load]).map((column) => ({ ...column, rows: new Map(result.rows.map((row) => [row.name, row])) }));
  });
  if (columns.length < 2) return "";
  const names = [...new Set(results.flatMap(({ rows }) => rows.map((row) => row.name)))];
  const cell = (name: string, { ratio, rows }: (typeof columns)[number]) => {
    const row = rows.get(name);
    return row ? formatRatio(ratio(row)) : "–";
  };
  const table = names.map((name) => [name, ...columns.map((column) => cell(name, column))]);
  return ["", "wasm_exec.js / the bridge, in each engine: above 1 the bridge is faster", ...renderTable([["row", ...columns.map(({ title }) => title)], ...table])].join("\n");
}

function hasDropIn(result: Result): boolean {
  return result.rows.some((row) => row.drop_in_ns !== null);
}

function formatRatio(ratio: number | null): string {
  return ratio === null ? "–" : ratio.toFixed(2);
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
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  return cells.map((line) =>
    line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  "),
  );
}

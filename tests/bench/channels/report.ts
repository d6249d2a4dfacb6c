/** The table on the terminal. */
import { judge } from "./results.ts";
import { isOfWakes, rows as infos } from "./rows.ts";
import type { Result, Row } from "./results.ts";

const header = ["row", "ours", "floor", "postMessage", "Comlink", "ours / floor", "min – max", "postMessage / ours", "min – max", "page away", "worker away", "floor away"];

/** Renders one engine. */
export function renderResult(result: Result): string {
  const lines = ["", `${result.engine}, ${result.go}: channels, median of ${result.rounds} rounds`, ...renderTable([header, ...result.rows.map(cells)])];
  if (result.rows.some(row => row.name.startsWith("round trip"))) lines.push(renderWakes(result.rows, result.bare_wakes_ns, "each thread where the system puts it"));
  if (result.one_cpu) lines.push("", ...renderTable([header, ...result.one_cpu.rows.map(cells)]), renderWakes(result.one_cpu.rows, result.one_cpu.bare_wakes_ns, "all threads on one CPU"));
  if (result.idle) {
    const { busy, idle, ms } = result.idle;
    lines.push(`idle for ${ms / 1000} s: page ${JSON.stringify(idle.page)}, worker ${JSON.stringify(idle.worker)}`, `  (100 round trips before: page ${JSON.stringify(busy.page)}, worker ${JSON.stringify(busy.worker)})`);
  }
  if (result.ticker) {
    const { ms, updates_per_second, frames_per_second, long_tasks_ms, transport } = result.ticker;
    lines.push(`the ticker for ${ms / 1000} s over ${transport}: ${Math.round(updates_per_second)} updates/s, ${frames_per_second.toFixed(1)} frames/s, tasks over 50 ms: ${long_tasks_ms.map(Math.round).join(", ") || "none"}`);
  }
  lines.push("goals:", ...judge(result).map(({ goal, value, met }) => `  ${met ? "met   " : "MISSED"}  ${goal} (${value})`));
  return lines.join("\n");
}

const ofWakes = infos.find(isOfWakes);

/** What the machine takes, without a host. */
function renderWakes(rows: readonly Row[], bareNs: number, where: string): string {
  const posted = rows.find(({ name }) => name === ofWakes?.name)?.posted_ns;
  const most = posted == null ? "" : `: postMessage / that is ${(posted / bareNs).toFixed(2)}`;
  return `${where}: two threads that only wake each other (a futex, outside the browser) take ${(bareNs / 1000).toFixed(1)} µs a round trip${most}`;
}

function cells(row: Row): string[] {
  const speed = (ns: number | null): string => (ns === null ? "–" : formatSpeed(row, ns));
  const range = (least: number | null, most: number | null): string => (least === null || most === null ? "–" : `${least.toFixed(2)} – ${most.toFixed(2)}`);
  const gap = ([a, b]: readonly [number, number]): string => `${a.toFixed(0)} – ${b.toFixed(0)} ms`;
  return [
    row.name,
    speed(row.ours_ns),
    speed(row.floor_ns),
    speed(row.posted_ns),
    speed(row.comlink_ns),
    row.of_floor.toFixed(2),
    range(row.of_floor_min, row.of_floor_max),
    row.over_posted?.toFixed(2) ?? "–",
    range(row.over_posted_min, row.over_posted_max),
    gap(row.page_gap_ms),
    gap(row.worker_gap_ms),
    row.floor_gap_ms.map(ms => ms.toFixed(0)).join(", ") + " ms",
  ];
}

/** A time for a round trip, messages a second, or bytes a second. */
function formatSpeed({ name, bytes }: Row, ns: number): string {
  if (name.startsWith("round trip")) return `${(ns / 1000).toFixed(1)} µs`;
  return bytes > 1024 ? `${((bytes * 1e9) / ns / 2 ** 30).toFixed(2)} GiB/s` : `${(1000 / ns).toFixed(3)} M/s`;
}

/** Pads the columns: the first to the left, the others to the right. */
function renderTable(lines: readonly (readonly string[])[]): string[] {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map(line => line[column]?.length ?? 0)));
  return lines.map(line => line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  "));
}

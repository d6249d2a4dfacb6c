/**
 * The command of the files' benchmark, in Node: one Go program on the package, with the option files, and on Go's own wasm_exec.js with the package
 * memfs as `globalThis.fs`. The two take turns, each in a process of its own. Prints a table, and writes build/bench/files.json.
 *
 *   node --import tsx tests/bench/files.ts [--rounds N]
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { newestGo } from "../support/hosts.ts";
import { buildGo, goVersion, root, toolchain } from "../support/toolchain.ts";
import { count } from "./arguments.ts";
import { rows, type Measured, type Row } from "./files/rows.ts";

const { values } = parseArgs({ options: { rounds: { type: "string", default: "5" }, help: { type: "boolean", short: "h", default: false } } });
if (values.help) {
  console.log("Measures files: goferry's option files against wasm_exec.js with memfs, in Node.\n\n  node --import tsx tests/bench/files.ts [--rounds N]   rounds of each (default 5)\n\nWrites build/bench/files.json.");
  process.exit(0);
}
const rounds = count("--rounds", values.rounds, 1);
const go = newestGo();
const wasm = buildGo({ dir: "tests/bench/files/program", version: go, out: `build/go/${go}/bench-files.wasm` });
const { node24 } = toolchain() as { node24?: string };
const node = node24 ?? process.execPath;
const sides = { theirs: goVersion(go).wasmExec, ours: join(root, "js/dist/index.js") };
type Side = keyof typeof sides;

const measure = (side: Side): Measured =>
  JSON.parse(execFileSync(node, ["--expose-gc", "--no-warnings", join(root, "tests/bench/files/child.mjs"), side, sides[side], wasm, JSON.stringify(rows)], { encoding: "utf8", cwd: root })) as Measured;

const measured: Record<Side, Measured[]> = { theirs: [], ours: [] };
for (let i = 0; i < rounds; i++) {
  process.stderr.write(`round ${i + 1} of ${rounds}\n`);
  const order: Side[] = i % 2 === 0 ? ["theirs", "ours"] : ["ours", "theirs"];
  for (const side of order) measured[side].push(measure(side));
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] as number;
const summary = (value: (side: Measured) => number): { theirs: number; ours: number; ratio: number } => ({
  theirs: median(measured.theirs.map(value)),
  ours: median(measured.ours.map(value)),
  ratio: median(measured.theirs.map((theirs, i) => value(theirs) / value(measured.ours[i] as Measured))),
});
const result = {
  host: `Node ${execFileSync(node, ["--version"], { encoding: "utf8" }).trim()}`,
  go,
  rounds,
  rows: rows.map((row: Row) => ({ row, unit: "ms", ...summary(({ ms }) => ms[row]) })),
  memory: { unit: "MiB", ...summary(({ bytes }) => bytes / 2 ** 20) },
};
const line = (what: string, { theirs, ours, ratio }: { theirs: number; ours: number; ratio: number }): string => `${what.padEnd(34)}${theirs.toFixed(1).padStart(10)}${ours.toFixed(1).padStart(10)}${ratio.toFixed(2).padStart(8)}`;
console.log([`${result.host}, Go ${go}`, `${"ms, medians".padEnd(34)}     memfs   goferry   ratio`, ...result.rows.map(row => line(row.row, row)), line("memory, MiB", result.memory)].join("\n"));
mkdirSync(join(root, "build/bench"), { recursive: true });
writeFileSync(join(root, "build/bench/files.json"), `${JSON.stringify(result, null, 2)}\n`);

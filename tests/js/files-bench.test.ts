/** What the benchmark of files makes of its rounds. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseOptions } from "../bench/files/options.ts";
import { renderResult } from "../bench/files/report.ts";
import { memoryResults, timeRows } from "../bench/files/results.ts";
import { kindInfo, memoryRows } from "../bench/files/rows.ts";
import { peakOf } from "../bench/files/process-memory.ts";

const read = "read 64 MiB in blocks of 64 KiB";
const rounds = [
  { ours: { [read]: 10 }, theirs: { [read]: 14 } },
  { ours: { [read]: 20 }, theirs: { [read]: 60 } },
  { ours: { [read]: 30 }, theirs: { [read]: 48 } },
];

test("ratios are taken within a round, and held against the goal of their kind", () => {
  const [row, ...others] = timeRows("js", rounds);
  assert.deepEqual(others, [], "rows that were not measured are left out");
  assert.deepEqual(row, { name: read, unit: "ms", ours: 20, theirs: 48, ratio: 1.6, ratio_min: 1.4, ratio_max: 3, goal: 1.5, met: true, floor: null, floor_ratio: null });
  assert.equal(timeRows("wasi", rounds)[0]?.met, false, "2.5 there");
  const again = "read 64 MiB in blocks of 64 KiB, four times";
  assert.equal(timeRows("opfs", [{ ours: { [again]: 1 }, theirs: { [again]: 1 } }])[0]?.goal, 0.7);
});

test("a host that costs nothing shows what can be reached at all", () => {
  const [row] = timeRows("wasi", rounds.map((round, i) => ({ ...round, floor: { [read]: 4 + 4 * i } })));
  assert.deepEqual([row?.floor, row?.floor_ratio], [8, 4]);
  assert.match(renderResult({ place: "Node 24", kind: "wasi", against: "x", go: "go1.27", rounds: 3, rows: row ? [row] : [] }), /floor  theirs \/ floor\nread .* 8\.0 ms +4\.00/);
});

test("memory is given with the bytes of the files, and without them, and as a peak where the system tells it", () => {
  const MiB = 2 ** 20;
  const small = 10_000 + 1000 * 4096;
  const side = (...live: number[]) => live.map(live => ({ live, peak: 2 * live }));
  const [all, less, peak, allBig, lessBig, peakBig] = memoryResults("js", [{ ours: side(small + MiB, small + 66 * MiB), theirs: side(small + 3 * MiB, small + 70 * MiB) }]);
  assert.deepEqual([less?.ours, less?.theirs, less?.ratio, less?.met], [1, 3, 3, true]);
  assert.equal(all?.met, false);
  assert.equal(peak?.ours, 2 * (all?.ours ?? 0));
  assert.deepEqual([lessBig?.ours, lessBig?.theirs, lessBig?.met], [2, 6, true]);
  assert.equal(allBig?.met, false, "the file of 64 MiB is on both sides");
  assert.equal(peakBig?.ours, 2 * (allBig?.ours ?? 0));
  assert.equal(memoryResults("wasi", [{ ours: side(1, 1), theirs: side(2, 2) }])[0]?.met, null, "no goal there");
  const untold = memoryResults("js", [{ ours: side(1, 1), theirs: side(2, 2).map(memory => ({ ...memory, peak: null })) }]);
  assert.deepEqual(untold.map(({ name }) => name), memoryRows.flatMap(({ name }) => [`memory: ${name}`, `memory: ${name}, less their bytes`]));
  assert.throws(() => memoryResults("js", [{ ours: side(Number.NaN, 1), theirs: side(1, 1) }]), /not a number/);
});

test("a peak is of a process's memory, and gone with the next count", { skip: process.platform !== "linux" && "Linux alone tells it" }, async () => {
  const { startPeak, peakBytes } = peakOf(async () => [process.pid]);
  await startPeak();
  Buffer.alloc(64 << 20, 1);
  assert.ok(((await peakBytes()) as number) >= 48 << 20);
  await startPeak();
  assert.ok(((await peakBytes()) as number) < 32 << 20);
  assert.equal(await peakOf(async () => []).peakBytes(), null);
});

test("the table names the place, the sides and what is missed", () => {
  const text = renderResult({ place: "Node 24", kind: "wasi", against: kindInfo.wasi.against, go: "go1.27", rounds: 3, rows: timeRows("wasi", rounds) });
  assert.match(text, /Node 24, go1\.27, GOOS=wasip1: goferry against browser_wasi_shim, median of 3 rounds/);
  assert.match(text, /read 64 MiB.* 20\.0 ms +48\.0 ms +1\.60 +1\.40 – 3\.00 +2\.50 MISSED/);
});

test("the command line", () => {
  assert.equal(parseOptions(["--help"]), "help");
  const options = parseOptions(["--places", "node", "--kinds", "js, wasi", "--rows", "^stat", "--rounds", "3"]);
  assert.ok(options !== "help");
  assert.deepEqual([options.places, options.kinds, options.rounds, options.rows.test("stat 10,000 names")], [["node"], ["js", "wasi"], 3, true]);
  assert.throws(() => parseOptions(["--kinds", "tape"]), /--kinds takes js, wasi, opfs, opfs-wasi, not "tape"/);
  assert.throws(() => parseOptions(["--rounds", "0"]), /--rounds takes a whole number from 1, not "0"/);
});

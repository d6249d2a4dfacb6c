import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { judge, judgeDropIn } from "../bench/goals.ts";
import { parseOptions } from "../bench/options.ts";
import { noiseNote, renderColumns, renderResult } from "../bench/report.ts";
import { groupMeans, summarize } from "../bench/results.ts";
import type { Result, Row } from "../bench/results.ts";
import { rows, selectRows, startRow } from "../bench/rows.ts";
import type { RowInfo } from "../bench/rows.ts";
import { geometricMean, lowerQuartile, median } from "../bench/stats.ts";

/** The row `name` with the same ratio in every round. */
function rowOf(info: RowInfo, ratio: number): Row {
  return summarize(info, [{ ours_ns: 100, theirs_ns: 100 * ratio, floor_ns: 30 }]);
}

/** A result in which each row has the ratio that `ratio` gives it. */
function resultOf(ratio: (row: RowInfo) => number, change: Partial<Result> = {}): Result {
  const table = [...rows, startRow].map((row) => rowOf(row, ratio(row)));
  return {
    engine: "Chromium 1.2.3",
    mode: "merged",
    go: "go1.99.1",
    rounds: 5,
    rows: table,
    groups: groupMeans(table),
    memory: { ours_bytes: 500 << 10, theirs_bytes: 300 << 10 },
    ...change,
  };
}

const missed = (result: Result) => judge(result).filter((verdict) => !verdict.met).map((verdict) => verdict.goal);

test("median takes the middle, or the mean of two", () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.ok(Number.isNaN(median([])));
});

test("lowerQuartile looks past what interruptions added", () => {
  assert.equal(lowerQuartile([90, 4, 3, 80, 5, 6, 70, 60]), 5);
  assert.ok(Number.isNaN(lowerQuartile([])));
});

test("geometricMean multiplies", () => {
  assert.ok(Math.abs(geometricMean([2, 8]) - 4) < 1e-12);
  assert.ok(Number.isNaN(geometricMean([])));
});

test("a row's ratio is the median of its rounds' ratios, not the ratio of medians", () => {
  const row = summarize({ name: "x", group: "plain" }, [
    { ours_ns: 10, theirs_ns: 20 },
    { ours_ns: 100, theirs_ns: 400 },
    { ours_ns: 20, theirs_ns: 60 },
  ]);
  assert.equal(row.ratio, 3);
  assert.equal(row.ours_ns, 20);
  assert.equal(row.theirs_ns, 60);
  assert.deepEqual([row.ratio_min, row.ratio_max], [2, 4]);
  assert.equal(row.floor_ns, null);
});

test("the floor of a row is the median of its rounds' floors", () => {
  const pairs = [5, 9, 7].map((floor_ns) => ({ ours_ns: 1, theirs_ns: 1, floor_ns }));
  assert.equal(summarize({ name: "x", group: "plain" }, pairs).floor_ns, 7);
});

test("all goals are met when every row is fast enough", () => {
  assert.deepEqual(missed(resultOf(() => 6)), []);
});

test("a goal is missed by its group alone", () => {
  const without = (group: string, ratio: number) => missed(resultOf((row) => (row.group === group ? ratio : 6)));
  assert.deepEqual(without("named", 4), ["rows that name a property and make no ref, geometric mean: at least 5"]);
  assert.deepEqual(without("plain", 1.2), ["other rows that make no ref, geometric mean: at least 1.3"]);
  assert.deepEqual(without("refs", 1), ["rows that make refs, geometric mean: at least 1.05"]);
  assert.deepEqual(without("callback", 1.3), ["callback, geometric mean: at least 1.4"]);
  assert.deepEqual(without("other", 0.9), ["slowest of all rows: at least 0.95"]);
  assert.deepEqual(without("start", 0.94), ["time to main, ours / theirs: at most 1.05"]);
  assert.deepEqual(without("start", 0.96), []);
});

test("one slow row of the named group is not hidden by the mean", () => {
  const result = resultOf((row) => (row.name === "set number" ? 2.9 : 50));
  assert.deepEqual(missed(result), ["rows that name a property and make no ref, slowest: at least 3"]);
});

test("memory is judged in MiB", () => {
  const memory = { ours_bytes: (1 << 20) + 1, theirs_bytes: 0 };
  assert.deepEqual(missed(resultOf(() => 6, { memory })), ["memory beside Go's, MiB: at most 1"]);
});

test("goals of rows that were not measured, and of groups that are not whole, are not judged", () => {
  const table = [rowOf({ name: "index", group: "plain" }, 2), rowOf({ name: "callback", group: "callback" }, 2)];
  const result = resultOf(() => 6, { rows: table, groups: groupMeans(table), memory: null });
  assert.deepEqual(judge(result).map((verdict) => verdict.goal), [
    "callback, geometric mean: at least 1.4",
    "slowest of all rows: at least 0.95",
  ]);
});

test("the report names engine, Go and mode, and lists every row with its ratio", () => {
  const text = renderResult(resultOf((row) => (row.name === "index" ? 1.25 : 6)));
  assert.match(text, /Chromium 1\.2\.3, go1\.99\.1: wasm_exec\.js against the merged bridge, median of 5/);
  assert.match(text, /^index +125 +100 +1\.25 +1\.25 – 1\.25 +30\.0$/m);
  for (const { name } of rows) assert.ok(text.includes(`\n${name} `), name);
  assert.match(text, /MISSED {2}other rows|met {5}other rows/);
  assert.match(text, /500 KiB \(wasm_exec\.js: 300 KiB\)/);
});

/** A result whose drop-in has these times where `load` has 100 and wasm_exec.js 300, by row. */
function withDropIn(times: Record<string, number>, change: Partial<Result> = {}): Result {
  const table = Object.entries(times).map(([name, drop_in_ns]) => summarize({ name, group: "plain" }, [{ ours_ns: 100, theirs_ns: 300, drop_in_ns }]));
  return resultOf(() => 1, { rows: table, groups: groupMeans(table), memory: null, ...change });
}

test("the drop-in is judged by its slowest rows: against wasm_exec.js, and against load", () => {
  const verdicts = (times: Record<string, number>) => judgeDropIn(withDropIn(times)).map(({ goal, met }) => `${/against (\S+): at least 0.95, (.+)$/.exec(goal)?.slice(1).join(" ")} ${met}`);
  assert.deepEqual(verdicts({ index: 100, length: 105 }), ["wasm_exec.js length true", "load length true"]);
  assert.deepEqual(verdicts({ index: 107, length: 100 }), ["wasm_exec.js index true", "load index false"]);
  assert.deepEqual(verdicts({ index: 100, length: 320 }), ["wasm_exec.js length false", "load length false"]);
  assert.deepEqual(verdicts({ a: 120, b: 100, c: 110 }), ["wasm_exec.js a true", "load a, c false"]);
  assert.deepEqual(judgeDropIn(resultOf(() => 1)), []);
});

test("the drop-in's ratios are medians of the rounds' ratios", () => {
  const row = summarize({ name: "x", group: "plain" }, [
    { ours_ns: 10, theirs_ns: 20, drop_in_ns: 10 },
    { ours_ns: 100, theirs_ns: 400, drop_in_ns: 200 },
    { ours_ns: 30, theirs_ns: 90, drop_in_ns: 20 },
  ]);
  assert.deepEqual([row.drop_in_ns, row.drop_in_ratio, row.drop_in_to_load], [20, 2, 1]);
});

test("the table of a result shows the drop-in, with its goals; that of another has no such column", () => {
  const text = renderResult(withDropIn({ index: 200 }));
  assert.match(text, /^index +300 +100 +3\.00 .* 200 +1\.50 +0\.50$/m);
  assert.match(text, /MISSED {2}the drop-in's slowest row against load: at least 0\.95, index \(0\.50\)/);
  assert.doesNotMatch(renderResult(resultOf(() => 1)), /drop-in/);
});

test("the columns put engines side by side, row by row", () => {
  const firefox = withDropIn({ index: 200, length: 100 }, { engine: "Firefox 153.7.0" });
  const webkit = withDropIn({ length: 150, "10,000 divs": 300 }, { engine: "WebKitGTK 2.50.6", mode: "compat" });
  const text = renderColumns([firefox, webkit]);
  assert.match(text, /^row +Firefox 153 merged +Firefox 153 merged, drop-in +WebKitGTK 2 compat +WebKitGTK 2 compat, drop-in$/m);
  assert.match(text, /^index +3\.00 +1\.50 +– +–$/m);
  assert.match(text, /^length +3\.00 +3\.00 +3\.00 +2\.00$/m);
  assert.match(text, /^10,000 divs +– +– +3\.00 +1\.00$/m);
});

test("wasm_exec.js against itself has no goals", () => {
  const text = renderResult(resultOf(() => 1, { mode: "self" }));
  assert.match(text, /against itself/);
  assert.doesNotMatch(text, /MISSED|goals/);
});

test("the noise note names the row whose rounds lie furthest apart", () => {
  const wild = summarize({ name: "wild", group: "plain" }, [1, 2, 3].map((theirs_ns) => ({ ours_ns: 1, theirs_ns })));
  assert.match(noiseNote([rowOf({ name: "calm", group: "plain" }, 2), wild]), /1 of 2 rows .* 100 % \(wild\)/);
});

test("rows are chosen by name, and those that need a document only where there is one", () => {
  const names = (pattern: RegExp, dom: boolean) => selectRows(pattern, dom).map((row) => row.name);
  assert.deepEqual(names(/^invoke/, false), ["invoke 0", "invoke 2"]);
  assert.ok(names(/divs/, true).length === 1 && names(/divs/, false).length === 0);
});

test("every row of the table is one of the Go program's and of the floor's", () => {
  const source = (name: string) => readFileSync(new URL(`../bench/${name}`, import.meta.url), "utf8");
  const inGo = [...source("program/rows.go").matchAll(/^\tloop\("([^"]+)"/gm)].map((match) => match[1]);
  const inFloor = [...source("floor.wat").matchAll(/\(export "([^"]+)"\) \(param/g)].map((match) => match[1]);
  const names = rows.map((row) => row.name).sort();
  assert.deepEqual([...inGo, "callback"].sort(), names); // the callback is timed from JavaScript
  assert.deepEqual(inFloor.sort(), names);
});

test("the command line is read, with a sentence for what is wrong", () => {
  const options = parseOptions(["--engines", "chromium,node24", "--rows", "^get", "--rounds", "7", "--variant", "compat"]);
  assert.ok(options !== "help");
  assert.deepEqual(options.engines, ["chromium", "node24"]);
  assert.deepEqual([options.rounds, options.modes], [7, ["compat"]]);
  assert.equal(parseOptions(["--help"]), "help");
  assert.throws(() => parseOptions(["--engines", "opera"]), /--engines takes chromium, firefox, webkit, node20, node24, not "opera"/);
  assert.throws(() => parseOptions(["--rounds", "0"]), /--rounds takes a whole number from 1, not "0"/);
});

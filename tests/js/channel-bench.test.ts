/** What the benchmark of the channels makes of its samples. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseOptions } from "../bench/channels/options.ts";
import type { Sample } from "../bench/channels/page.ts";
import { renderResult } from "../bench/channels/report.ts";
import { judge, summarize } from "../bench/channels/results.ts";
import type { Result, Round } from "../bench/channels/results.ts";
import { rows } from "../bench/channels/rows.ts";

const sample = (ns: number, gap = 1): Sample => ({ ns, pageGapMs: gap, workerGapMs: gap });
const row = (name: string) => rows.find(row => row.name === name) as (typeof rows)[number];
const toGo = "64 B page → Go";
const rounds: Round[] = [
  { ours: { [toGo]: sample(100) }, floor: { [toGo]: sample(50) }, posted: { [toGo]: sample(3000) } },
  { ours: { [toGo]: sample(200, 30) }, floor: { [toGo]: sample(40) }, posted: { [toGo]: sample(5000) } },
  { ours: { [toGo]: sample(120) }, floor: { [toGo]: sample(60) }, posted: { [toGo]: sample(3000) } },
];
const result = (engine: string): Result => ({ engine, go: "go1.27", rounds: 3, rows: [summarize(row(toGo), rounds) as NonNullable<ReturnType<typeof summarize>>], idle: null, ticker: null, bare_wakes_ns: 40_000, one_cpu: null });

test("ratios are taken within a round", () => {
  const summary = summarize(row(toGo), rounds);
  assert.equal(summary?.ours_ns, 120);
  assert.deepEqual([summary?.of_floor, summary?.of_floor_min, summary?.of_floor_max], [2, 2, 5]);
  assert.equal(summary?.over_posted, 25);
  assert.deepEqual(summary?.page_gap_ms, [1, 30]);
  assert.equal(summary?.comlink_ns, null);
});

test("a row that was not measured is left out", () => {
  assert.equal(summarize(row("64 KiB page → Go"), rounds), undefined);
});

test("goals: one that is missed says so, those of Chromium are asked of Chromium", () => {
  const verdicts = judge(result("Firefox 153"));
  assert.deepEqual(verdicts.map(({ met }) => met), [true, true, false, false], "the floor, postMessage, and 30 ms away from two event loops");
  const spinning: Result = { ...result("Chromium 156"), rows: [summarize(row("round trip 64 B"), [{ ours: { "round trip 64 B": sample(50) }, floor: { "round trip 64 B": sample(10) }, posted: { "round trip 64 B": sample(200) } }]) as Result["rows"][number]] };
  assert.deepEqual(judge(spinning).map(({ met }) => met), [false], "4 times, not 5");
  assert.deepEqual(judge({ ...spinning, engine: "WebKitGTK 2.50" }), []);
});

test("idle and the ticker are judged, too", () => {
  const nothing = { rings: 0, sleeps: 0, messages: 0, timers: 0 };
  const both = { page: nothing, worker: nothing };
  const quiet: Result = { ...result("Chromium 156"), rows: [], idle: { ms: 5000, busy: both, idle: both }, ticker: { ms: 10_000, transport: "shared", updates_per_second: 10_000, frames_per_second: 60, long_tasks_ms: [] } };
  assert.deepEqual(judge(quiet).map(({ met }) => met), [true, true]);
  const loud: Result = { ...quiet, idle: { ms: 5000, busy: both, idle: { page: nothing, worker: { ...nothing, timers: 1 } } }, ticker: { ...(quiet.ticker as NonNullable<Result["ticker"]>), long_tasks_ms: [51] } };
  assert.deepEqual(judge(loud).map(({ met }) => met), [false, false]);
  assert.match(renderResult(loud), /MISSED {2}idle/);
});

test("what is wake-ups alone is judged on one CPU, too, beside the machine's own", () => {
  const name = "round trip 64 B, no spin";
  const of = (ours: number): Result["rows"] => [summarize(row(name), [{ oursNoSpin: { [name]: sample(ours) }, floorNoSpin: { [name]: sample(30_000) }, posted: { [name]: sample(60_000) } }]) as Result["rows"][number]];
  const both: Result = { ...result("Firefox 153"), rows: of(50_000), one_cpu: { rows: of(30_000), bare_wakes_ns: 8000 } };
  assert.deepEqual(judge(both).map(({ met }) => met), [false, false, true, true]);
  const text = renderResult(both);
  assert.match(text, /where the system puts it: .* 40\.0 µs a round trip: postMessage \/ that is 1\.50/);
  assert.match(text, /on one CPU: .* 8\.0 µs a round trip: postMessage \/ that is 7\.50/);
});

test("the table shows speeds by what a row is", () => {
  const text = renderResult(result("Firefox 153"));
  assert.match(text, /64 B page → Go +8\.333 M\/s/);
});

test("a wrong option is named", () => {
  assert.throws(() => parseOptions(["--engines", "netscape"]), /netscape/);
  assert.throws(() => parseOptions(["--rounds", "0"]), /--rounds/);
  assert.equal(parseOptions(["--help"]), "help");
});

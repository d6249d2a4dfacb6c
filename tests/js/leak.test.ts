/** Reads, strings, objects and functions by the hundred thousand leave the program's figures where they began. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { nodeHosts, program, runScenario } from "../support/hosts.ts";

interface Figures {
  readonly refs: number;
  readonly wrappers: number;
}

interface LeakResult {
  readonly before: Figures;
  readonly after: Readonly<Record<string, Figures>>;
  readonly answers: Readonly<Record<string, number>>;
  readonly hostCalls: number;
  readonly callbacks: number;
  readonly end: { readonly status: string };
}

const counts = { leakObjects: 1_000_000, leakStrings: 100_000, leakFresh: 100_000, leakFuncs: 100_000 };

for (const host of nodeHosts()) {
  test(`nothing leaks, ${host.name}`, async () => {
    const { result } = await runScenario<LeakResult>(host, "leak", { programs: { leak: program("leak") }, args: counts });
    assert.deepEqual(result.answers, { leakObjects: 1_000_000, leakStrings: 400_000, leakFresh: 100_000, leakFuncs: 10_000 });
    for (const kind of Object.keys(counts)) assert.deepEqual(result.after[kind], result.before, kind);
    assert.ok(result.before.wrappers >= 5, "the exported functions are live");
    assert.ok(result.hostCalls > 2_000_000, "each read was a call of the host");
    assert.ok(result.callbacks > 10_000);
    assert.equal(result.end.status, "terminated");
  });
}

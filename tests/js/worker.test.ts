/** Worker mode in Node, where a worker is a thread. The process ends by itself: no thread is left. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { nodeHosts, program, runScenario } from "../support/hosts.ts";
import { checkStdio, stdioArguments, stdioCases, type OutputResult } from "../support/stdio-expected.ts";
import { root } from "../support/toolchain.ts";
import { checkKill, checkTen, checkWorker, killArguments, type KillResult, type TenResult } from "../support/worker-expected.ts";

const programs = { worker: program("worker"), imports: program("dropin-imports"), stdio: program("stdio") };

for (const host of nodeHosts()) {
  test(`calls, values, functions, signals and ends, ${host.name}`, async () => {
    const run = await runScenario<Record<string, unknown>>(host, "worker", { programs, args: { imports: join(root, "tests/go/worker/imports.js") } });
    checkWorker(run.result);
    assert.deepEqual([run.code, run.uncaught], [0, []]);
  });

  test(`standard streams, ${host.name}`, async (t) => {
    const run = await runScenario<OutputResult[]>(host, "outputs", { programs, mode: "worker", args: stdioArguments() });
    for (const [i, expected] of stdioCases.entries()) await t.test(expected.name, () => checkStdio(expected, run.result[i]));
    assert.deepEqual([run.code, run.uncaught], [0, []]);
  });

  test(`ten programs at once, ${host.name}`, async () => {
    const run = await runScenario<TenResult>(host, "worker-ten", { programs });
    checkTen(run.result);
    assert.deepEqual([run.code, run.uncaught], [0, []]);
  });

  test(`ended at 200 random moments, ${host.name}`, async () => {
    const run = await runScenario<KillResult>(host, "worker-kill", { programs, args: killArguments(200) });
    checkKill(run.result, 200);
    assert.deepEqual([run.code, run.uncaught], [0, []]);
  });
}

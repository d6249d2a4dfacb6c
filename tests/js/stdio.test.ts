/** The standard streams of a program (tests/go/stdio). */
import assert from "node:assert/strict";
import { test } from "node:test";
import { nodeHosts, program, runScenario } from "../support/hosts.ts";
import { checkStdio, stdioArguments, stdioCases, type OutputResult } from "../support/stdio-expected.ts";


const programs = { stdio: program("stdio") };

for (const host of nodeHosts()) {
  test(`standard streams, ${host.name}`, async (t) => {
    const run = await runScenario<OutputResult[]>(host, "outputs", { programs, args: stdioArguments() });
    for (const [i, expected] of stdioCases.entries()) await t.test(expected.name, () => checkStdio(expected, run.result[i]));
    assert.equal(run.code, 0);
    await t.test("the console, when nothing is given", async () => {
      const run = await runScenario<OutputResult>(host, "output", { programs, args: { program: "stdio", args: ["streams"], target: "console" } });
      assert.deepEqual(run.console.log, ["out 1", "out 2"]);
      assert.deepEqual(run.console.error, ["err 1", "runtime's own", "err 2"]);
    });
  });
}

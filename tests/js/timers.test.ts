/** Go's timers in Node: all fire, none early, in order; Stop and Reset hold. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { comparedGo, fixtureOf, nodeHosts, program, runScenario } from "../support/hosts.ts";
import { comparedLines, expectedTimers } from "../support/timers-expected.ts";
import { missingGo } from "../support/toolchain.ts";

for (const version of comparedGo()) {
  for (const host of nodeHosts()) {
    test(`timers, Go ${version}, ${host.name}`, { skip: missingGo(version) ?? false }, async (t) => {
      const programs = { timers: program("timers", version) };
      const args = Object.keys(expectedTimers).map((mode) => ({ program: "timers", args: mode.split(" ") }));
      const { result, code } = await runScenario<{ lines: string[] }[]>(host, "outputs", { programs, args, fixture: fixtureOf("timers") });
      for (const [i, [mode, lines]] of Object.entries(expectedTimers).entries()) {
        await t.test(mode, () => assert.deepEqual(comparedLines(version, result[i]?.lines), comparedLines(version, lines)));
      }
      assert.equal(code, 0, "no timer kept the process alive");
    });
  }
}

/** Every way a program can end (tests/go/ends), beside a neighbour that must notice nothing. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkEnd, endArguments, expectedEnds, type EndsResult, type PlainEnd } from "../support/ends-expected.ts";
import { fixtureOf, nodeHosts, program, runScenario } from "../support/hosts.ts";

const fixture = fixtureOf("ends");
const programs = { ends: program("ends"), sleeper: program("sleeper") };

for (const host of nodeHosts()) {
  test(`ends, ${host.name}`, async (t) => {
    // The process ends by itself afterwards: no timer of an ended program keeps it alive.
    const run = await runScenario<EndsResult>(host, "ends", { programs, fixture, args: endArguments() });
    for (const name of Object.keys(expectedEnds)) {
      await t.test(name, () => {
        const outcome = run.result.outcomes[name];
        assert.ok(outcome, "the scenario reported it");
        checkEnd(name, outcome);
      });
    }
    await t.test("the neighbour's own end", () => assert.deepEqual(run.result.neighbour, { status: "exited", code: 0, reason: "exit" }));
  });

  test(`100,000 throws in a row change nothing, ${host.name}`, async () => {
    const { result } = await runScenario<{ caught: number; greeting: string; status: string; end: PlainEnd }>(host, "throws", { programs, fixture });
    assert.deepEqual(result, { caught: 100_000, greeting: "hello you!", status: "running", end: { status: "exited", code: 0, reason: "exit" } });
  });

  test(`a deadlock is reported once, and Go prints its dump, ${host.name}`, async () => {
    interface Deadlock {
      readonly warnings: string[];
      readonly before: string[];
      readonly ends: PlainEnd[];
      readonly dumps: string[];
    }
    const { result, uncaught } = await runScenario<Deadlock>(host, "deadlock", { programs });
    assert.equal(result.warnings.length, 2, "once for each of two programs");
    assert.deepEqual(result.before, ["running", "running"]);
    for (const end of result.ends) {
      assert.deepEqual([end.status, end.code, end.reason, end.error?.code], ["crashed", 2, "panic", "panic"]);
      assert.equal(end.error?.message, "fatal error: all goroutines are asleep - deadlock!");
    }
    for (const dump of result.dumps) assert.match(dump, /goroutine 1 \[select \(no cases\)\]:/);
    assert.deepEqual(uncaught, []);
  });
}

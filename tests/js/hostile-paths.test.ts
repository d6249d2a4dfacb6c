/** The table of hostile paths through real Go programs, for WASI and for GOOS=js. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkHostile, hostile, hostileArgs, hostilePrograms, type HostileResult } from "../support/hostile-paths.ts";
import { nodeHosts, runScenario } from "../support/hosts.ts";

const programs = hostilePrograms();
for (const host of nodeHosts().slice(0, 1)) {
  test(`${hostile.length} hostile paths, ${host.name}`, async () => {
    const run = await runScenario<HostileResult>(host, "hostile-paths", { programs, args: hostileArgs() });
    checkHostile(run.result);
    assert.deepEqual([run.code, run.uncaught], [0, []]);
  });
}

/** Two programs in one realm never see each other, save the realm's own globals. */
import { test } from "node:test";
import { nodeHosts, program, runScenario } from "../support/hosts.ts";
import { checkIsolation } from "../support/isolation-expected.ts";

for (const host of nodeHosts()) {
  test(`two programs, ${host.name}`, async () => {
    const { result } = await runScenario<Record<string, unknown>>(host, "isolation", { programs: { isolation: program("isolation") } });
    checkIsolation(result);
  });
}

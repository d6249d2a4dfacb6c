/** Overlays above every mount, and a server without a manifest. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { nodeHosts, program, runScenario } from "../support/hosts.ts";
import { checkMounts, prepareMounts } from "../support/mounts-expected.ts";

for (const host of nodeHosts().slice(0, 1)) {
  for (const mode of ["page", "worker"] as const) {
    test(`overlays, and a server without a manifest, ${mode} mode, ${host.name}`, async () => {
      const { server, args } = await prepareMounts(mode);
      try {
        const run = await runScenario<Record<string, unknown>>(host, "mounts", { programs: { files: program("files") }, args });
        checkMounts(run.result, server.requests, mode);
        assert.deepEqual([run.code, run.uncaught], [0, []]);
      } finally {
        await server.close();
      }
    });
  }
}

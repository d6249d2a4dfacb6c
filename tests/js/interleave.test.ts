/** Goroutines that read strings at once, parking between the two halves of String, get no wrong one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { newestGo, nodeHosts, program, runScenario } from "../support/hosts.ts";
import { missingGo } from "../support/toolchain.ts";

// Go 1.20's goroutines do not park within String, so there would be nothing to see.
for (const version of ["1.24", newestGo()]) {
  for (const host of nodeHosts()) {
    test(`100,000 strings, Go ${version}, ${host.name}`, { skip: missingGo(version) ?? false }, async () => {
      const programs = { interleave: program("interleave", version) };
      const { result } = await runScenario<{ lines: string[] }>(host, "output", { programs, args: { program: "interleave" } });
      assert.deepEqual(result.lines, ["strings 100000", "wrong 0", "peak above one true"]);
    });
  }
}

/**
 * Every Go that is supported: the values program (tests/go/values), as Go builds it, stripped, and optimised, prints on the bridge what it prints on that
 * Go's own wasm_exec.js. The merged bridge runs them all, on a Node that has multi-memory; the compat bridge, on the machine's Node, the first.
 */
import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { fixtureOf, runScenario, runWasmExec, type NodeHost } from "../support/hosts.ts";
import { buildGo, flavors, matrixGo, missingGo, toolchain, type Flavor } from "../support/toolchain.ts";
import { compareValues, linesOf } from "../support/values-differences.ts";

const fixture = fixtureOf("values");
const { node24 } = toolchain();
interface MatrixHost extends NodeHost {
  readonly flavors: readonly Flavor[];
}
const compat: MatrixHost = { name: "compat", node: process.execPath, variant: "compat", flavors: node24 ? ["default"] : flavors };
const hosts = node24 ? [{ name: "merged", node: node24, variant: "merged", flavors } as const, compat] : [compat];
if (!node24) test("the merged bridge", { skip: "npm has no Node 24 for this machine" }, () => {});

for (const version of matrixGo) {
  test(`Go ${version}`, { skip: missingGo(version) ?? false }, async (t) => {
    const values = (flavor: Flavor): string => buildGo({ dir: "tests/go/values", version, flavor });
    flavors.forEach(values); // a build holds up the whole process: so before the first run
    const runs = hosts.map(async (host) => {
      const theirs = await runWasmExec(host.node, version, values("default"), { fixture });
      const measure = linesOf(theirs);
      assert.equal(measure.at(-1), "end", theirs.stderr);
      for (const flavor of host.flavors) {
        await t.test(`${flavor}, ${host.name}`, async () => {
          const { result } = await runScenario<{ lines: string[]; ended: string }>(host, "values", { programs: { values: values(flavor) }, fixture });
          assert.equal(result.ended, "exited 0", `after the case ${result.lines.at(-1)}`);
          const faults = compareValues(version, measure, result.lines);
          assert.equal(faults.length, 0, `${faults.length} cases differ:\n${faults.slice(0, 40).join("\n")}`);
        });
      }
    });
    await Promise.all(runs);
  });
}

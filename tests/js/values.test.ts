/** Those cases of the values program (tests/go/values) that may end it, on Go's own wasm_exec.js and on the bridge. All others: versions.test.ts. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fixtureOf, newestGo, nodeHosts, program, runScenario, runWasmExec, type Outcome } from "../support/hosts.ts";
import { linesOf } from "../support/values-differences.ts";

const fixture = fixtureOf("values");

interface ValuesResult {
  readonly lines: string[];
  readonly ended: string;
  readonly status?: string;
}

const measure = (node: string, args: readonly string[]): Promise<Outcome> => runWasmExec(node, newestGo(), program("values"), { fixture, args });

// Where an exception passes through main's own goroutine, only the page's error handler (or load's promise) can see it.
const alone = ["get", "set", "setTypeError", "length", "index", "methodGetter", "getUndefined", "proxySetTypeError", "typedArrayValueOf", "instanceOfNull", "hasInstance"];
const panics = ["badResult", "panicJsError"];

for (const host of nodeHosts()) {
  const programs = { values: program("values") };
  test(`an exception on main's goroutine, ${host.name}`, async (t) => {
    for (const name of alone) {
      await t.test(name, async () => {
        const args = ["-case", name];
        const theirs = await measure(host.node, args);
        const ours = await runScenario<ValuesResult>(host, "values", { programs, fixture, args });
        assert.deepEqual([...ours.result.lines, `host: ${ours.result.ended}`], theirs.stdout.trimEnd().split("\n"));
        assert.equal(ours.result.status, "running"); // no Go frame lay beneath
      });
    }
  });
  test(`an exception before main has yielded, ${host.name}`, async (t) => {
    for (const name of ["get", "set", "instanceOfNull"]) {
      await t.test(name, async () => {
        const args = ["-now", name];
        const theirs = await measure(host.node, args);
        const ours = await runScenario<ValuesResult>(host, "values", { programs, fixture, args });
        assert.equal(`host: ${ours.result.ended.replace(/^rejected/, "threw")}`, theirs.stdout.trimEnd());
      });
    }
  });
  test(`a panic in a callback below main, ${host.name}`, async (t) => {
    for (const name of panics) {
      await t.test(name, async () => {
        const args = ["-case", name];
        const theirs = await measure(host.node, args);
        const ours = await runScenario<ValuesResult>(host, "values", { programs, fixture, args });
        assert.equal(theirs.stdout.trimEnd().split("\n").at(-1), "host: exit 2");
        assert.deepEqual(ours.result.lines, linesOf(theirs));
        assert.equal(ours.result.status, "crashed");
      });
    }
  });
  test(`re-entry that moves Go's stack, where wasm_exec.js writes to the old one, ${host.name}`, async () => {
    const ours = await runScenario<ValuesResult>(host, "values", { programs, fixture, args: ["-now", "moved"] });
    assert.equal(ours.result.ended, "exited 0");
    assert.equal(ours.result.lines.length, 8 * 3 * 4);
    const right: Record<string, string> = { index: 'string "answer"', length: "17", instanceOf: "true", instanceOfProxy: "false" };
    for (const line of ours.result.lines) {
      const [, access] = line.split("/");
      assert.equal(line.slice(line.indexOf(": ") + 2), right[access as string], line);
    }
  });
}

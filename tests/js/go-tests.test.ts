/** Go's own tests of syscall/js in Node: test by test the same verdict as under Go's own host. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { syscallJsTests, testedGo, verdicts } from "../support/go-tests.ts";
import { nodeHosts, runScenario, runWasmExec } from "../support/hosts.ts";
import { missingGo } from "../support/toolchain.ts";

interface GoTestResult {
  readonly lines: string[];
  readonly errors: string[];
  readonly end: { readonly code: number; readonly status: string };
}

for (const version of testedGo()) {
  for (const host of nodeHosts()) {
    test(`syscall/js of Go ${version}, ${host.name}`, { skip: missingGo(version) ?? false }, async () => {
      const wasm = syscallJsTests(version);
      const theirs = await runWasmExec(host.node, version, wasm, { args: ["-test.v"] });
      const ours = await runScenario<GoTestResult>(host, "go-tests", { programs: { tests: wasm } });
      const expected = verdicts(theirs.stdout.split("\n"));
      assert.ok(expected.length > 30, "Go's own host ran the tests");
      assert.deepEqual(verdicts(ours.result.lines), expected);
      assert.deepEqual(expected.filter((verdict) => verdict.endsWith("FAIL")), []);
      assert.equal(ours.result.end.code, 0, ours.result.errors.join("\n"));
    });
  }
}

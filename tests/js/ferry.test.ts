/** Package ferry in Node: functions exported from Go, of every kind (tests/go/ferry); its own tests under the bridge; another host, another version. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { expectedFerry, type FerryResult } from "../support/ferry-expected.ts";
import { packageTests, testedGo, testFiles, verdicts } from "../support/go-tests.ts";
import { newestGo, nodeHosts, program, runScenario, runWasmExec, type PlainError } from "../support/hosts.ts";
import { buildGo, missingGo, root } from "../support/toolchain.ts";

for (const version of testedGo()) {
  for (const host of nodeHosts()) {
    const skip = missingGo(version) ?? false;
    test(`what is exported, Go ${version}, ${host.name}`, { skip }, async () => {
      const { result, uncaught } = await runScenario<FerryResult>(host, "ferry", { programs: { ferry: program("ferry", version) } });
      assert.deepEqual(result.seen, expectedFerry("page", "local"));
      assert.deepEqual([result.errors, result.end.status, uncaught], [[], "terminated", []]);
    });

    test(`what is exported, in a worker, Go ${version}, ${host.name}`, { skip }, async () => {
      const { result, uncaught } = await runScenario<FerryResult>(host, "ferry", { programs: { ferry: program("ferry", version) }, mode: "worker", args: { copies: true } });
      assert.deepEqual(result.seen, expectedFerry("worker", "shared"));
      assert.deepEqual([result.errors, result.end.status, uncaught], [[], "terminated", []]);
    });

    test(`its own tests, Go ${version}, ${host.name}`, { skip }, async () => {
      for (const [folder, known] of [["go", "ExampleExport"], ["go/ferrytest", "Example"], ["go/internal/wire", "Test"]] as const) {
        const { result } = await runScenario<{ lines: string[]; errors: string[]; end: { code: number } }>(host, "go-tests", { programs: { tests: packageTests(folder, version) }, args: testFiles });
        const ran = verdicts(result.lines);
        assert.ok(ran.some(verdict => verdict.startsWith(known)), `${folder} has tests and examples: ${ran.join()}`);
        assert.deepEqual(ran.filter(verdict => !verdict.endsWith("PASS")), [], result.lines.join("\n"));
        assert.equal(result.end.code, 0, result.errors.join("\n"));
      }
    });
  }
}

for (const host of nodeHosts()) {
  test(`calls leave nothing behind, ${host.name}`, async () => {
    interface Stats { readonly refs: number; readonly wrappers: number }
    const { result } = await runScenario<{ before: Stats; after: Stats }>(host, "ferry-leak", { programs: { ferry: program("ferry") } });
    const { before, after } = result;
    assert.ok(after.refs <= before.refs + 10, `${after.refs} references of Go's after 3,600 calls, ${before.refs} after 240`);
    assert.equal(after.wrappers, 0, "no call makes a js.Func");
  });
}

test("under Go's own host it says what it needs", async () => {
  const version = newestGo();
  const wasm = buildGo({ dir: "tests/go/ferry-plain", version });
  const { stdout, stderr, code } = await runWasmExec(process.execPath, version, wasm);
  assert.match(stdout + stderr, /ferry: this program runs under another host than goferry, such as Go's wasm_exec\.js.*npm install goferry/s);
  assert.notEqual(code, 0);
});

test("another version of it names both, and what to upgrade", async () => {
  const version = newestGo();
  for (const [abi, upgrade] of [[7, "npm install goferry@latest"], [0, "go get github.com/goferry/goferry/go@latest"]] as const) {
    const other = join(root, `build/go/abi-${abi}.go`);
    const overlay = join(root, `build/go/abi-${abi}.json`);
    writeFileSync(other, `package ferry\n\nconst abi = ${abi}\n`);
    writeFileSync(overlay, JSON.stringify({ Replace: { [join(root, "go/abi.go")]: other } }));
    const wasm = buildGo({ dir: "tests/go/ferry-plain", version, flags: [`-overlay=${overlay}`], out: `build/go/${version}/ferry-abi-${abi}.wasm` });
    const host = nodeHosts()[0];
    assert.ok(host);
    const { result } = await runScenario<{ failed?: PlainError }>(host, "refused", { programs: { refused: wasm } });
    assert.equal(result.failed?.code, "panic");
    assert.match(result.failed?.message ?? "", new RegExp(`package ferry of ABI ${abi}, and runs under a goferry of ABI 1.*${upgrade}`));
  }
});

/** The drop-in under Go's own Node runner: only wasm_exec.js is replaced, and everything comes out the same. */
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { standardTests, testedGo, verdicts } from "../support/go-tests.ts";
import { newestGo, nodeHosts, program, runNode } from "../support/hosts.ts";
import { goVersion, missingGo, root } from "../support/toolchain.ts";

const ours = join(root, "js/dist/classic/wasm_exec.js");
let folder = "";
before(() => {
  folder = mkdtempSync(join(tmpdir(), "goferry-drop-in-"));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** A folder with Go's runner and this wasm_exec.js beside it, as in GOROOT/lib/wasm; returns the runner. */
function runner(version: string, name: string, wasmExec: string): string {
  const dir = join(folder, `${version}-${name}`);
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, "package.json"), '{ "type": "commonjs" }');
  copyFileSync(goVersion(version).wasmExecNode, join(dir, "wasm_exec_node.js"));
  copyFileSync(wasmExec, join(dir, "wasm_exec.js"));
  return join(dir, "wasm_exec_node.js");
}

// Without the compat variant given: the drop-in chooses by what the engine has.
const nodes = new Set(nodeHosts().map(host => host.node));

for (const version of testedGo()) {
  for (const node of nodes) {
    for (const name of ["syscall/js", "time"]) {
      // It takes half a minute, mostly asleep: with the older Go in one Node only, and without two tests that keep a processor busy for as long
      // again, and of which one fails under Go's own file too.
      if (name === "time" && version !== newestGo() && nodeHosts().some(host => host.variant === "merged")) continue;
      const left = name === "time" && version !== newestGo() ? ["-test.skip=^(TestLongAdjustTimers|TestTimerGC)$"] : [];
      test(`Go's own tests of ${[name, ...left].join(" ")}, Go ${version}, ${node}`, { skip: missingGo(version) ?? false }, async () => {
        const wasm = standardTests(name, version);
        const run = (wasmExec: string, label: string) => runNode(node, ["--stack-size=8192", runner(version, label, wasmExec), wasm, "-test.v", "-test.short", ...left]);
        const [expected, got] = await Promise.all([run(goVersion(version).wasmExec, "theirs"), run(ours, "ours")]);
        const wanted = verdicts(expected.stdout.split("\n"));
        assert.ok(wanted.length > 30, "Go's own host ran the tests");
        assert.deepEqual(verdicts(got.stdout.split("\n")), wanted);
        assert.equal(got.code, expected.code);
      });
    }
  }
}

test("a deadlock, an exit code, a panic: the same output and exit code as under Go's own file", { skip: missingGo(newestGo()) ?? false }, async () => {
  const version = newestGo();
  for (const node of nodes) {
    for (const args of [["exit", "3"], ["panic"], ["deadlock"], ["return"]]) {
      const wasm = program("outcome");
      const theirs = await runNode(node, [runner(version, "theirs", goVersion(version).wasmExec), wasm, ...args]);
      const got = await runNode(node, [runner(version, "ours", ours), wasm, ...args]);
      assert.deepEqual([args, got.code, got.stdout, firstLines(got.stderr)], [args, theirs.code, theirs.stdout, firstLines(theirs.stderr)]);
    }
  }
});

/** The report of Go's runtime up to its addresses. */
const firstLines = (text: string): string => text.split("\n\n")[0] as string;

/**
 * Scripts for Node that were written for Go's own wasm_exec.js (tests/support/drop-in): with ours in its place each says the same. And
 * what Go's own file has wrong.
 */
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { newestGo, program, runNode } from "../support/hosts.ts";
import { goVersion, missingGo, root } from "../support/toolchain.ts";

const ours = join(root, "js/dist/classic/wasm_exec.js");
const scripts = join(root, "tests/support/drop-in");
const version = newestGo();
const skip = missingGo(version) ?? false;

/** What a script said, line by line, and the exit code. */
async function run(script: string, wasmExec: string): Promise<{ said: unknown[]; code: number | null; stderr: string }> {
  const { stdout, stderr, code } = await runNode(process.execPath, [script, wasmExec, program("dropin", version)]);
  const said = stdout.trimEnd().split("\n").map((line) => (line.startsWith("[") ? (JSON.parse(line) as unknown) : line));
  return { said, code, stderr };
}

const expected: Readonly<Record<string, { said: unknown[]; code: number }>> = {
  required: {
    said: [["exports", [], true], ["kept", true, true, true], ["Hello, Ann from required", 3], "hello from again [through fs.write]", ["exited", true]],
    code: 0,
  },
  "process-exit": { said: [["exit event", 7, true]], code: 7 },
  held: { said: ["held 200000 19999900000"], code: 0 },
  polyfills: { said: [["Hello, kurz from js", true, true], "ünd hier"], code: 0 },
  absent: {
    said: [
      ["crypto", "Error", "globalThis.crypto is not available, polyfill required (crypto.getRandomValues only)", "undefined"],
      ["performance", "Error", "globalThis.performance is not available, polyfill required (performance.now only)", "undefined"],
      ["TextEncoder", "Error", "globalThis.TextEncoder is not available, polyfill required", "undefined"],
      ["TextDecoder", "Error", "globalThis.TextDecoder is not available, polyfill required", "undefined"],
    ],
    code: 0,
  },
  text: {
    said: [["strict", "Hello, strict from js", 1, true], ["sloppy", "Hello, sloppy from js", 1, true], ["indirect", "Hello, indirect from js", 1, true]],
    code: 0,
  },
};

for (const [name, wanted] of Object.entries(expected)) {
  test(`${name}.cjs`, { skip }, async () => {
    const theirs = await run(join(scripts, `${name}.cjs`), goVersion(version).wasmExec);
    assert.deepEqual({ said: theirs.said, code: theirs.code }, wanted, theirs.stderr);
    assert.deepEqual(await run(join(scripts, `${name}.cjs`), ours), theirs);
  });
}

test("in a package of type module: the file itself, and the package's export, imported and required", { skip }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "goferry-drop-in-"));
  try {
    writeFileSync(join(folder, "package.json"), `{ "type": "module" }`);
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(join(root, "js"), join(folder, "node_modules/goferry"));
    for (const name of ["module.mjs", "common.cjs", "required.cjs"]) copyFileSync(join(scripts, name), join(folder, name));
    const imported = [[[], "Hello, Max from js"]];
    for (const [name, file] of Object.entries({ theirs: goVersion(version).wasmExec, ours })) {
      mkdirSync(join(folder, name));
      copyFileSync(file, join(folder, name, "wasm_exec.js"));
      const alone = await run(join(folder, "module.mjs"), join(folder, name, "wasm_exec.js"));
      assert.deepEqual([name, alone.said, alone.code], [name, imported, 0], alone.stderr);
    }
    const inPlace = await run(join(folder, "module.mjs"), ours);
    assert.deepEqual([inPlace.said, inPlace.code], [imported, 0], inPlace.stderr);
    const exported = await run(join(folder, "module.mjs"), "goferry/wasm_exec");
    assert.deepEqual([exported.said, exported.code], [imported, 0], exported.stderr);
    const required = await run(join(folder, "required.cjs"), "goferry/wasm_exec");
    assert.deepEqual([required.said, required.code], [expected["required"]?.said, 0], required.stderr);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("standard input through Node's fs, under Go's own runner", { skip }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "goferry-drop-in-"));
  try {
    const outcomes = [];
    for (const wasmExec of [goVersion(version).wasmExec, ours]) {
      copyFileSync(join(dirname(goVersion(version).wasmExec), "wasm_exec_node.js"), join(folder, "wasm_exec_node.js"));
      copyFileSync(wasmExec, join(folder, "wasm_exec.js"));
      const { stdout, stderr, code } = await runNode(process.execPath, [join(folder, "wasm_exec_node.js"), program("dropin", version), "echo"], { stdin: "one\ntwo\nthree" });
      outcomes.push({ stdout, stderr, code });
    }
    assert.deepEqual(outcomes[0], { stdout: "got ONE\ngot TWO\ngot THREE\n", stderr: "end of input <nil>\n", code: 3 });
    assert.deepEqual(outcomes[1], outcomes[0]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("ends that Go's own file has wrong", { skip }, async () => {
  const gone = ["Error", "Go program has already exited"];
  const { said, code, stderr } = await run(join(scripts, "ends.cjs"), ours);
  assert.deepEqual(said, [
    ["nested exit", ["returned", null], [["returned", null]], [3], true, true, 0, gone],
    ["nested exception", ["RangeError", "deep down"], true, gone],
    ["nested exception, caught between", "RangeError", true],
    ["still runs", 2, false, false],
    ["still runs", 3, false, false],
    ["runs", [1, 2, 3]],
    ["uncaught", []],
  ]);
  assert.equal(code, 0, stderr);
});

test("arguments for which Go's own file throws", { skip }, async () => {
  const theirs = await run(join(scripts, "arguments.cjs"), goVersion(version).wasmExec);
  assert.deepEqual(theirs.said, [["total length of command line and environment variables exceeds limit", false]]);
  const { said, code, stderr } = await run(join(scripts, "arguments.cjs"), ours);
  assert.deepEqual([said, code], [[["resolved", true]], 0], stderr);
});

test("the text of the file can be patched as esbuild's build patches Go's", () => {
  assert.doesNotMatch(readFileSync(ours, "utf8"), /\bfs\./, "each of these would become globalThis.fs.");
});

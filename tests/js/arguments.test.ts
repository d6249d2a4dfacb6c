/** Arguments and environment, also more than the 8 KiB that Go's linker leaves for them (abi.md, "Arguments and environment past 8 KiB"). */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { load, type LoadOptions } from "../../js/dist/index.js";
import { matrixGo } from "../support/build-go.ts";
import { newestGo, nodeHosts, program } from "../support/hosts.ts";
import { missingGo, root, toolchain } from "../support/toolchain.ts";

type Passed = Required<Pick<LoadOptions, "args" | "env">>;

/** `bytes` of arguments in all, one of them empty, one a single long one, the rest short. */
const longArgs = (bytes: number): string[] => ["", "x".repeat(bytes / 2), ...Array.from({ length: bytes / 32 }, (_, i) => `argument ${i}, é`.slice(0, 15))];
const longEnv = (bytes: number): Record<string, string> => Object.fromEntries(Array.from({ length: bytes / 64 }, (_, i) => [`NAME_${String(i).padStart(6, "0")}`, "v".repeat(50)]));

const sizes: [string, Passed][] = [
  ["nothing", { args: [], env: {} }],
  ["just below 8 KiB", { args: ["y".repeat(8000)], env: {} }],
  ["just above 8 KiB", { args: ["y".repeat(8192)], env: { HOME: "/" } }],
  ["64 KiB of arguments", { args: longArgs(65536), env: { HOME: "/" } }],
  ["64 KiB of arguments and 1 MiB of environment", { args: longArgs(65536), env: longEnv(1 << 20) }],
];

const digest = (list: readonly string[]): string => `${list.length} ${createHash("sha256").update(list.join("\n")).digest("hex")}`;
function expected({ args, env }: Passed): string[] {
  const entries = Object.keys(env).sort().map((name) => `${name}=${env[name]}`);
  return ["first", "later"].flatMap((when) => [`${when} args ${digest(args)}`, `${when} env ${digest(entries)}`]);
}

// The variants differ in how they reach Go's memory, not in where Go's layout has room: every version on the machine's own Node, the first and the last on
// Node 24 beside it.
const variant = nodeHosts()[0]?.variant ?? "compat"; // the compat bridge in Node 20, the merged one in Node 24
const versions = process.execPath === toolchain().node24 ? matrixGo.filter((_, i) => i === 0 || i === matrixGo.length - 1) : matrixGo;

for (const version of versions) {
  test(`Go ${version}`, { skip: missingGo(version) ?? false }, async (t) => {
    const bytes = readFileSync(program("longargs", version));
    for (const [what, passed] of sizes) {
      await t.test(`${variant}: ${what}`, async () => {
        const lines: string[] = [];
        const { exited } = await load(bytes, { ...passed, variant, stdout: (line) => void lines.push(line) });
        assert.deepEqual(await exited, { code: 0, reason: "exit" });
        assert.deepEqual(lines, expected(passed));
      });
    }
  });
}

test("a NUL ends its argument, and shifts none", async () => {
  const lines: string[] = [];
  const { exited } = await load(readFileSync(program("args")), { args: ["a\0b", "c"], env: { A: "1\0", B: "2" }, stdout: (line) => void lines.push(line) });
  await exited;
  assert.deepEqual(lines, ['arg "a"', 'arg "c"', 'env "A=1"', 'env "B=2"']);
});

test("the drop-in takes as many", () => {
  const passed = { args: longArgs(65536), env: longEnv(1 << 20) };
  const script = `
    require(${JSON.stringify(join(root, "js/dist/classic/wasm_exec.js"))});
    const go = new Go();
    go.argv.push(...passed.args);
    go.env = passed.env;
    WebAssembly.instantiate(require("fs").readFileSync(${JSON.stringify(program("longargs"))}), go.importObject).then(({ instance }) => go.run(instance));`;
  const source = `const passed = JSON.parse(require("fs").readFileSync(0, "utf8")); globalThis.fs = require("fs"); ${script}`;
  const stdout = execFileSync(process.execPath, ["-e", source], { input: JSON.stringify(passed), encoding: "utf8" });
  assert.deepEqual(stdout.trimEnd().split("\n"), expected(passed));
});

/** The module with the mark of its function table changed: a layout that is not known. */
function unknownLayout(): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(readFileSync(program("longargs")));
  const mark = [0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8];
  for (let at = bytes.indexOf(0xf1); at !== -1; at = bytes.indexOf(0xf1, at + 1)) {
    if (mark.every((byte, i) => bytes[at + i] === byte)) bytes[at] = 0xee;
  }
  return bytes;
}

test(`on a layout that is not known (Go ${newestGo()}, changed) the error says how many bytes, and what to do`, async () => {
  await assert.rejects(load(unknownLayout(), { args: ["x".repeat(9000)] }), {
    name: "GoLoadError",
    code: "unknown-layout",
    message: /take 9004 bytes, more than the 8192 .*Go 1\.18 to 1\.27.*Pass less/s,
  });
});

/** WASI programs in C and in Rust (languages/), with Debian's compilers: in Node and in Chromium they say and end as under node:wasi. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { after, before, test } from "node:test";
import type { Server } from "../../tools/serve.mjs";
import { startServer } from "../browser/support.ts";
import { closeBrowser, openBrowser } from "../bundlers/page.ts";
import { runNode, runScenario, wasiFlags } from "../support/hosts.ts";
import { builds, runInPage } from "../support/pages.ts";
import { root, toolchain } from "../support/toolchain.ts";
import { openPage } from "./page.ts";

const { wasiTools, wasiToolsAbsent, node24 } = toolchain();
const missing = wasiTools === undefined ? (wasiToolsAbsent ?? "the configure step did not look for compilers for WASI: run `cmake --preset conformance`") : false;
const folder = join(root, "build/conformance");

/** What compiles each. */
const languages: Readonly<Record<string, (source: string, out: string) => void>> = {
  c: (source, out) => run("clang", ["--target=wasm32-wasi", `--sysroot=${String(wasiTools)}/root/usr`, `-fuse-ld=${String(wasiTools)}/bin/wasm-ld`, "-O2", "-Wall", "-Wextra", "-Werror", "-o", out, source]),
  rust: (source, out) => run("rustc", ["--target=wasm32-wasip1", "--edition=2021", "-O", "-D", "warnings", "-C", `linker=${String(wasiTools)}/bin/wasm-ld`, "-o", out, source]),
};
const sources: Readonly<Record<string, string>> = { c: "tour.c", rust: "tour.rs" };

function run(tool: string, args: readonly string[]): void {
  execFileSync(join(String(wasiTools), "bin", tool), args, { stdio: ["ignore", "inherit", "inherit"] });
}

/** What the programs are given. */
const args = ["one", "two words", "größer", ""];
const env = { NAME: "Wert = ü", EMPTY: "" };
const stdin = "x\ny\n".repeat(50_000);
const files: Readonly<Record<string, string | { symlink: string }>> = { "a.txt": "hello\n", "deep/er/b.bin": "\0\u0001".repeat(5000), "größer": "", empty: "", link: { symlink: "a.txt" } };

/** Where node:wasi is not the measure: what it makes a program print, and what is expected. */
const otherwise: Readonly<Record<string, string>> = {
  "modified 1000000000 0": "modified 1000000000 5000", // it sets times in whole seconds
  "modified false": "modified true",
  "above: Capabilities insufficient": "above: Operation not permitted", // EPERM, as WASI's public test-suite wants it
  "above: Uncategorized Some(76)": "above: PermissionDenied Some(63)",
};

interface Ran {
  readonly lines: string[];
  readonly errors: string[];
  readonly code: number;
}

/** The same under node:wasi, on real files. */
async function onPeer(wasm: string): Promise<Ran> {
  const temporary = mkdtempSync(join(tmpdir(), "goferry-wasi-"));
  const data = join(temporary, "data");
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(data, path)), { recursive: true });
    if (typeof content === "string") writeFileSync(join(data, path), content);
    else symlinkSync(content.symlink, join(data, path));
  }
  const input = join(temporary, "input");
  writeFileSync(input, stdin);
  const { stdout, stderr, code } = await runNode(process.execPath, [...wasiFlags, join(root, "tests/support/host-wasi.mjs")], { stdin: JSON.stringify({ wasm, name: "tour", args, env, preopens: { "/data": data }, input }) });
  rmSync(temporary, { recursive: true });
  const lines = stdout.trimEnd().split("\n").map(line => otherwise[line] ?? line);
  return { lines, errors: stderr.trimEnd().split("\n"), code: Number(code) };
}

let server: Server;
before(async () => {
  if (missing) return;
  mkdirSync(folder, { recursive: true });
  await openBrowser(toolchain().chromium as string);
  server = await startServer();
});
after(async () => {
  if (missing) return;
  await closeBrowser();
  await server.close();
});

for (const [language, compile] of Object.entries(languages)) {
  test(`a program in ${language}`, { skip: missing }, async t => {
    const wasm = join(folder, `${language}.wasm`);
    compile(join(root, "tests/conformance/languages", String(sources[language])), wasm);
    const expected = await onPeer(wasm);
    assert.deepEqual([expected.errors, expected.code, expected.lines.length > 40], [["to stderr"], 7, true], expected.lines.join("\n"));
    const options = { args, env, stdin, files };
    const config = (mode: string) => ({ programs: { tour: wasm }, args: { ...options, mode } });
    const hosts = [{ name: "Node 20", node: process.execPath, variant: "compat" } as const, ...(node24 === undefined ? [] : [{ name: "Node 24", node: node24, variant: "merged" } as const])];
    for (const mode of ["page", "worker"]) {
      for (const host of hosts) {
        await t.test(`${host.name}, ${mode} mode`, async () => {
          const { result } = await runScenario<Ran>(host, "wasi-tour", config(mode));
          check(result, expected);
        });
      }
      for (const build of builds) {
        await t.test(`Chromium, ${mode} mode, ${build}`, async () => {
          const { page, close } = await openPage(server.url);
          const { result } = await runInPage<Ran>(page, build, "wasi-tour", config(mode));
          await close();
          check(result, expected);
        });
      }
    }
  });
}

function check({ lines, errors, code }: Ran, expected: Ran): void {
  assert.deepEqual(lines, expected.lines);
  assert.deepEqual([errors, code], [expected.errors, expected.code]);
}

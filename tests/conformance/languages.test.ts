/** WASI programs in C and in Rust (languages/), with Debian's compilers, and in TinyGo: in Node and in Chromium they say and end as under node:wasi. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { after, before, test, type TestContext } from "node:test";
import { load } from "../../js/dist/index.js";
import type { Server } from "../../tools/serve.mjs";
import { startServer } from "../browser/support.ts";
import { closeBrowser, openBrowser } from "../bundlers/page.ts";
import { runNode, runScenario, wasiFlags, type PlainError, type ScenarioConfig } from "../support/hosts.ts";
import { builds, runInPage } from "../support/pages.ts";
import { root, toolchain } from "../support/toolchain.ts";
import { openPage } from "./page.ts";

const { wasiTools, wasiToolsAbsent, tinygo, tinygoAbsent, node24 } = toolchain();
const notAskedFor = "the configure step did not look for compilers for WASI: run `cmake --preset conformance`";
const missing = wasiTools === undefined ? (wasiToolsAbsent ?? notAskedFor) : false;
const missingTinyGo = tinygo === undefined ? (tinygoAbsent ?? notAskedFor) : false;
const folder = join(root, "build/conformance");

interface Language {
  readonly missing: string | false;
  readonly source: string;
  compile(source: string, out: string): void;
}
const languages: Readonly<Record<string, Language>> = {
  c: { missing, source: "tour.c", compile: (source, out) => run(join(String(wasiTools), "bin/clang"), ["--target=wasm32-wasi", `--sysroot=${String(wasiTools)}/root/usr`, `-fuse-ld=${String(wasiTools)}/bin/wasm-ld`, "-O2", "-Wall", "-Wextra", "-Werror", "-o", out, source]) },
  rust: { missing, source: "tour.rs", compile: (source, out) => run(join(String(wasiTools), "bin/rustc"), ["--target=wasm32-wasip1", "--edition=2021", "-O", "-D", "warnings", "-C", `linker=${String(wasiTools)}/bin/wasm-ld`, "-o", out, source]) },
  tinygo: { missing: missingTinyGo, source: "tinygo/main.go", compile: (source, out) => runTinyGo(["-o", out, source]) },
};
const runTinyGo = (args: readonly string[], target = "wasip1"): void => run(join(String(tinygo), "bin/tinygo"), ["build", `-target=${target}`, ...args]);

function run(tool: string, args: readonly string[]): void {
  execFileSync(tool, args, { stdio: ["ignore", "inherit", "inherit"] });
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
  "above: 76, exists false, is missing false": "above: 63, exists false, is missing false",
};

interface Ran {
  readonly lines: string[];
  readonly errors: string[];
  readonly code: number;
}

/** The same under node:wasi, on real files. `calls`: of a library, whose results are the last line. */
async function onPeer(wasm: string, calls?: readonly Call[]): Promise<Ran> {
  const temporary = mkdtempSync(join(tmpdir(), "goferry-wasi-"));
  const data = join(temporary, "data");
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(data, path)), { recursive: true });
    if (typeof content === "string") writeFileSync(join(data, path), content);
    else symlinkSync(content.symlink, join(data, path));
  }
  const input = join(temporary, "input");
  writeFileSync(input, stdin);
  const { stdout, stderr, code } = await runNode(process.execPath, [...wasiFlags, join(root, "tests/support/host-wasi.mjs")], { stdin: JSON.stringify({ wasm, name: "tour", args, env, preopens: { "/data": data }, input, calls }) });
  rmSync(temporary, { recursive: true });
  const lines = stdout.trimEnd().split("\n").map(line => otherwise[line] ?? line);
  return { lines, errors: stderr.trimEnd().split("\n"), code: Number(code) };
}

let server: Server;
before(async () => {
  if (missing && missingTinyGo) return;
  mkdirSync(folder, { recursive: true });
  await openBrowser(toolchain().chromium as string);
  server = await startServer();
});
after(async () => {
  if (missing && missingTinyGo) return;
  await closeBrowser();
  await server.close();
});

/** Runs a scenario everywhere: in both modes, in Node and in Chromium. */
async function everywhere<T>(t: TestContext, scenario: string, config: (mode: string) => ScenarioConfig, check: (result: T) => void): Promise<void> {
  const hosts = [{ name: "Node 20", node: process.execPath, variant: "compat" } as const, ...(node24 === undefined ? [] : [{ name: "Node 24", node: node24, variant: "merged" } as const])];
  for (const mode of ["page", "worker"]) {
    for (const host of hosts) {
      await t.test(`${host.name}, ${mode} mode`, async () => {
        const { result } = await runScenario<T>(host, scenario, config(mode));
        check(result);
      });
    }
    for (const build of builds) {
      await t.test(`Chromium, ${mode} mode, ${build}`, async () => {
        const { page, close } = await openPage(server.url);
        const { result } = await runInPage<T>(page, build, scenario, config(mode));
        await close();
        check(result);
      });
    }
  }
}

for (const [language, { missing, source, compile }] of Object.entries(languages)) {
  test(`a program in ${language}`, { skip: missing }, async t => {
    const wasm = join(folder, `${language}.wasm`);
    compile(join(root, "tests/conformance/languages", source), wasm);
    const expected = await onPeer(wasm);
    assert.deepEqual([expected.errors, expected.code, expected.lines.length > 40], [["to stderr"], 7, true], expected.lines.join("\n"));
    await everywhere<Ran>(t, "wasi-tour", mode => ({ programs: { tour: wasm }, args: { args, env, stdin, files, mode } }), ({ lines, errors, code }) => {
      assert.deepEqual(lines, expected.lines);
      assert.deepEqual([errors, code], [expected.errors, expected.code]);
    });
  });
}

test("a program in tinygo for GOOS=js is told from these", { skip: missingTinyGo }, async () => {
  const wasm = join(folder, "tinygo-js.wasm");
  runTinyGo(["-o", wasm, join(root, "tests/go/wasip1-library/main.go")], "wasm");
  await assert.rejects(load(readFileSync(wasm)), { code: "tinygo" });
});

type Call = readonly [name: string, ...values: (number | string)[]];
const calls: readonly Call[] = [["add", 2, 40], ["half", 5], ["wide", String(2n ** 40n)], ["say"], ["next"], ["write", 100_000], ["wait", 20], ["next"]];

interface LibraryRan {
  readonly status: string;
  readonly results: string[];
  readonly lines: string[];
  readonly errors: string[];
  readonly together: number[];
  readonly files: number;
  readonly crash: PlainError;
  readonly crashed: { readonly reason: string };
  readonly report: string;
  readonly again: number;
  readonly quit: PlainError;
  readonly ended: { readonly reason: string; readonly code: number };
}

test("a library in tinygo", { skip: missingTinyGo }, async t => {
  const wasm = join(folder, "tinygo-library.wasm");
  runTinyGo(["-buildmode=c-shared", "-o", wasm, join(root, "tests/go/wasip1-library/main.go")]);
  const peer = await onPeer(wasm, calls);
  const results = JSON.parse(String(peer.lines.pop())) as string[];
  assert.deepEqual(results, ["42", "2.5", String(2n ** 40n + 1n), "undefined", "1", "100000", "2", "3"]);
  await everywhere<LibraryRan>(t, "wasi-calls", mode => ({ programs: { library: wasm }, args: { args, env, files, calls, mode } }), ran => {
    assert.deepEqual([ran.status, ran.results, ran.lines, ran.errors], ["running", results, peer.lines, []]);
    assert.deepEqual([ran.together, ran.files], [[4, 5, 6], 100_000]);
    assert.deepEqual([ran.report, ran.crash.code, ran.crashed.reason], ["panic: on purpose", "trap", "trap"]); // it prints that itself, on standard output, and traps
    assert.deepEqual([ran.again, ran.quit.code, ran.ended.reason, ran.ended.code], [1, "exited", "exit", 5]);
  });
});

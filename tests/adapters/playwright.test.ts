/** The packed package's Playwright fixture, in a project of a user's: what its tests come to, as ECMAScript and as CommonJS modules. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { before, test } from "node:test";
import { buildGo, root, toolchain } from "../support/toolchain.ts";

interface Suite {
  suites?: Suite[];
  specs?: { title: string; ok: boolean; tests: { results: Result[] }[] }[];
}
interface Result {
  errors: { message: string }[];
  attachments: { name: string; contentType: string; body?: string }[];
}
const folder = join(root, "build/adapters/playwright"); // below the root, whose Playwright it finds

before(() => {
  rmSync(folder, { recursive: true, force: true });
  const installed = join(folder, "node_modules/goferry");
  mkdirSync(installed, { recursive: true });
  cpSync(join(root, "tests/adapters/playwright"), folder, { recursive: true });
  const packed = execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: join(root, "js"), encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  execFileSync("tar", ["-xzf", join(folder, packed.trim().split("\n").pop() as string), "-C", installed, "--strip-components=1"]);
  for (const place of ["main.wasm", "app/main.wasm"]) copyFileSync(buildGo({ dir: "tests/go/tested" }), join(folder, place));
  copyFileSync(join(installed, "dist/classic/goferry.js"), join(folder, "app/goferry.js"));
});

/** Runs the project's tests; gives the results by title. */
function run(type: "module" | "commonjs", ...args: string[]): Map<string, Result & { ok: boolean }> {
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type }));
  const env = { ...process.env, CHROMIUM: toolchain().chromium, NO_COLOR: "1", FORCE_COLOR: "0" };
  const { stdout, stderr } = spawnSync(process.execPath, [join(root, "node_modules/@playwright/test/cli.js"), "test", ...args, "--reporter=json", "--workers=1"], { cwd: folder, env, encoding: "utf8" });
  const found = new Map<string, Result & { ok: boolean }>();
  const collect = ({ suites = [], specs = [] }: Suite): void => {
    for (const { title, ok, tests } of specs) found.set(title, { ...(tests[0]?.results[0] as Result), ok });
    suites.forEach(collect);
  };
  assert.match(stdout, /^\{/, stderr);
  collect(JSON.parse(stdout) as Suite);
  assert.ok(found.size > 0, stdout);
  return found;
}

const logsOf = ({ attachments }: Result): string[] => attachments.filter(({ name }) => name.startsWith("go: ")).map(({ body = "" }) => Buffer.from(body, "base64").toString());
const said = ({ errors }: Result): string => errors.map(({ message }) => message).join("\n");

test("programs in pages and workers", () => {
  const results = run("module", "programs.spec.ts");
  for (const [title, result] of results) assert.ok(result.ok, `${title}: ${said(result)}`);
  const [log] = logsOf(results.get("a program in a worker") as Result);
  for (const line of ["arguments [-v] NAME Ann", "on standard error", "(exit, code 3)"]) assert.ok(log?.includes(line), log);
});

test("a project of CommonJS modules", () => {
  for (const [title, result] of run("commonjs", "programs.spec.ts", "--grep=has the page")) assert.ok(result.ok, `${title}: ${said(result)}`);
});

test("its types check, without skipLibCheck", () => {
  const compilerOptions = { module: "nodenext", target: "es2022", lib: ["es2022", "dom"], strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true, types: ["node"] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
  const { status, stdout } = spawnSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", folder], { encoding: "utf8" });
  assert.equal(status, 0, stdout);
});

test("a crash fails its test, and is in the report", () => {
  const results = run("module", "crashes.spec.ts");
  for (const [title, { ok }] of results) assert.equal(ok, false, title);
  for (const place of ["page", "worker"]) {
    const result = results.get(`a crash in a ${place}`) as Result;
    assert.match(said(result), /main\.wasm crashed: panic: as asked\n\ngoroutine \d+ \[running\]:\nmain\.main/);
    assert.match(logsOf(result)[0] ?? "", /goroutine \d+[^]*\(panic, code 2\)/);
  }
  assert.match(said(results.get("a crash of an app's own program") as Result), /a Go program of https:\S+ crashed: panic: as asked/);
  assert.match(said(results.get("no crash where one is expected") as Result), /no program crashed with \/as asked\//);
});


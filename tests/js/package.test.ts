/** What `npm pack` would publish: installed into a folder of its own, imported, and type-checked as a user's project would. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { buildGo, root } from "../support/toolchain.ts";

interface Packed {
  filename: string;
  files: { path: string }[];
}
let app = "";
let packed: Packed;

before(() => {
  app = mkdtempSync(join(tmpdir(), "goferry-app-"));
  const output = execFileSync("npm", ["pack", "--json", "--pack-destination", app], { cwd: join(root, "js"), encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  // npm 10 and 11 print a list, later ones an object by name.
  const report = JSON.parse(output) as Packed[] | Record<string, Packed>;
  packed = Object.values(report)[0] as Packed;
  const installed = join(app, "node_modules/goferry");
  mkdirSync(installed, { recursive: true });
  execFileSync("tar", ["-xzf", join(app, packed.filename), "-C", installed, "--strip-components=1"]);
  writeFileSync(join(app, "package.json"), '{ "type": "module", "private": true }');
});
after(() => rmSync(app, { recursive: true, force: true }));

test("it holds the builds, the types, the licence, and nothing of the sources", () => {
  const paths = packed.files.map(file => file.path);
  for (const path of ["LICENSE", "README.md", "package.json", "dist/index.js", "dist/compat.js", "dist/classic/goferry.js", "dist/merged.wasm", "dist/types/src/index.d.ts"]) {
    assert.ok(paths.includes(path), `${path} is missing`);
  }
  assert.deepEqual(paths.filter(path => path.startsWith("src/") || path.startsWith("generated/") || path.includes(".inputs")), []);
});

test("import { load } runs a program", () => {
  const wasm = buildGo({ dir: "examples/01-greet" });
  const script = `import { load } from "goferry";
    const program = await load(${JSON.stringify(wasm)});
    console.log(await program.exports.greet("Alice"));
    program.terminate();`;
  assert.equal(execFileSync(process.execPath, ["--input-type=module", "-e", script], { cwd: app, encoding: "utf8" }), "Hello, Alice from Go WASM!\n");
});

test("its exports are where its package.json says", () => {
  const { exports } = JSON.parse(readFileSync(join(app, "node_modules/goferry/package.json"), "utf8")) as { exports: Record<string, string | Record<string, string>> };
  for (const [name, target] of Object.entries(exports)) {
    for (const path of typeof target === "string" ? [target] : Object.values(target)) {
      if (!path.includes("*")) assert.ok(readFileSync(join(app, "node_modules/goferry", path)).length > 0, `${name}: ${path}`);
    }
  }
});

for (const [module, moduleResolution] of [["nodenext", "nodenext"], ["node16", "node16"], ["esnext", "bundler"]]) {
  test(`its types check under moduleResolution ${moduleResolution}, without skipLibCheck`, () => {
    writeFileSync(join(app, "main.ts"), typed);
    const options = { module, moduleResolution, target: "es2022", lib: ["es2022", "dom", "dom.iterable", "dom.asynciterable"], strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true, types: [] };
    writeFileSync(join(app, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: ["main.ts"] }));
    execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", app], { encoding: "utf8" });
  });
}

/** Types tested as types: what is accepted, what an export gives, and what is refused. */
const typed = `
import { load, GoferryError, type Exit, type GoferryErrorCode, type Program, type Stats } from "goferry";

interface Exports { greet(name: string): string; math: { add(a: number, b: number): Promise<number> } }
const program = await load<Exports>("main.wasm", { args: ["-v"], env: { A: "1" }, stdin: "x", stdout: line => line.length, stderr: "ignore" });
const greeting: Promise<string> = program.exports.greet("Alice");
const sum: Promise<number> = program.exports.math.add(1, 2);
const stats: Stats = await program.stats();
const exit: Exit = await program.exited;
const reason: "exit" | "panic" | "trap" | "terminated" = exit.reason;
const status: "running" | "exited" | "crashed" | "terminated" = program.status;
const untyped: Program = await load(new URL("https://example.org/main.wasm"));
await untyped.exports["anything"](1, "two");
const code: GoferryErrorCode = new GoferryError("panic", "message").code;
// @ts-expect-error a number is no name
program.exports.greet(1);
// @ts-expect-error there is no such export
program.exports.great("Alice");
// @ts-expect-error the result is a promise
const direct: string = program.exports.greet("Alice");
// @ts-expect-error no such option
await load("main.wasm", { arguments: [] });
// @ts-expect-error a code that does not exist
const wrong: GoferryErrorCode = "oops";
export { greeting, sum, stats, reason, status, code, direct, wrong };
`;

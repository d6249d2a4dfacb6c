/** What `npm pack` would publish: installed into a folder of its own, imported, linted, and type-checked as a user's project would. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { after, before, test } from "node:test";
import { buildGo, root } from "../support/toolchain.ts";
import { publishing } from "../types/publishing.ts";

interface Packed {
  filename: string;
  files: { path: string }[];
}
interface Manifest {
  main: string;
  types: string;
  exports: Record<string, string | Record<string, string>>;
  sideEffects: string[];
}
let app = "";
let packed: Packed;
let manifest: Manifest;

before(() => {
  app = mkdtempSync(join(tmpdir(), "goferry-app-"));
  const output = execFileSync("npm", ["pack", "--json", "--pack-destination", app], { cwd: join(root, "js"), encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  // npm 10 and 11 print a list, later ones an object by name.
  const report = JSON.parse(output) as Packed[] | Record<string, Packed>;
  packed = Object.values(report)[0] as Packed;
  const installed = join(app, "node_modules/goferry");
  mkdirSync(installed, { recursive: true });
  execFileSync("tar", ["-xzf", join(app, packed.filename), "-C", installed, "--strip-components=1"]);
  manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as Manifest;
  writeFileSync(join(app, "package.json"), '{ "type": "module", "private": true }');
  copyFileSync(join(root, "tests/types/consumer.mts"), join(app, "consumer.mts"));
});
after(() => rmSync(app, { recursive: true, force: true }));

/** Runs a tool of ours; fails with what it said. */
function tool(...args: string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: app, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });
  assert.equal(status, 0, `${stdout}${stderr}`);
}

/** Runs a script in the app; returns what it prints. */
function run(script: string, type: "module" | "commonjs" = "module"): string {
  return execFileSync(process.execPath, [`--input-type=${type}`, "-e", script], { cwd: app, encoding: "utf8" });
}

test("it holds the builds, the types, the licences, and nothing of the sources", () => {
  const paths = packed.files.map(file => file.path);
  for (const path of ["LICENSE", "README.md", "THIRD_PARTY_NOTICES", "package.json", "dist/index.js", "dist/compat.js", "dist/remote.js", "dist/worker.js", "dist/element.js", "dist/classic/goferry.js", "dist/merged.wasm", "dist/types/src/index.d.ts"]) {
    assert.ok(paths.includes(path), `${path} is missing`);
  }
  assert.deepEqual(paths.filter(path => path.startsWith("src/") || path.startsWith("generated/") || path.includes(".inputs") || (path.endsWith(".ts") && !path.endsWith(".d.ts"))), []);
  for (const file of ["LICENSE", "THIRD_PARTY_NOTICES"]) {
    assert.equal(readFileSync(join(app, "node_modules/goferry", file), "utf8"), readFileSync(join(root, file), "utf8"), `js/${file} is not a copy of ${file}`);
  }
});

test("its exports are where its package.json says, types first, and what has side effects is marked", () => {
  const targets: string[] = [manifest.main, manifest.types];
  for (const [name, target] of Object.entries(manifest.exports)) {
    if (typeof target === "string") assert.match(name, /\.wasm$|\.json$/, `${name} has no types`);
    else assert.deepEqual(Object.keys(target), ["types", "default"], name);
    targets.push(...(typeof target === "string" ? [target] : Object.values(target)));
  }
  for (const target of targets.filter(path => !path.includes("*"))) assert.ok(existsSync(join(app, "node_modules/goferry", target)), target);
  // index.js alone may be dropped where nothing of it is used.
  assert.deepEqual(manifest.sideEffects, ["./dist/element.js", "./dist/worker.js", "./dist/classic/*.js"]);
});

test("import { load } runs a program", () => {
  const wasm = buildGo({ dir: "examples/01-greet" });
  const script = `import { load } from "goferry";
    const program = await load(${JSON.stringify(wasm)});
    console.log(await program.exports.greet("Alice"));
    program.terminate();`;
  assert.equal(run(script), "Hello, Alice from Go WASM!\n");
});

test("a Go program builds with the package ferry in it, and runs", () => {
  assert.deepEqual(packed.files.filter(file => /_test\.go$/.test(file.path)), []);
  const folder = join(app, "program");
  mkdirSync(folder);
  copyFileSync(join(root, "tests/go/ferry-plain/main.go"), join(folder, "main.go"));
  writeFileSync(join(folder, "go.mod"), "module program\n\ngo 1.24\n\nrequire github.com/goferry/goferry/go v0.0.0\n\nreplace github.com/goferry/goferry/go => ../node_modules/goferry/go\n");
  const wasm = buildGo({ dir: folder, out: join(app, "ferry.wasm") });
  assert.equal(run(`import { load } from "goferry";
    const program = await load(${JSON.stringify(wasm)});
    console.log(await program.exports.greet("Alice"));
    program.terminate();`), "Hello, Alice from Go!\n");
});

test("goferry/react is for client components: its first statement says so", () => {
  assert.ok(readFileSync(join(app, "node_modules/goferry/dist/react.js"), "utf8").startsWith('"use client";'));
});

test('import "goferry/element" does nothing on a server', () => {
  assert.equal(run(`const before = Reflect.ownKeys(globalThis).length;
    await import("goferry/element");
    console.log(Reflect.ownKeys(globalThis).length - before);`), "0\n");
});

for (const [how, type, loadIt] of [["require", "commonjs", 'require("goferry/wasm_exec");'], ["import", "module", 'await import("goferry/wasm_exec");']] as const) {
  test(`${how} of goferry/wasm_exec defines Go, which runs a program`, () => {
    const wasm = buildGo({ dir: "examples/01-greet" });
    const script = `${type === "commonjs" ? 'const fs = require("node:fs");' : 'import fs from "node:fs";'}
      ${loadIt}
      const go = new Go();
      const instance = new WebAssembly.Instance(new WebAssembly.Module(fs.readFileSync(${JSON.stringify(wasm)})), go.importObject);
      go.run(instance);
      console.log(greet("Alice"));`;
    assert.equal(run(script, type), "Hello, Alice from Go WASM!\n");
  });
}

test("the script-tag build gives what its types say: what the module exports, and goferry/files", () => {
  const names = run(`import * as module from "goferry";
    import * as files from "goferry/files";
    import { createRequire } from "node:module";
    createRequire(import.meta.url + "/x")("goferry/classic/goferry.js");
    console.log(JSON.stringify([[...Object.keys(module), "files"].sort(), Object.keys(goferry).sort(), Object.keys(files).sort(), Object.keys(goferry.files).sort()]));`);
  const [module, classic, files, classicFiles] = JSON.parse(names) as [string[], string[], string[], string[]];
  assert.deepEqual(classic, module);
  assert.deepEqual(classicFiles, files);
});

test("publint has nothing to say", () => tool(join(publishing(), "publint/src/cli.js"), "run", join(app, "node_modules/goferry"), "--strict", "--pack", "false"));

test("attw: the types are those of the files", () => {
  tool(join(publishing(), "@arethetypeswrong/cli/dist/index.js"), join(app, packed.filename), "--profile", "esm-only", "--exclude-entrypoints", "*.wasm");
});

test("the types of the drop-in, written by hand, are those of its class", () => {
  writeFileSync(join(app, "drop-in.json"), JSON.stringify({ extends: join(root, "tsconfig.json"), compilerOptions: { types: [] }, include: [], files: [join(root, "tests/types/drop-in.mts")] }));
  tool(join(root, "node_modules/typescript/bin/tsc"), "-p", join(app, "drop-in.json"));
});

const compilers = { "TypeScript of today": join(root, "node_modules/typescript"), "TypeScript before it": join(publishing(), "typescript") };
for (const [compiler, folder] of Object.entries(compilers)) {
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string };
  for (const [module, moduleResolution] of [["node16", "node16"], ["esnext", "bundler"]]) {
    test(`its types check with ${compiler} (${version}) under moduleResolution ${moduleResolution}, without skipLibCheck`, () => {
      const options = { module, moduleResolution, target: "es2022", lib: ["es2022", "dom"], strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true, types: [] };
      writeFileSync(join(app, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: ["consumer.mts"] }));
      tool(join(folder, "bin/tsc"), "-p", app);
    });
  }
}

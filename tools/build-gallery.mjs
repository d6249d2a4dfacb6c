#!/usr/bin/env node
// Builds the gallery: each Go program under examples/, its page, the shared files of web/ and the built loader, all into one
// folder that any static server can serve. What is listed comes from the folders, so adding an example is adding a folder.
//
//   node tools/build-gallery.mjs [--out build/gallery] [--loader js/dist/classic/goferry.js]

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rename, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { build } from "esbuild";
import { galleryPage } from "../web/generate/cards.mjs";
import { readReadme } from "../web/generate/readme.mjs";

const run = promisify(execFile);
const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** Files of an example that its card shows, in this order. */
const SHOWN = [/^main\.go$/, /(?<!_test)\.go$/, /\.html$/, /\.m?js$/];

/** What a program for WASI has at its head. */
const FOR_WASI = /^\/\/go:build wasip1$/m;

/** Files of an example that are not part of its page. */
const NOT_SERVED = /\.go$|\.md$|\.mjs$|^go\.(mod|sum)$/;

class BuildError extends Error {}

async function main() {
  const { values } = parseArgs({
    options: {
      out: { type: "string", default: join(root, "build/gallery") },
      loader: { type: "string", default: join(root, "js/dist/classic/goferry.js") },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    console.log(`Builds the gallery of examples.

  node tools/build-gallery.mjs [options]

Options
  --out FOLDER    where to put it (default build/gallery)
  --loader FILE   the script-tag build to use (default js/dist/classic/goferry.js)
  --help          this text`);
    return;
  }
  const out = resolve(values.out);
  const loader = resolve(values.loader);
  if (!(await exists(loader))) throw new BuildError(`${relative(root, loader)} is missing; build the package in js/ first`);

  const go = await findGo();
  const examples = await findExamples();
  let compiled = 0;
  for (const [i, example] of examples.entries()) {
    if (await compile(go, example, out, `[${i + 1}/${examples.length}]`)) compiled++;
    await copyPage(example, loader, out);
    await bundle(example, out);
  }
  await copyShared(loader, out);
  const template = await readFile(join(root, "web/index.html"), "utf8");
  await writeChanged(join(out, "index.html"), galleryPage(template, examples));
  await removeLeftovers(out);
  const same = examples.length - compiled;
  console.log(`gallery: ${examples.length} examples in ${relative(process.cwd(), out) || "."} (${compiled} compiled, ${same} up to date)`);
}

/** The go command that the configure step found. */
async function findGo() {
  const file = join(root, "build/toolchain.json");
  const text = await readFile(file, "utf8").catch(() => {
    throw new BuildError("build/toolchain.json is missing; run `cmake --preset demo` first");
  });
  const { go } = JSON.parse(text);
  if (!go) throw new BuildError("build/toolchain.json names no go command; run `cmake --preset demo` again");
  const { stdout } = await run(go, ["version"], { cwd: root });
  return { command: go, version: stdout.trim() };
}

/** Each folder of examples/ with a Go program and a page in it. */
async function findExamples() {
  const base = join(root, "examples");
  const found = await readdir(base, { withFileTypes: true });
  const folders = found.filter((entry) => entry.isDirectory() && /^\d+-/.test(entry.name)).map((entry) => entry.name).sort();
  const names = folders.filter((name) => !existsSync(join(base, name, "package.json"))); // those are apps, with a build of their own
  return Promise.all(names.map((name) => readExample(join(base, name), name)));
}

async function readExample(dir, name) {
  const files = (await readdir(dir, { withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => entry.name).sort();
  for (const needed of ["main.go", "index.html", "README.md"]) {
    if (!files.includes(needed)) throw new BuildError(`examples/${name} has no ${needed}`);
  }
  const inner = (await filesBelow(dir)).filter((file) => /\/.*\.go$/.test(file) && !/_test\.go$/.test(file));
  const rank = (file) => SHOWN.findIndex((pattern) => pattern.test(file));
  const shown = [...files, ...inner].filter((file) => rank(file) >= 0).sort((a, b) => rank(a) - rank(b));
  const sources = await Promise.all(
    shown.map(async (file) => ({ name: file, text: await readFile(join(dir, file), "utf8"), file: `${name}/source/${file.replaceAll("/", "-")}.txt` })),
  );
  const readme = readReadme(await readFile(join(dir, "README.md"), "utf8"), `examples/${name}/README.md`);
  return { ...readme, name, dir, files, sources };
}

/** Compiles an example unless nothing that goes into it has changed; says whether it did. */
async function compile(go, example, out, progress) {
  const target = join(out, example.name, "main.wasm");
  written.add(target);
  const stamp = join(stamps(out), `${example.name}.sha256`);
  const goFiles = async (dir) => (await filesBelow(dir)).filter((f) => /\.go$|^go\./.test(f)).sort().map((f) => join(dir, f));
  const ferry = example.files.includes("go.mod") ? await goFiles(join(root, "go")) : []; // a module of its own uses the package
  const inputs = [join(root, "go.mod"), ...ferry, ...(await goFiles(example.dir))];
  const hash = createHash("sha256").update(`${go.command}\n${go.version}\n`);
  for (const input of inputs) hash.update(`${basename(input)}\n`).update(await readFile(input));
  const digest = hash.digest("hex");
  const last = await readFile(stamp, "utf8").catch(() => "");
  if (last === digest && (await exists(target))) return false;

  console.log(`gallery: ${progress} compiling ${example.name}`);
  await mkdir(dirname(target), { recursive: true });
  const partial = `${target}.${process.pid}.part`; // renamed when whole: another build may be reading
  const args = ["build", "-trimpath", "-buildvcs=false", "-o", partial, "."];
  try {
    const GOOS = FOR_WASI.test(example.sources[0].text) ? "wasip1" : "js";
    await run(go.command, args, { cwd: example.dir, env: { ...process.env, GOOS, GOARCH: "wasm", GOFLAGS: "", GOWORK: "off" } });
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { force: true });
    throw new BuildError(`examples/${example.name} does not compile:\n${error.stderr || error.message}`);
  }
  await mkdir(dirname(stamp), { recursive: true });
  await writeFile(stamp, digest);
  return true;
}

/** The example's page, its sources as text, and the loader beside it, so that the folder works wherever it is put. */
async function copyPage(example, loader, out) {
  const target = join(out, example.name);
  for (const file of example.files.filter((name) => !NOT_SERVED.test(name))) {
    await copyChanged(join(example.dir, file), join(target, file));
  }
  for (const source of example.sources) await writeChanged(join(out, source.file), source.text);
  await copyChanged(loader, join(target, "goferry.js"));
  // What the loader fetches from its own folder, for programs that use package ferry, files or WASI.
  if (!example.files.includes("go.mod")) return;
  const parts = (await readdir(dirname(loader))).filter((name) => /\.js$/.test(name) && !["goferry.js", "wasm_exec.js"].includes(name));
  for (const script of parts) {
    if (example.files.includes(script)) throw new BuildError(`examples/${example.name}/${script} has the name of a script of goferry`);
    await copyChanged(join(dirname(loader), script), join(target, script));
  }
}

/** An example that imports packages: `memory.mjs` of 05-memory becomes memory.js, and memory.css of the styles that were imported. */
async function bundle(example, out) {
  const name = example.name.slice(example.name.indexOf("-") + 1);
  if (!example.files.includes(`${name}.mjs`)) return;
  const { outputFiles, metafile } = await build({
    entryPoints: [join(example.dir, `${name}.mjs`)],
    outdir: join(out, example.name),
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2022",
    metafile: true,
    banner: { js: `/*! Licenses of the packages in this file: ${name}.licenses.txt */` },
    logLevel: "silent",
  }).catch(({ message }) => {
    throw new BuildError(`examples/${example.name}/${name}.mjs cannot be bundled:\n${message}`);
  });
  for (const { path, contents } of outputFiles) await writeChanged(path, contents);
  const folders = Object.keys(metafile.inputs).map((input) => /^.*\bnode_modules\/(@[^/]+\/)?[^/]+/.exec(resolve(input))?.[0]);
  const texts = [...new Set(folders.filter(Boolean))].sort().map(licenseOf);
  await writeChanged(join(out, example.name, `${name}.licenses.txt`), (await Promise.all(texts)).join("\n"));
}

async function licenseOf(folder) {
  const { name, version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) throw new BuildError(`${name} ${version} has no license file`);
  return `${name} ${version}\n\n${await readFile(join(folder, file), "utf8")}`;
}

async function copyShared(loader, out) {
  await copyFolder(join(root, "web"), out, (path) => !/^(generate\/|index\.html$|README\.md$)/.test(path));
  await copyChanged(loader, join(out, "goferry.js"));
  // The ES modules, for pages that import instead.
  const dist = resolve(dirname(loader), "..");
  if (await exists(join(dist, "index.js"))) {
    await copyFolder(dist, join(out, "esm"), (path) => !path.startsWith("classic/") && /\.(js|wasm)$/.test(path));
  }
}

/** What this run has put into the gallery. */
const written = new Set();

/** Deletes what the last run has put there and this one has not: examples and files that are no more. */
async function removeLeftovers(out) {
  const list = join(stamps(out), "files.json");
  const last = JSON.parse(await readFile(list, "utf8").catch(() => "[]"));
  for (const path of last) {
    const file = join(out, path);
    if (written.has(file)) continue;
    await rm(file, { force: true });
    await rmdir(dirname(file)).catch(() => {}); // where it was the last one
  }
  await mkdir(dirname(list), { recursive: true });
  await writeFile(list, JSON.stringify([...written].map((file) => relative(out, file)), undefined, 1));
}

/** Where notes about a gallery are kept: beside it, for what is in it is served. */
function stamps(out) {
  return `${out}-stamps`;
}

/** Paths of all files below a folder, relative to it, with forward slashes. */
async function filesBelow(dir) {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  // Node 20 calls the folder `path`, later ones `parentPath`.
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  return files.map((file) => relative(dir, file).replaceAll("\\", "/"));
}

async function copyFolder(from, to, wanted) {
  for (const path of await filesBelow(from)) if (wanted(path)) await copyChanged(join(from, path), join(to, path));
}

async function copyChanged(from, to) {
  await writeChanged(to, await readFile(from));
}

/** Writes a file only where its content differs, so that browsers' caches stay good. */
async function writeChanged(file, content) {
  written.add(file);
  const bytes = Buffer.from(content);
  const old = await readFile(file).catch(() => undefined);
  if (old?.equals(bytes)) return;
  await mkdir(dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}.part`;
  await writeFile(partial, bytes);
  await rename(partial, file);
}

function exists(path) {
  return stat(path).then(
    () => true,
    () => false,
  );
}

try {
  await main();
} catch (error) {
  if (!(error instanceof BuildError) && !String(error.code).startsWith("ERR_PARSE_ARGS")) throw error;
  process.stderr.write(`build-gallery: ${error.message}\n`);
  process.exitCode = 1;
}

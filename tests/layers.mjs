#!/usr/bin/env node
// Checks that the sources keep their layers: a folder includes only from layers below its own, folders of one layer never from each other,
// and only bridge/embind/ knows Emscripten. Prints each violation as file:line and exits 1; also where it finds no file to check.
//
//   node tests/layers.mjs [ROOT]
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** Lowest first. A name with a slash at its end is a folder, another one a file. */
const TREES = [
  {
    dir: "bridge",
    files: /\.(h|cpp|def)$/,
    layers: [["base/"], ["host/", "module/"], ["values/", "files/", "channel/"], ["imports/"], ["embind/"]],
    references: cppIncludes,
    only: [{ dir: "embind/", references: /^emscripten(\/|\.h$)/, why: "only embind/ may include Emscripten's headers" }],
  },
  {
    dir: "js/src",
    files: /\.ts$/,
    layers: [
      ["error-codes.ts"],
      ["errors.ts", "node.ts", "shell-words.ts", "drop-in-globals.ts", "transfer.ts"],
      ["bridge/", "host/", "ferry/", "node-loop.ts", "module-kind.ts", "file-kind.ts"],
      ["files/"],
      ["options.ts", "channel/"],
      ["imports.ts", "exports.ts", "source.ts", "drop-in-tables.ts"],
      ["engine.ts", "drop-in-host.ts", "wasi/"],
      ["run.ts", "drop-in.ts", "protocol.ts"],
      ["program.ts", "wire/"],
      ["remote/", "worker/"],
      ["load.ts", "files-chunk.ts", "element-types.ts", "classic-part.ts"],
      ["classic-chunk.ts", "classic-manifest-source.ts"],
      ["public.ts", "element.ts"],
      ["index.ts", "classic.ts", "classic-channels.ts", "classic-ferry.ts", "classic-ferry-part.ts", "classic-files.ts", "classic-manifest.ts", "classic-wasm-exec.ts"],
      ["register-element.ts", "adapters/"],
    ],
    references: tsImports,
    only: [],
  },
];

/** `#include`s of one file: the line, what is written, and the path below the tree (undefined outside it). */
function cppIncludes(text, file, dir) {
  return matches(text, /^[ \t]*#[ \t]*include[ \t]*[<"]([^>"]+)[>"]/gm).map(({ line, name }) => {
    if (name.startsWith(`${dir}/`)) return { line, name, path: name.slice(dir.length + 1) };
    const beside = posix.normalize(posix.join(posix.dirname(file), name));
    return { line, name, path: name.startsWith(".") && !beside.startsWith("..") ? beside : undefined };
  });
}

/** The same of `import`, `export … from`, `import()` and `import("…").Type`. */
function tsImports(text, file) {
  return matches(text, /\b(?:from|import)\s*\(?\s*["']([^"'\n]+)["']/g).map(({ line, name }) => {
    const beside = posix.normalize(posix.join(posix.dirname(file), name)).replace(/\.js$/, ".ts");
    return { line, name, path: name.startsWith(".") && !beside.startsWith("..") ? beside : undefined };
  });
}

function matches(text, pattern) {
  const bare = text.replace(/\/\*[^]*?\*\//g, (comment) => comment.replace(/[^\n]/g, " ")).replace(/^[ \t]*\/\/.*$/gm, "");
  return [...bare.matchAll(pattern)].map((match) => ({ line: bare.slice(0, match.index).split("\n").length, name: match[1] }));
}

/** The layer's number and the unit's name, or undefined for a path in no layer. */
function unitOf(layers, path) {
  for (const [level, units] of layers.entries()) {
    const unit = units.find((name) => (name.endsWith("/") ? path.startsWith(name) : path === name));
    if (unit) return { level, unit };
  }
  return undefined;
}

function checkFile({ dir, layers, references, only }, file, text) {
  const own = unitOf(layers, file);
  if (!own) return [`${dir}/${file}:1: in no layer; give it a place in tests/layers.mjs`];
  const found = [];
  for (const { line, name, path } of references(text, file, dir)) {
    const say = (why) => found.push(`${dir}/${file}:${line}: ${name}: ${why}`);
    for (const rule of only) if (rule.references.test(name) && !file.startsWith(rule.dir)) say(rule.why);
    if (path === undefined) continue;
    const other = unitOf(layers, path);
    if (!other) say("in no layer");
    else if (other.unit === own.unit) continue;
    else if (other.level === own.level) say(`${own.unit} and ${other.unit} are on the same layer`);
    else if (other.level > own.level) say(`${other.unit} is a layer above ${own.unit}`);
  }
  return found;
}

/** All violations below a root, and how many files were read. */
export function checkLayers(root) {
  let files = 0;
  const violations = [];
  for (const tree of TREES) {
    const here = readTree(join(root, tree.dir)).filter((file) => tree.files.test(file));
    if (here.length === 0) violations.push(`${tree.dir}: no source file found`);
    for (const file of here) violations.push(...checkFile(tree, file, readFileSync(join(root, tree.dir, file), "utf8")));
    files += here.length;
  }
  return { files, violations };
}

function readTree(folder) {
  try {
    return readdirSync(folder, { recursive: true }).sort();
  } catch {
    return [];
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { files, violations } = checkLayers(process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), ".."));
  for (const violation of violations) console.error(violation);
  console.log(`layers: ${files} files, ${violations.length} violations`);
  if (violations.length > 0) process.exitCode = 1;
}

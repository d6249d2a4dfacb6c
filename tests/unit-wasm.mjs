#!/usr/bin/env node
// Runs the unit tests that Emscripten built, each .cjs of a folder in a Node of its own. Fails where one fails, or where there is none.
//
//   node tests/unit-wasm.mjs FOLDER
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

const folder = process.argv[2];
const files = (existsSync(folder) ? readdirSync(folder) : []).filter((name) => name.endsWith(".cjs"));
let failures = 0;
for (const name of files.sort()) {
  console.log(`--- ${name}`);
  const { status, signal } = spawnSync(process.execPath, [join(folder, name), "--no-colors=true"], { stdio: "inherit" });
  if (status !== 0) {
    console.error(`${name}: ${signal ?? `exit code ${status}`}`);
    failures++;
  }
}
console.log(`unit tests as wasm: ${files.length - failures} of ${files.length} files passed`);
if (files.length === 0 || failures > 0) process.exitCode = 1;

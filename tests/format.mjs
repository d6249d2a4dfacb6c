#!/usr/bin/env node
// Checks the formatting of C++ (clang-format) and Go (gofmt); with --write, applies it. Prints each file that differs and exits 1; also
// where it finds no file to check.
//
//   node tests/format.mjs [--write]
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const write = process.argv.includes("--write");
const { clangFormat, goroot } = JSON.parse(readFileSync(join(root, "build/toolchain.json"), "utf8"));

function filesOf(folders, pattern) {
  const below = (folder) => {
    try {
      return readdirSync(join(root, folder), { recursive: true }).map((file) => join(root, folder, file));
    } catch {
      return [];
    }
  };
  const files = folders.flatMap(below).filter((file) => pattern.test(file));
  if (files.length === 0) throw new Error(`no file like ${pattern} below ${folders.join(", ")}`);
  return files;
}

const run = (program, args) => execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

/** Calls `check`, which returns or throws what differs. */
function report(what, check) {
  let text;
  try {
    text = check();
  } catch (error) {
    text = error.stderr || error.message;
  }
  if (!text.trim()) return;
  console.error(`${what}:\n${text}`);
  process.exitCode = 1;
}

if (clangFormat) {
  report("clang-format (cmake --build build --target format applies it)", () =>
    run(clangFormat, [...(write ? ["-i"] : ["--dry-run", "-Werror"]), ...filesOf(["bridge", "tests/unit", "tests/fuzz"], /\.(h|cpp)$/)]),
  );
} else {
  console.log("no clang-format in build/toolchain.json: C++ was not checked");
}
report("gofmt -l", () => run(join(goroot, "bin/gofmt"), [write ? "-w" : "-l", ...filesOf(["examples", "go", "tests"], /\.go$/)]));

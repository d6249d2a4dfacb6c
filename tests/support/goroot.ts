/** Go's own tests of packages that use files: compiled, and with the files that they look at. */
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { standardTests, verdicts } from "./go-tests.ts";
import { newestGo, runNode, wasiFlags } from "./hosts.ts";
import { goVersion, root } from "./toolchain.ts";

/** The systems whose programs find files. */
export type FileSystem = "js" | "wasip1";

/** Packages, with what their tests look at below GOROOT beside their own folder. */
export const filePackages: Readonly<Record<string, readonly string[]>> = {
  "io/fs": [],
  "path/filepath": ["src/unicode"],
  os: ["lib/time"],
  "io/ioutil": ["src/io"],
  "archive/zip": ["lib/time"],
  "archive/tar": ["lib/time"],
  "compress/gzip": [],
};

/**
 * Tests that a worker of a browser has too small a stack for (500 KB in Chromium): they go 10,000 calls deep. That is the engine's stack, which Go
 * uses for each of its calls; nothing of files.
 */
export const tooDeepForWorkers: Readonly<Record<string, string>> = { "io/fs": "TestCVE202230630" };

/** Where the tests find GOROOT. */
export const GOROOT = "/goroot";

/** The folder of the Go whose tests are run. */
export const goroot = (): string => goVersion(newestGo()).goroot;

/** The tests of a package, compiled. */
export const fileTests = (name: string, os: FileSystem = "js"): string => standardTests(name, newestGo(), os);

/** What `url` takes for the files of a package's tests. */
export function manifestOf(name: string): { files: Record<string, { size: number; mode: number; modified: number }> } {
  const folder = goroot();
  const files: Record<string, { size: number; mode: number; modified: number }> = {};
  const below = [`src/${name}`, ...(filePackages[name] ?? [])].flatMap(inner => readdirSync(join(folder, inner), { recursive: true, encoding: "utf8" }).map(entry => join(inner, entry)));
  for (const path of [...readdirSync(folder), ...below]) {
    const stat = statSync(join(folder, path));
    if (stat.isFile()) files[path] = { size: stat.size, mode: stat.mode & 0o777, modified: stat.mtimeMs };
  }
  return { files };
}

/** What the tests of a package are started with. Those of zip fill archives of 5 GB, which takes many minutes and no files: left out, as Go's builders do. */
export const testArguments = (name: string): string[] => ["-test.v", "-test.run=^Test", ...(name === "archive/zip" ? ["-test.short"] : [])];

/** What the tests print on the real filesystem: on Go's own host for GOOS=js, and on node:wasi as Go's scripts start a runtime for GOOS=wasip1. */
export async function linesOnRealFiles(name: string, os: FileSystem = "js"): Promise<string[]> {
  const temporary = mkdtempSync(join(tmpdir(), "goferry-goroot-"));
  const cwd = join(goroot(), "src", name);
  const common = { wasm: fileTests(name, os), args: testArguments(name), env: { GOROOT: goroot(), TMPDIR: temporary, ...(os === "wasip1" && { PWD: cwd }) } };
  const [host, config] = os === "js" ? ["host-wasm-exec.mjs", { ...common, wasmExec: goVersion(newestGo()).wasmExec, cwd }] : ["host-wasi.mjs", { ...common, preopens: { "/": "/" } }];
  try {
    const { stdout } = await runNode(process.execPath, [...wasiFlags, join(root, "tests/support", host as string)], { stdin: JSON.stringify(config), limitMs: 900_000 });
    return stdout.split("\n");
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Their verdicts, test by test. */
export const verdictsOnRealFiles = async (name: string, os: FileSystem = "js"): Promise<string[]> => verdicts(await linesOnRealFiles(name, os));

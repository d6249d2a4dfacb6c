/** Go's own tests of packages that use files: compiled, and with the files that they look at. */
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { standardTests, verdicts } from "./go-tests.ts";
import { newestGo, runWasmExec } from "./hosts.ts";
import { goVersion } from "./toolchain.ts";

/** Packages, with what their tests look at below GOROOT/src beside their own folder: with GOFERRY_CONFORMANCE set, more of them, which takes minutes. */
export const filePackages: Readonly<Record<string, readonly string[]>> = {
  "io/fs": [],
  "path/filepath": ["unicode"],
  ...(process.env["GOFERRY_CONFORMANCE"] && { os: [], "io/ioutil": ["io"], "archive/zip": [], "archive/tar": [], "compress/gzip": [] }),
};

/** Tests that skip here what they do on a real Linux, and why. */
export const skippedHere: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  os: { TestReadDirFD: "there is no /dev/fd", TestReadFileProc: "there is no /proc", TestDirFSReadFileProc: "there is no /proc" },
};

/** Where the tests find GOROOT. */
export const GOROOT = "/goroot";

/** The folder of the Go whose tests are run. */
export const goroot = (): string => goVersion(newestGo()).goroot;

/** The tests of a package, compiled. */
export const fileTests = (name: string): string => standardTests(name, newestGo());

/** What `url` takes for the files of a package's tests. */
export function manifestOf(name: string): { files: Record<string, { size: number; mode: number; modified: number }> } {
  const root = goroot();
  const files: Record<string, { size: number; mode: number; modified: number }> = {};
  for (const folder of [name, ...(filePackages[name] ?? [])]) {
    for (const entry of readdirSync(join(root, "src", folder), { recursive: true, encoding: "utf8" })) {
      const path = join("src", folder, entry);
      const stat = statSync(join(root, path));
      if (stat.isFile()) files[path] = { size: stat.size, mode: stat.mode & 0o777, modified: stat.mtimeMs };
    }
  }
  return { files };
}

/** What Go's own host makes of the tests on the real filesystem, test by test. */
export async function verdictsOnRealFiles(name: string): Promise<string[]> {
  const temporary = mkdtempSync(join(tmpdir(), "goferry-goroot-"));
  const options = { args: ["-test.v", "-test.run=^Test"], cwd: join(goroot(), "src", name), env: { GOROOT: goroot(), TMPDIR: temporary } };
  const { stdout } = await runWasmExec(process.execPath, newestGo(), fileTests(name), options);
  rmSync(temporary, { recursive: true });
  return verdicts(stdout.split("\n"));
}

/** Go's own tests of syscall/js, compiled from the GOROOT of a Go version. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { newestGo } from "./hosts.ts";
import { buildGo, goVersion, root, toolchain } from "./toolchain.ts";

/** The versions whose tests are run: both have `_gotest`, functions that the host must give. */
export const testedGo = (): string[] => ["1.24", newestGo()];

/** Compiles the tests of a package of the standard library, once for each exact version; returns the file. */
export function standardTests(name: string, version: string, os: "js" | "wasip1" = "js"): string {
  const { go } = goVersion(version);
  const file = join(root, "build/go", version, `${name.replaceAll("/", "-")}-${go}${os === "js" ? "" : `-${os}`}.test.wasm`);
  if (existsSync(file)) return file;
  mkdirSync(join(root, "build/go", version), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  execFileSync(toolchain().go, ["test", "-c", "-o", temporary, name], {
    cwd: root,
    env: { ...process.env, GOOS: os, GOARCH: "wasm", GOTOOLCHAIN: go, GOWORK: "off", GOFLAGS: "" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  renameSync(temporary, file); // appears whole or not at all
  return file;
}

/** What Go's tests find: examples write into a temporary file, which is then compared. */
export const testFiles = { "/tmp/": "" };

/** Compiles the tests of a package of this tree's Go module (a folder such as `go/ferrytest`); returns the file. */
export function packageTests(folder: string, version: string): string {
  return buildGo({ dir: folder, version, test: true, out: `build/go/${version}/${folder.replaceAll("/", "-")}.test.wasm` });
}

export const syscallJsTests = (version: string): string => standardTests("syscall/js", version);

/** `TestName: PASS | FAIL | SKIP` from the output of -test.v, in order. Throws when the run did not come to its end. */
export function verdicts(lines: readonly string[]): string[] {
  if (!["PASS", "FAIL"].includes(lines.findLast((line) => /^(PASS|FAIL)$/.test(line)) ?? "")) {
    throw new Error(`the tests did not come to their end:\n${lines.slice(-20).join("\n")}`);
  }
  return lines.flatMap((line) => {
    const [, verdict, name] = /^\s*--- (PASS|FAIL|SKIP): (\S+)/.exec(line) ?? [];
    return verdict === undefined ? [] : [`${name}: ${verdict}`];
  });
}

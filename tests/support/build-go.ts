/** Builds Go programs for the tests. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import process from "node:process";
import { goVersion, root, toolchain } from "./toolchain.ts";

/** The versions of the matrix tests: the oldest that is supported, each that changed something of the ABI, and the newest. */
export const matrixGo = ["1.18", "1.20", "1.21", "1.23", "1.24", "1.25", "1.26", "1.27"] as const;

/** How a program is built: as Go does by itself, with `-ldflags="-s -w"`, or passed through `wasm-opt -O2` afterwards. */
export type Flavor = "default" | "stripped" | "optimized";
export const flavors: readonly Flavor[] = ["default", "stripped", "optimized"];

/** What to build. */
export interface GoBuild {
  /** Folder of the main package; absolute, or relative to the source tree's root. */
  readonly dir: string;
  /** Minor version of the Go to build with ("1.20"); the gallery's by default. */
  readonly version?: string | undefined;
  readonly flavor?: Flavor | undefined;
  /** The value of GOOS; `js` by default. */
  readonly os?: "js" | "wasip1" | undefined;
  /** Compiles the package's tests (`go test -c`) rather than the package. */
  readonly test?: boolean | undefined;
  /** Further flags for `go build`. */
  readonly flags?: readonly string[] | undefined;
  /** The file to write; by default build/go/<version>/<name of the folder>.wasm, with the flavor before `.wasm` where it is not the default one. */
  readonly out?: string | undefined;
}

/**
 * `GOOS=js GOARCH=wasm go build`, unless the file is already there from the same sources and the same Go; returns its path. Safe in several
 * test processes at once: the file appears whole or not at all. Throws with the compiler's own message.
 */
export function buildGo({ dir, version, flavor = "default", os = "js", test = false, flags = [], out }: GoBuild): string {
  const { go, goVersion: own } = toolchain();
  const toolchainName = version === undefined ? own : goVersion(version).go;
  const folder = resolve(root, dir);
  const parts = [basename(folder), ...(os === "js" ? [] : [os]), ...(flavor === "default" ? [] : [flavor])];
  const file = resolve(root, out ?? join("build/go", version ?? "own", `${parts.join(".")}.wasm`));
  const key = [toolchainName, sourcesOf(folder), ...(os === "js" ? [] : [os]), ...(flavor === "default" ? [] : [flavor]), ...flags].join("\n");
  if (readIfThere(`${file}.key`) === key && readIfThere(file) !== undefined) return file;

  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  const run = (command: string, args: readonly string[], env?: NodeJS.ProcessEnv): void => {
    try {
      execFileSync(command, args, { cwd: folder, env: { ...process.env, ...env }, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    } catch (cause) {
      rmSync(temporary, { force: true });
      const said = (cause as { stderr?: string }).stderr ?? String(cause);
      throw new Error(`${basename(command)} of ${relative(root, folder)} with ${toolchainName} failed:\n${said}`, { cause });
    }
  };
  if (flavor === "optimized") {
    run(join(toolchain().binaryen, "wasm-opt"), ["-O2", ...goFeatures, buildGo({ dir, version, os, flags }), "-o", temporary]);
  } else {
    const ldflags = flavor === "stripped" ? ["-ldflags=-s -w"] : [];
    run(go, [...(test ? ["test", "-c"] : ["build"]), ...ldflags, ...flags, "-o", temporary, "."], {
      GOOS: os,
      GOARCH: "wasm",
      GOTOOLCHAIN: toolchainName,
      GOWORK: "off",
      GOFLAGS: toolchainName.startsWith("go1.17.") ? "-mod=readonly" : "-buildvcs=false", // never empty: then the user's own would count
    });
  }
  rmSync(`${file}.key`, { force: true });
  renameSync(temporary, file);
  writeFileSync(`${file}.key`, key);
  return file;
}

/** What Go's code uses beyond WebAssembly 1.0; its modules do not say so themselves. */
const goFeatures = ["mutable-globals", "sign-ext", "nontrapping-float-to-int", "bulk-memory"].map((feature) => `--enable-${feature}`);

/** A hash of every file below the folder, and of the module files above it; of a module of its own, also of package ferry, which it is there for. */
function sourcesOf(folder: string): string {
  const hash = createHash("sha256");
  const below = (dir: string): string[] =>
    readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  const ferry = existsSync(join(folder, "go.mod")) || relative(join(root, "go"), folder)[0] !== "." ? below(join(root, "go")).filter((file) => /\.go$|go\.mod$/.test(file)) : [];
  for (const file of [join(root, "go.mod"), ...ferry, ...below(folder)]) {
    const bytes = readFileSync(file);
    hash.update(`${relative(root, file)} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest("hex");
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return undefined;
  }
}

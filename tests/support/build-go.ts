/** Builds Go programs for the tests. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import process from "node:process";
import { goVersion, root, toolchain } from "./toolchain.ts";

/** What to build. */
export interface GoBuild {
  /** Folder of the main package; absolute, or relative to the source tree's root. */
  readonly dir: string;
  /** Minor version of the Go to build with ("1.20"); the gallery's by default. */
  readonly version?: string | undefined;
  /** The file to write; by default build/go/<version>/<name of the folder>.wasm. */
  readonly out?: string | undefined;
}

/**
 * `GOOS=js GOARCH=wasm go build`, unless the file is already there from the same sources and the same Go; returns its path. Safe in several
 * test processes at once: the file appears whole or not at all. Throws with the compiler's own message.
 */
export function buildGo({ dir, version, out }: GoBuild): string {
  const { go, goVersion: own } = toolchain();
  const toolchainName = version === undefined ? own : goVersion(version).go;
  const folder = resolve(root, dir);
  const file = resolve(root, out ?? join("build/go", version ?? "own", `${basename(folder)}.wasm`));
  const key = `${toolchainName}\n${sourcesOf(folder)}`;
  if (readIfThere(`${file}.key`) === key && readIfThere(file) !== undefined) return file;

  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  try {
    execFileSync(go, ["build", "-buildvcs=false", "-o", temporary, "."], {
      cwd: folder,
      env: { ...process.env, GOOS: "js", GOARCH: "wasm", GOTOOLCHAIN: toolchainName, GOWORK: "off", GOFLAGS: "" },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  } catch (cause) {
    rmSync(temporary, { force: true });
    const said = (cause as { stderr?: string }).stderr ?? String(cause);
    throw new Error(`go build of ${relative(root, folder)} with ${toolchainName} failed:\n${said}`, { cause });
  }
  rmSync(`${file}.key`, { force: true });
  renameSync(temporary, file);
  writeFileSync(`${file}.key`, key);
  return file;
}

/** A hash of every file below the folder, and of the module files above it. */
function sourcesOf(folder: string): string {
  const hash = createHash("sha256");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of [join(root, "go.mod"), ...files.sort()]) {
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

/** Starts the Node processes in which the comparison tests run: Go's own wasm_exec.js, and the built package. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { buildGo, goVersion, root, toolchain } from "./toolchain.ts";

/** One way to run the bridge outside of a browser. */
export interface NodeHost {
  readonly name: string;
  readonly node: string;
  readonly variant: "merged" | "compat";
}

// (module (memory 0) (memory 0))
const twoMemories = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 5, 5, 2, 0, 0, 0, 0]);

/** The Node that runs this test, with each variant that it can run. (The test suite runs in Node 20, which has no multi-memory, and in Node 24.) */
export function nodeHosts(): NodeHost[] {
  const name = `Node ${process.versions.node.split(".")[0]}`;
  const compat: NodeHost = { name: `${name}, compat`, node: process.execPath, variant: "compat" };
  if (!WebAssembly.validate(twoMemories)) return [compat];
  return [{ name: `${name}, merged`, node: process.execPath, variant: "merged" }, compat];
}

/** The newest Go there is to test with. */
export function newestGo(): string {
  const minors = Object.keys(toolchain().goVersions).map((version) => Number(version.split(".")[1]));
  return `1.${Math.max(...minors)}`;
}

/** The versions of the ABI that the comparison covers: before `gojs`, the present imports, the newest. */
export const comparedGo = (): string[] => ["1.20", "1.24", newestGo()];

/** Builds tests/go/<name>; returns the file. */
export const program = (name: string, version = newestGo()): string => buildGo({ dir: `tests/go/${name}`, version });

/** The JavaScript side of a test program. */
export const fixtureOf = (name: string): string => join(root, "tests/go", name, "fixture.js");

/** What a process said. `code` is null when it had to be killed. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
  readonly extra: string;
}

/** For tests/support/host-wasi.mjs: V8's fast calls crash node:wasi (of Node 20 and 24) when a program's memory has grown. */
export const wasiFlags: readonly string[] = ["--no-turbo-fast-api-calls"];

/** Runs one Node process to its end; kills it after `limitMs`, for a test must not hang. */
export function runNode(node: string, args: readonly string[], options: { stdin?: string; limitMs?: number } = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(node, ["--no-warnings", ...args], { stdio: ["pipe", "pipe", "pipe", "pipe"], cwd: root });
    const texts = { 1: "", 2: "", 3: "" };
    for (const descriptor of [1, 2, 3] as const) {
      const stream = child.stdio[descriptor] as import("node:stream").Readable;
      stream.setEncoding("utf8").on("data", (text: string) => (texts[descriptor] += text));
    }
    child.stdin.on("error", () => {}); // a program that does not read closes the pipe
    child.stdin.end(options.stdin ?? "");
    const timer = setTimeout(() => child.kill("SIGKILL"), options.limitMs ?? 120_000);
    child.on("error", reject).on("close", (code) => {
      clearTimeout(timer);
      resolve({ stdout: texts[1], stderr: texts[2], code, extra: texts[3] });
    });
  });
}

/** Runs a program on the wasm_exec.js of the Go that built it. */
export function runWasmExec(node: string, version: string, wasm: string, options: { fixture?: string; args?: readonly string[]; cwd?: string; env?: Readonly<Record<string, string>> } = {}): Promise<Outcome> {
  const config = { wasm, wasmExec: goVersion(version).wasmExec, ...options };
  return runNode(node, [join(root, "tests/support/host-wasm-exec.mjs")], { stdin: JSON.stringify(config) });
}

/** What a scenario run came to. */
export interface ScenarioRun<T> extends Outcome {
  readonly result: T;
  readonly console: { readonly warn: string[]; readonly error: string[]; readonly log: string[] };
  readonly uncaught: PlainError[];
}

/** An error that crossed a process or page boundary as JSON; scenario-host.mjs makes it. */
export interface PlainError {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  readonly thrown?: string;
  readonly cause?: PlainError;
}

/** Programs of a scenario by name, its own arguments, and the classic script it wants. */
export interface ScenarioConfig {
  readonly programs: Readonly<Record<string, string>>;
  /** The mode that its programs are loaded in. */
  readonly mode?: "worker";
  readonly args?: unknown;
  readonly fixture?: string;
  readonly limitMs?: number;
}

/** Runs a scenario on the built package, in a process of its own. Throws what the scenario threw, and when the process had to be killed. */
export async function runScenario<T>(host: NodeHost, scenario: string, config: ScenarioConfig): Promise<ScenarioRun<T>> {
  const { limitMs, ...rest } = config;
  const full = { dist: join(root, "js/dist/index.js"), scenario, variant: host.variant, ...rest };
  const outcome = await runNode(host.node, [join(root, "tests/support/host-bridge.mjs")], { stdin: JSON.stringify(full), ...(limitMs === undefined ? {} : { limitMs }) });
  if (outcome.extra === "") throw new Error(`${scenario} on ${host.name} reported nothing (exit code ${outcome.code}):\n${outcome.stdout}${outcome.stderr}`);
  const report = JSON.parse(outcome.extra) as ScenarioRun<T> & { failed?: PlainError; stack?: string };
  if (report.failed) throw new Error(`${scenario} on ${host.name}: ${report.stack}\n${outcome.stderr}`);
  if (outcome.code === null) throw new Error(`${scenario} on ${host.name} did not let its process end`);
  return { ...report, ...outcome };
}

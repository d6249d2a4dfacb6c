/**
 * The process that measures in Node: one job, one process, so that no round inherits what the engine learnt in another.
 * Bundled to plain JavaScript, since it runs in every Node of the benchmark. Arguments: files and job, as JSON.
 */
import { readFileSync } from "node:fs";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { runInThisContext } from "node:vm";
import { measureMemory, runRound } from "./environment.ts";
import type { Environment } from "./environment.ts";
import type { GoClass, Loader } from "./hosts.ts";
import type { Files, MemoryJob, RoundJob } from "./jobs.ts";

/** What the parent gives. */
export interface NodeJob {
  readonly files: Files;
  readonly job: { readonly round: RoundJob } | { readonly memory: MemoryJob };
}

const { files, job } = JSON.parse(process.argv[2] ?? "") as NodeJob;

const environment: Environment = {
  main: new WebAssembly.Module(readFileSync(files.wasm)),
  floor: new WebAssembly.Module(readFileSync(files.floor)),
  wasmExec: async () => goClass(files.wasmExec),
  dropIn: async () => goClass(files.dropIn),
  bridge: () => import(pathToFileURL(files.bridge).href) as Promise<Loader>,
  dom: () => ({}),
};

/** The class that a wasm_exec.js defines. */
function goClass(filename: string): GoClass {
  runInThisContext(readFileSync(filename, "utf8"), { filename });
  return (globalThis as unknown as { Go: GoClass }).Go;
}

/** All that this process holds: V8's heap and what hangs on it, WebAssembly memories included. */
async function usedBytes(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    (globalThis as unknown as { gc(): void }).gc();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const result = "round" in job ? await runRound(environment, job.round) : await measureMemory(environment, job.memory, usedBytes);
process.send?.(result, () => process.exit(0));

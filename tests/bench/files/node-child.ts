/** One side in a Node process of its own (--expose-gc). Arguments, as JSON: the files, and a Job, or for memory the name of the side. Prints JSON. */
import { readFile } from "node:fs/promises";
import process from "node:process";
import { pathToFileURL } from "node:url";
import vm from "node:vm";
import { measureMemory, measureTimes } from "./measure.ts";
import type { Job } from "./measure.ts";
import { peakOf } from "./process-memory.ts";
import type { Side } from "./rows.ts";
import type { Files, Loader, Place } from "./subject.ts";

const place: Place = {
  compile: async file => WebAssembly.compile(await readFile(file)),
  bridge: file => import(pathToFileURL(file).href) as Promise<Loader>,
  script: async file => void vm.runInThisContext(await readFile(file, "utf8")),
};

/** What is alive: the process's own size says more of when its garbage was collected last. */
async function usedHeapBytes(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    (globalThis as unknown as { gc(): void }).gc();
    await new Promise(resolve => setTimeout(resolve, 10));
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage(); // `external` would count WebAssembly's memories, too
  return heapUsed + arrayBuffers;
}

const [files, job] = process.argv.slice(2).map(text => JSON.parse(text)) as [Files, Job | Side];
const result = typeof job === "string" ? await measureMemory(files, place, job, { usedHeapBytes, ...peakOf(async () => [process.pid]) }) : await measureTimes(files, place, job);
process.stdout.write(JSON.stringify(result), () => process.exit(0)); // a Go program would go on

/** The page's side: the driver calls these functions of globalThis. */
import { measureMemory, runRound } from "../environment.ts";
import type { Environment } from "../environment.ts";
import type { GoClass, Loader } from "../hosts.ts";
import type { Files, MemoryJob, RoundJob } from "../jobs.ts";
import type { Pair } from "../results.ts";
import { watchMemories } from "./wasm-memories.ts";

declare global {
  var Go: GoClass;
  var goferry: Loader;
  var runBenchRound: (files: Files, job: RoundJob) => Promise<Record<string, Pair>>;
  var runBenchMemory: (files: Files, job: MemoryJob) => Promise<number>;
  /** Set by the driver: collects garbage and reads what the page holds, WebAssembly memories excepted. */
  var usedHeapBytes: () => Promise<number>;
}

/** Rejects with the first error that nobody catches. */
const failed = new Promise<never>((_, reject) => {
  addEventListener("error", (event) => reject(event.error ?? new Error(event.message)));
  addEventListener("unhandledrejection", (event) => reject(event.reason));
});
failed.catch(() => {}); // reported through the races

globalThis.runBenchRound = (files, job) => Promise.race([openEnvironment(files).then((environment) => runRound(environment, job)), failed]);
globalThis.runBenchMemory = async (files, job) => {
  const memoriesBytes = watchMemories();
  const usedBytes = async () => (await globalThis.usedHeapBytes()) + memoriesBytes();
  return Promise.race([measureMemory(await openEnvironment(files), job, usedBytes), failed]);
};

async function openEnvironment(files: Files): Promise<Environment> {
  return {
    main: await WebAssembly.compileStreaming(fetch(files.wasm)),
    floor: await WebAssembly.compileStreaming(fetch(files.floor)),
    wasmExec: () => goClass(files.wasmExec),
    dropIn: () => goClass(files.dropIn),
    async bridge() {
      if (files.bridge.endsWith("index.js")) return import(new URL(files.bridge, location.href).href) as Promise<Loader>;
      await addScript(files.bridge);
      return globalThis.goferry;
    },
    dom() {
      const stage = document.createElement("main");
      document.body.append(stage);
      return { document, stage };
    },
  };
}

const classes = new Map<string, Promise<GoClass>>();

/** The class that a wasm_exec.js defines. */
function goClass(src: string): Promise<GoClass> {
  const known = classes.get(src);
  if (known) return known;
  const loaded = addScript(src).then(() => globalThis.Go);
  classes.set(src, loaded);
  return loaded;
}

/** Loads a classic script, once. */
function addScript(src: string): Promise<void> {
  if (document.querySelector(`script[src="${src}"]`)) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = src;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${src} cannot be loaded`));
    document.head.append(script);
  });
}

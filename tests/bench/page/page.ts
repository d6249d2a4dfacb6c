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

globalThis.runBenchRound = async (files, job) => runRound(await openEnvironment(files), job);
globalThis.runBenchMemory = async (files, job) => {
  const memoriesBytes = watchMemories();
  const usedBytes = async () => (await globalThis.usedHeapBytes()) + memoriesBytes();
  return measureMemory(await openEnvironment(files), job, usedBytes);
};

async function openEnvironment(files: Files): Promise<Environment> {
  return {
    main: await WebAssembly.compileStreaming(fetch(files.wasm)),
    floor: await WebAssembly.compileStreaming(fetch(files.floor)),
    async wasmExec() {
      await addScript(files.wasmExec);
      return globalThis.Go;
    },
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

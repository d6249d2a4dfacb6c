/** The page's side: the driver calls these functions of globalThis. */
import { measureMemory, measureTimes } from "./measure.ts";
import type { Job, Memory, Times } from "./measure.ts";
import type { Meter } from "./process-memory.ts";
import type { Side } from "./rows.ts";
import type { Files, Loader, Place } from "./subject.ts";

declare global {
  var runFiles: (files: Files, job: Job) => Promise<Times>;
  var runFilesMemory: (files: Files, side: Side) => Promise<Memory[]>;
  var startPeak: Meter["startPeak"];
  var peakBytes: Meter["peakBytes"];
}

/** Rejects with the first error that nobody catches. */
const failed = new Promise<never>((_, reject) => {
  addEventListener("error", event => reject(event.error ?? new Error(event.message)));
  addEventListener("unhandledrejection", event => reject(event.reason));
});
failed.catch(() => {}); // reported through the races

const place: Place = {
  compile: file => WebAssembly.compileStreaming(fetch(file)),
  bridge: file => import(new URL(file, location.href).href) as Promise<Loader>,
  script: src => new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src, onload: () => resolve(), onerror: () => reject(new Error(`${src} cannot be loaded`)) });
    document.head.append(script);
  }),
};

globalThis.runFiles = (files, job) => Promise.race([measureTimes(files, place, job), failed]);
globalThis.runFilesMemory = (files, side) => Promise.race([measureMemory(files, place, side, globalThis), failed]);

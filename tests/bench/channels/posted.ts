/** Go's own wasm_exec.js in a worker: with postMessage, and with Comlink over it. */
import { wrap } from "comlink";
import { askWorker } from "./heartbeat.ts";
import type { Files, Subject } from "./subject.ts";

async function start(files: Files, comlink?: string): Promise<Worker> {
  const worker = new Worker(new URL("posted-worker.js", location.href));
  const module = await WebAssembly.compileStreaming(fetch(files.posted));
  worker.postMessage({ wasmExec: files.wasmExec, comlink, module });
  await new Promise(resolve => worker.addEventListener("message", resolve, { once: true }));
  return worker;
}

export async function openPosted(files: Files): Promise<Subject> {
  const worker = await start(files);
  /** Resolves after so many messages. */
  const received = (count: number): Promise<void> => new Promise(resolve => {
    let left = count;
    worker.onmessage = () => {
      if (--left === 0) resolve();
    };
  });
  return {
    async roundTrips(count) {
      const message = new Uint8Array(64).fill(7);
      for (let i = 0; i < count; i++) {
        const answer = received(1);
        worker.postMessage(message);
        await answer;
      }
    },
    async toWorker(count, bytes) {
      const message = new Uint8Array(bytes).fill(7);
      const done = received(1);
      worker.postMessage({ role: "sink", count, bytes });
      for (let i = 0; i < count; i++) worker.postMessage(message);
      await done;
    },
    async fromWorker(count, bytes) {
      const done = received(count);
      worker.postMessage({ role: "source", count, bytes });
      await done;
    },
    workerGap: askWorker,
    close: () => worker.terminate(),
  };
}

/** How many calls are under way at once where no answer is waited for. */
const AT_ONCE = 64;

export async function openComlink(files: Files): Promise<Subject> {
  const worker = await start(files, "comlink.js");
  const remote = wrap<{ echo(bytes: Uint8Array): Uint8Array; take(bytes: Uint8Array): void }>(worker);
  return {
    async roundTrips(count) {
      const message = new Uint8Array(64).fill(7);
      for (let i = 0; i < count; i++) await remote.echo(message);
    },
    async toWorker(count, bytes) {
      const message = new Uint8Array(bytes).fill(7);
      for (let left = count; left > 0; left -= AT_ONCE) {
        await Promise.all(Array.from({ length: Math.min(left, AT_ONCE) }, () => remote.take(message)));
      }
    },
    workerGap: askWorker,
    close: () => worker.terminate(),
  };
}

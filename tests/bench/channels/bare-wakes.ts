/** What the machine itself takes: two threads that wake each other, with nothing but a futex (Atomics.wait) between them. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { median } from "../stats.ts";

const ROUND_TRIPS = 2000;
const SAMPLES = 7;

/** A round trip between two sleeping threads of Node, in nanoseconds. */
export async function measureBareWakes(): Promise<number> {
  const words = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(new URL("bare-wakes-worker.mjs", import.meta.url), { workerData: words, execArgv: [] });
  await once(worker, "message");
  const samples: number[] = [];
  let turn = 0;
  for (let sample = 0; sample < SAMPLES; sample++) {
    const began = performance.now();
    for (let i = 0; i < ROUND_TRIPS; i++) {
      Atomics.store(words, 0, ++turn);
      Atomics.notify(words, 0);
      while (Atomics.load(words, 1) !== turn) Atomics.wait(words, 1, turn - 1);
    }
    samples.push((1e6 * (performance.now() - began)) / ROUND_TRIPS);
  }
  await worker.terminate();
  return median(samples);
}

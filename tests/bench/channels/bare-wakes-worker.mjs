/** The other thread of bare-wakes.ts: answers each turn with the same number, until it is ended. */
import { parentPort, workerData } from "node:worker_threads";

parentPort.postMessage("ready");
for (let turn = 0; ; turn++) {
  while (Atomics.load(workerData, 0) === turn) Atomics.wait(workerData, 0, turn);
  Atomics.store(workerData, 1, turn + 1);
  Atomics.notify(workerData, 1);
}

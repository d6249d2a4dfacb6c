/** Programs for WASI preview 1, in both modes: what they print, how they end, what they may wait for. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { nodeHosts, runScenario } from "../support/hosts.ts";
import { checkWasi, wasiPrograms, type WasiPlace, type WasiResult } from "../support/wasi-expected.ts";

const suspends = "Suspending" in WebAssembly;
// Node's main thread may sleep; it only cannot hear of a stream meanwhile.
const places: readonly WasiPlace[] = [
  { mode: "page", waits: true, reads: suspends, suspends },
  { mode: "worker", waits: true, reads: true, suspends: false },
];

const programs = wasiPrograms();
for (const host of nodeHosts()) {
  for (const place of places) {
    test(`a command and a library, ${place.mode} mode, ${host.name}`, async () => {
      const run = await runScenario<WasiResult>(host, "wasi", { programs, args: place });
      checkWasi(run.result, place);
      assert.deepEqual([run.code, run.uncaught], [0, []]);
    });
  }
}

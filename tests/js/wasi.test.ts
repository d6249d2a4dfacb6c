/** Programs for WASI preview 1, in both modes: what they print, how they end, what they may wait for. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { nodeHosts, runScenario, type NodeHost } from "../support/hosts.ts";
import { missingGo } from "../support/toolchain.ts";
import { checkWasi, wasiPrograms, type WasiPlace, type WasiResult } from "../support/wasi-expected.ts";

const suspends = "Suspending" in WebAssembly;
// Node's main thread may sleep; it only cannot hear of a stream meanwhile.
const places: readonly WasiPlace[] = [
  { mode: "page", waits: true, reads: suspends, suspends },
  { mode: "worker", waits: true, reads: true, suspends: false },
];

async function check(host: NodeHost, place: WasiPlace, programs: ReturnType<typeof wasiPrograms>): Promise<void> {
  const run = await runScenario<WasiResult>(host, "wasi", { programs, args: place });
  checkWasi(run.result, place);
  assert.equal(run.result.library !== undefined, programs.library !== undefined);
  assert.deepEqual([run.code, run.uncaught], [0, []]);
}

const hosts = nodeHosts();
for (const host of hosts) {
  for (const place of places) test(`a command and a library, ${place.mode} mode, ${host.name}`, () => check(host, place, wasiPrograms()));
}

// The first Go that builds for WASI, the first that builds libraries, the newest.
for (const version of ["1.21", "1.24", "1.27"]) {
  for (const [i, place] of places.entries()) {
    const host = hosts[i % hosts.length] as NodeHost;
    test(`Go ${version}, ${place.mode} mode, ${host.name}`, { skip: missingGo(version) ?? false }, () => check(host, place, wasiPrograms(version)));
  }
}

/** `program.files` of programs for WASI preview 1, in both modes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { nodeHosts, runScenario } from "../support/hosts.ts";
import { checkWasiFiles, wasiFilesPrograms, type WasiFilesResult } from "../support/wasi-files-expected.ts";

const programs = wasiFilesPrograms();
const waits = "Suspending" in WebAssembly;
for (const host of nodeHosts()) {
  for (const mode of ["page", "worker"] as const) {
    test(`program.files of a command for WASI, ${mode} mode${waits ? "" : " (this Node cannot suspend WebAssembly: not while it waits)"}, ${host.name}`, async () => {
      const place = { mode, waits, reads: waits || mode === "worker" };
      const run = await runScenario<WasiFilesResult>(host, "wasi-files", { programs, args: place });
      checkWasiFiles(run.result, place);
      assert.deepEqual([run.code, run.uncaught], [0, []]);
    });
  }
}

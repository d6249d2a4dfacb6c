/** Programs for WASI preview 1 in a page and in a worker, with shared memory and without. */
import { runInPage } from "../support/pages.ts";
import { checkWasi, wasiPrograms, type WasiPlace, type WasiResult } from "../support/wasi-expected.ts";
import { checkWasiFiles, wasiFilesPrograms, type WasiFilesResult } from "../support/wasi-files-expected.ts";
import { engine, expect, needsSharedMemory, spread, test } from "./any-browser.ts";

const programs = wasiPrograms();

for (const { build, variant } of spread) {
  for (const where of ["page", "worker", "worker without shared memory"] as const) {
    test(`a command and a library, ${where}, ${build}, ${variant}`, async ({ tab, pageErrors }) => {
      // Firefox 153 says so of each worker that is terminated while a program computes in it that JSPI may suspend.
      if (engine === "firefox" && where !== "page") pageErrors.mayHave(/^uncaught: Error: uncaught exception: undefined/);
      await tab.goto("/tests/browser/pages/blank.html"); // with the isolation headers
      if (where === "worker") await needsSharedMemory(tab);
      const suspends = await tab.evaluate(() => "Suspending" in WebAssembly);
      const inPage = where === "page";
      const place: WasiPlace = {
        mode: inPage ? "page" : "worker",
        waits: !inPage || suspends,
        reads: where === "worker" || suspends,
        suspends: inPage && suspends,
      };
      const { result, uncaught } = await runInPage<WasiResult>(tab, build, "wasi", { programs, variant, args: { ...place, unshared: where === "worker without shared memory" } });
      checkWasi(result, place);
      expect(uncaught).toEqual([]);
    });
  }
}

const filesPrograms = wasiFilesPrograms();
for (const { build, variant } of spread) {
  for (const mode of ["page", "worker"] as const) {
    test(`program.files of a command, ${mode}, ${build}, ${variant}`, async ({ tab }) => {
      await tab.goto("/tests/browser/pages/blank.html");
      const [waits, shared] = await tab.evaluate(() => ["Suspending" in WebAssembly, typeof SharedArrayBuffer === "function"] as const);
      const place = { mode, waits, reads: waits || (mode === "worker" && shared) };
      const { result, uncaught } = await runInPage<WasiFilesResult>(tab, build, "wasi-files", { programs: filesPrograms, variant, args: place });
      checkWasiFiles(result, place);
      expect(uncaught).toEqual([]);
    });
  }
}

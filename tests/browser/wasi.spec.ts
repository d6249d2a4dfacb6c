/** Programs for WASI preview 1 in a page and in a worker, with shared memory and without. */
import { runInPage } from "../support/pages.ts";
import { checkWasi, wasiPrograms, type WasiPlace, type WasiResult } from "../support/wasi-expected.ts";
import { expect, needsSharedMemory, spread, test } from "./any-browser.ts";

const programs = wasiPrograms();

for (const { build, variant } of spread) {
  for (const where of ["page", "worker", "worker without shared memory"] as const) {
    test(`a command and a library, ${where}, ${build}, ${variant}`, async ({ tab }) => {
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

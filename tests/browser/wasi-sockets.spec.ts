/** Sockets of programs for WASI preview 1 in pages and workers, over each transport, where the engine can suspend WebAssembly (JSPI) and where it cannot. */
import { join } from "node:path";
import { runInPage, urlOf } from "../support/pages.ts";
import { checkSockets, socketPrograms, type SocketPlace, type SocketResult } from "../support/wasi-sockets-expected.ts";
import { engine, expect, needsSharedMemory, root, spread, test } from "./any-browser.ts";

const programs = socketPrograms();
const noJspi = urlOf(join(root, "tests/support/no-jspi.js"));

for (const { build, variant } of spread) {
  for (const where of ["page", "worker", "worker without shared memory"] as const) {
    for (const jspi of [true, false]) {
      test(`sockets, ${where}${jspi ? "" : " without JSPI"}, ${build}, ${variant}`, async ({ tab, pageErrors }) => {
        test.setTimeout(120_000);
        // Firefox 153 says so of each worker that is terminated while a program computes in it that JSPI may suspend.
        if (engine === "firefox" && where !== "page") pageErrors.mayHave(/^uncaught: Error: uncaught exception: undefined/);
        await tab.goto("/tests/browser/pages/blank.html"); // with the isolation headers
        if (where === "worker") await needsSharedMemory(tab);
        const suspends = await tab.evaluate(() => "Suspending" in WebAssembly);
        test.skip(jspi && !suspends, `this ${engine} has no JSPI: as the test without`);
        const place: SocketPlace = {
          mode: where === "page" ? "page" : "worker",
          waits: jspi || where === "worker",
          ...(!jspi && { noJspi }),
          unshared: where === "worker without shared memory",
        };
        const { result, uncaught } = await runInPage<SocketResult>(tab, build, "wasi-sockets", { programs, variant, args: place });
        checkSockets(result, place, programs);
        expect(uncaught).toEqual([]);
      });
    }
  }
}

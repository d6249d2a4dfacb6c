/**
 * `goferry/playwright`: Go programs in Playwright tests, without a server.
 *
 * ```ts
 * import { expect, test } from "goferry/playwright";
 *
 * test("greets", async ({ go }) => {
 *   const program = await go.load("main.wasm");
 *   expect(await program.exports.greet("Alice")).toBe("Hello, Alice!");
 * });
 * ```
 *
 * @packageDocumentation
 */
import { test as base } from "@playwright/test";
import type { Fixtures, PlaywrightTestArgs, PlaywrightTestOptions, PlaywrightWorkerArgs, PlaywrightWorkerOptions, TestType } from "@playwright/test";
import type { AnyExports } from "../exports.js";
import { Crashes } from "./playwright/crashes.js";
import { loadProgram, type GoLoadOptions, type GoProgram, type Loaded } from "./playwright/program.js";
import { Site } from "./playwright/site.js";

export { expect } from "@playwright/test";
export type { AnyExports, GoLoadOptions, GoProgram };
export type { GoExit } from "./playwright/program.js";

/** What a test gets as `go`. */
export interface Go {
  /**
   * Runs a Go module in the test's `page`, which shows an empty document of a made-up origin for it. A path is looked for beside the test's
   * file, then in the working folder. Rejects as goferry's own `load` does.
   */
  load<T extends object = AnyExports>(module: string | URL | Uint8Array, options?: GoLoadOptions): Promise<GoProgram<T>>;
  /** Serves a folder, such as that of a built site, at an address for `page.goto`. The folder is looked for as a module is. */
  serve(folder: string): Promise<string>;
  /** Lets the test pass although a program crashes with such a message; one has to. */
  expectCrash(message: RegExp): void;
}

/** The fixtures. */
export interface GoFixtures {
  /** Runs Go programs, and ends them with the test. What they print is attached to the report. A crash fails the test. */
  go: Go;
  /** Whether the pages that `go` serves are cross-origin isolated, so that they have shared memory. An option, for `test.use`; true by default. */
  goIsolated: boolean;
}

/** The fixtures by themselves, to extend a `test` of your own with. */
export const goFixtures: Fixtures<GoFixtures, object, PlaywrightTestArgs & PlaywrightTestOptions, PlaywrightWorkerArgs & PlaywrightWorkerOptions> = {
  goIsolated: [true, { option: true }],

  go: async ({ page, goIsolated }, use, info) => {
    const site = new Site(page.context(), [info.file, "."], goIsolated);
    await site.open();
    const crashes = new Crashes();
    crashes.watch(page);
    const programs: Loaded[] = [];
    await use({
      async load<T extends object>(module: string | URL | Uint8Array, options: GoLoadOptions = {}) {
        const loaded = await loadProgram<T>(page, site, module, options, crashes);
        programs.push(loaded);
        return loaded.program;
      },
      serve: async folder => site.serve(folder),
      expectCrash: message => crashes.expect(message),
    });
    for (const { program, end, log } of programs) {
      await end();
      await info.attach(`go: ${program.name}`, { body: log(), contentType: "text/plain" });
    }
    await site.close();
    crashes.check();
  },
};

/** Playwright's `test` with `go`. */
export const test: TestType<PlaywrightTestArgs & PlaywrightTestOptions & GoFixtures, PlaywrightWorkerArgs & PlaywrightWorkerOptions> = base.extend<GoFixtures>(goFixtures);

/**
 * The `test` of the browser tests: pages come from a server of ours, and a test fails on an error that its page did not expect.
 *
 * `baseURL` is the gallery (build/gallery); `/tests/…` serves tests/, `/build/…` what the tests built, `/dist/…` the package's build.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test as base } from "@playwright/test";
import type { ConsoleMessage, PlaywrightTestArgs, TestFixture, WorkerFixture } from "@playwright/test";
import { serve } from "../../tools/serve.mjs";
import type { Server } from "../../tools/serve.mjs";
import { root } from "../support/toolchain.ts";
import { ErrorWatch } from "./page-errors.ts";
import type { PageErrors } from "./page-errors.ts";

export { expect };
export { buildGo, goVersion, missingGo, root, toolchain } from "../support/toolchain.ts";

interface TestFixtures {
  readonly pageErrors: PageErrors;
}

interface WorkerFixtures {
  readonly server: Server;
}

/** Starts the server the tests use; with other options, one of a test's own. */
export function startServer(options: Partial<Parameters<typeof serve>[0]> = {}): Promise<Server> {
  const folders = [
    { at: "/tests", dir: join(root, "tests") },
    { at: "/build", dir: join(root, "build") },
    { at: "/dist", dir: join(root, "js/dist") },
    { at: "/", dir: join(root, "build/gallery") },
  ];
  return serve({ roots: folders.filter(({ dir }) => existsSync(dir)), port: 0, ...options });
}

/** The fixture `server`: one for all tests of a worker. */
export const serverFixture: WorkerFixture<Server, object> = async ({}, use) => {
  const server = await startServer();
  await use(server);
  await server.close();
};

/** The fixture `pageErrors`. */
export const watchPageErrors: TestFixture<PageErrors, PlaywrightTestArgs> = async ({ context }, use) => {
  const watch = new ErrorWatch();
  const onConsole = (message: ConsoleMessage) => {
    // Chromium asks for an icon of its own accord where a page names none.
    if (message.location().url.endsWith("/favicon.ico")) return;
    if (message.type() === "error") watch.see(`console error: ${message.text()} (${message.location().url})`);
  };
  context.on("console", onConsole);
  context.on("weberror", (error) => watch.see(`uncaught: ${error.error().stack ?? error.error().message}`));
  await use(watch);
  context.off("console", onConsole);
  watch.check();
};

export const test = base.extend<TestFixtures, WorkerFixtures>({
  server: [serverFixture, { scope: "worker" }],

  baseURL: async ({ server }, use) => use(server.url),

  pageErrors: [watchPageErrors, { auto: true }],
});

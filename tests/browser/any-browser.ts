/**
 * The `test` of the specs that run in every browser: in the one that GOFERRY_BROWSER names (chromium where it names none). Each test gets a
 * `tab` of its own, and fails on an error that its pages had and it did not expect. What is served is the same as in support.ts.
 */
import process from "node:process";
import { expect, test as base } from "@playwright/test";
import { builds } from "../support/pages.ts";
import type { Build, Variant } from "../support/pages.ts";
import type { Server } from "../../tools/serve.mjs";
import { engines } from "./drivers/driver.ts";
import type { Browser, EngineName, Tab } from "./drivers/driver.ts";
import { missingBrowser, openBrowser } from "./drivers/open.ts";
import { ErrorWatch } from "./page-errors.ts";
import type { PageErrors } from "./page-errors.ts";
import { serverFixture } from "./support.ts";

export { expect };
export type { Tab };
export { buildGo, goVersion, missingGo, root, toolchain } from "../support/toolchain.ts";

/** The browser that this run is for. */
export const engine = nameOf(process.env["GOFERRY_BROWSER"] ?? "chromium");

/** The variants of the bridge that it can run. */
export const variants: readonly Variant[] = engine === "webkit" ? ["compat"] : ["merged", "compat"];

/** One build and variant of the package. */
export interface Covered {
  readonly build: Build;
  readonly variant: Variant;
}

/** What long specs run: each variant once, with the one build or the other. */
export const spread: readonly Covered[] = variants.map((variant) => ({ build: variant === "merged" ? "module" : "classic", variant }));

/** What specs run that look for differences of JavaScript engines: everything in Chromium, `spread` in the others. */
export const covered: readonly Covered[] = engine === "chromium" ? builds.flatMap((build) => variants.map((variant) => ({ build, variant }))) : spread;

/** Of the versions of Go to test with: all in Chromium, the newest in the others, whose differences are of JavaScript and not of Go. */
export const inThisBrowser = (versions: readonly string[]): readonly string[] => (engine === "chromium" ? versions : versions.slice(-1));

function nameOf(given: string): EngineName {
  const name = engines.find((known) => known === given);
  if (name === undefined) throw new Error(`GOFERRY_BROWSER is "${given}", and should be one of ${engines.join(", ")}`);
  return name;
}

const missing = missingBrowser(engine);
if (missing !== undefined) console.log(`skipped: ${missing}`);

interface TestFixtures {
  readonly pageErrors: PageErrors;
  /** A tab whose pages come from `server`. */
  readonly tab: Tab;
}

interface WorkerFixtures {
  readonly server: Server;
  /** Undefined where the browser could not be had. */
  readonly opened: Browser | undefined;
}

export const test = base.extend<TestFixtures & { readonly errorWatch: ErrorWatch }, WorkerFixtures>({
  server: [serverFixture, { scope: "worker" }],

  opened: [
    async ({}, use) => {
      const browser = missing === undefined ? await openBrowser(engine) : undefined;
      await use(browser);
      await browser?.close();
    },
    { scope: "worker", timeout: 60_000 },
  ],

  errorWatch: ({}, use) => use(new ErrorWatch()),

  pageErrors: ({ errorWatch }, use) => use(errorWatch),

  tab: async ({ opened, server, errorWatch }, use, info) => {
    if (!opened) return info.skip(true, missing);
    const tab = await opened.newTab(server.url);
    await use(tab);
    for (const { type, text } of await tab.messages()) {
      if (type === "error" || type === "uncaught") errorWatch.see(`${type}: ${text}`);
    }
    await tab.close();
    errorWatch.check();
  },
});

/** Skips the test, with the reason, in a browser whose isolated pages share no memory. The tab has to be on one. */
export async function needsSharedMemory(tab: Tab): Promise<void> {
  const shares = await tab.evaluate(() => typeof SharedArrayBuffer === "function");
  const reason = `this ${engine} has no SharedArrayBuffer in isolated pages`;
  if (!shares) console.log(`skipped: ${reason}`);
  test.skip(!shares, reason);
}

/** The page of an app of tests/adapters, and what is counted in it. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { newPage } from "../bundlers/page.ts";

/** What the page has made and not ended, and how many modules it has compiled. */
export interface Counts {
  workers: number;
  blobs: number;
  modules: number;
}

export interface AppPage {
  readonly page: Page;
  counts(): Promise<Counts>;
  /** Ticks a checkbox of the app. */
  shown(name: string): Promise<void>;
  /** Unticks it. */
  hidden(name: string): Promise<void>;
  /** Waits until the console has a message like this, since the page began. */
  logged(pattern: RegExp): Promise<void>;
  /** Lets errors like this pass in the console; one has to come. */
  expectError(pattern: RegExp): void;
  /** Hides everything; waits until no worker and no blob address is left, and asserts that no error came that was not expected. */
  leaveNothing(): Promise<void>;
  /** What was logged, and stands in the page: for messages. */
  seen(): Promise<string>;
  close(): Promise<void>;
}

/** Opens an app. Its Worker, its blob addresses and its compilations are counted from before its first script. */
export async function openApp(url: string): Promise<AppPage> {
  const page = await newPage();
  page.setDefaultTimeout(15_000);
  const errors: string[] = [];
  const expected: RegExp[] = [];
  const said: string[] = [];
  page.on("console", message => {
    said.push(message.text());
    if (message.type() === "error" || message.type() === "warning") errors.push(message.text());
  });
  page.on("pageerror", error => errors.push(`uncaught: ${error.stack ?? error.message}`));
  await page.addInitScript({ path: fileURLToPath(new URL("count-resources.js", import.meta.url)) });
  await page.goto(url);
  const counts = (): Promise<Counts> => page.evaluate(() => (globalThis as unknown as { counts(): Counts }).counts());
  const box = (name: string) => page.getByRole("checkbox", { name, exact: true });
  return {
    page,
    counts,
    shown: name => box(name).check(),
    hidden: name => box(name).uncheck(),
    async logged(pattern) {
      while (!said.some(text => pattern.test(text))) await page.waitForEvent("console");
    },
    expectError: pattern => void expected.push(pattern),
    async leaveNothing() {
      for (const ticked of await page.getByRole("checkbox", { checked: true }).all()) await ticked.uncheck();
      await page.waitForFunction(() => {
        const { workers, blobs } = (globalThis as unknown as { counts(): Counts }).counts();
        return workers === 0 && blobs === 0;
      });
      assert.deepEqual(errors.filter(text => !expected.some(pattern => pattern.test(text))), []);
      for (const pattern of expected) assert.ok(errors.some(text => pattern.test(text)), `no error was like ${pattern}`);
    },
    seen: async () => `${errors.join("\n")}\n${await page.locator("body").innerHTML().catch(String)}\n${JSON.stringify(await counts().catch(String))}`,
    close: () => page.context().close(),
  };
}

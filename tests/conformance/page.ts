/** A page of Chromium for `runInPage`. */
import { newPage } from "../bundlers/page.ts";
import type { runInPage } from "../support/pages.ts";

type ScriptedPage = Parameters<typeof runInPage>[0];

/** Opens one whose addresses are of `server`. */
export async function openPage(server: string): Promise<{ page: ScriptedPage; close(): Promise<void> }> {
  const page = await newPage();
  page.setDefaultTimeout(0);
  await page.addInitScript("globalThis.__name = fn => fn"); // tsx has it in the functions that go to the page
  return {
    page: {
      goto: path => page.goto(new URL(path, server).href),
      addScriptTag: script => page.addScriptTag("url" in script ? { url: new URL(script.url, server).href } : script),
      evaluate: (fn, argument) => page.evaluate(fn as never, argument),
    },
    close: () => page.context().close(),
  };
}

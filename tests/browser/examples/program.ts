// What the specs of the examples share.

import type { Page } from "@playwright/test";

/**
 * Opens an example's own page and waits until its program runs, or until a page without <go-ferry> says that it is ready. Returns the lines that
 * the program prints, as they come. `at` is another server than the tests' own.
 */
export async function openExample(page: Page, name: string, at = ""): Promise<string[]> {
  const lines: string[] = [];
  await page.exposeFunction("specHearsLine", (line: string) => lines.push(line));
  await page.addInitScript(() => {
    const hear = (globalThis as unknown as { specHearsLine: (line: string) => void }).specHearsLine;
    document.addEventListener("stdout", (event) => hear((event as CustomEvent<string>).detail), true);
  });
  await page.goto(`${at}/${name}/`);
  await page.waitForFunction(() => {
    const ferry = document.querySelector("go-ferry") as (Element & { program?: { status: string } }) | null;
    return ferry?.program?.status === "running" || document.querySelector("main")?.getAttribute("aria-busy") === "false";
  });
  return lines;
}

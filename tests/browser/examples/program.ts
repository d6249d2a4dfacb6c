// What the specs of the examples share.

import type { Page } from "@playwright/test";

/**
 * Opens an example's own page and waits until its program runs. Returns the lines that the program prints, as they come.
 */
export async function openExample(page: Page, name: string): Promise<string[]> {
  const lines: string[] = [];
  await page.exposeFunction("specHearsLine", (line: string) => lines.push(line));
  await page.addInitScript(() => {
    const hear = (globalThis as unknown as { specHearsLine: (line: string) => void }).specHearsLine;
    document.addEventListener("stdout", (event) => hear((event as CustomEvent<string>).detail), true);
  });
  await page.goto(`/${name}/`);
  await page.waitForFunction(() => {
    const ferry = document.querySelector("go-ferry") as (Element & { program?: { status: string } }) | null;
    return ferry?.program?.status === "running";
  });
  return lines;
}

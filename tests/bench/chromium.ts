/** Memory of a page in headless Chromium, the one browser that tells of it. */
import { chromium } from "@playwright/test";
import type { Browser } from "@playwright/test";
import { chromiumFlags } from "../browser/drivers/chromium.ts";
import { toolchain } from "../support/toolchain.ts";
import type { Files, MemoryJob, Mode } from "./jobs.ts";
import type { Memory } from "./results.ts";

/** What one more program costs on each side, in bytes. */
export async function measureChromiumMemory(url: string, files: Files, mode: Mode): Promise<Memory> {
  const { chromium: executablePath = "" } = toolchain();
  const browser = await chromium.launch({ executablePath, args: chromiumFlags });
  try {
    return {
      theirs_bytes: await measureMemory(browser, url, files, { mode, side: "theirs", before: 2, programs: 20 }),
      ours_bytes: await measureMemory(browser, url, files, { mode, side: "ours", before: 2, programs: 20 }),
    };
  } finally {
    await browser.close();
  }
}

/** What the page holds: V8's account of heap, embedder's heap and buffers, to which the page adds its WebAssembly memories. */
async function measureMemory(browser: Browser, url: string, files: Files, job: MemoryJob): Promise<number> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(`${url}bench.html`);
    const session = await context.newCDPSession(page);
    await page.exposeFunction("usedHeapBytes", async () => {
      for (let i = 0; i < 3; i++) await session.send("HeapProfiler.collectGarbage");
      const usage = await session.send("Runtime.getHeapUsage");
      return usage.usedSize + usage.embedderHeapUsedSize + usage.backingStorageSize;
    });
    return await page.evaluate(([files, job]) => globalThis.runBenchMemory(files, job), [files, job] as [Files, MemoryJob]);
  } finally {
    await context.close();
  }
}

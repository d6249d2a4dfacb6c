/** Rounds in headless Chromium: each job in a page of its own. */
import { chromium } from "@playwright/test";
import type { Browser, Page } from "@playwright/test";
import type { Engine } from "./engine.ts";
import type { Files, MemoryJob, RoundJob, StartJob } from "./jobs.ts";
import type { Pair } from "./results.ts";
import { lowerQuartile } from "./stats.ts";

/** Root cannot use the sandbox; the rest keeps the browser from doing anything of its own during a measurement. */
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** An engine that is the browser at `executablePath`, with the pages served at `url`. */
export async function chromiumEngine(executablePath: string, url: string, files: Files): Promise<Engine> {
  const browser = await chromium.launch({ executablePath, args: flags });
  return {
    name: `Chromium ${browser.version()}`,
    hasDocument: true,
    round: (job) =>
      inPage(browser, url, (page) =>
        page.evaluate(([files, job]) => globalThis.runBenchRound(files, job), [files, job] as [Files, RoundJob]),
      ),
    memory: async (mode) => ({
      theirs_bytes: await measureMemory(browser, url, files, { mode, side: "theirs", before: 2, programs: 20 }),
      ours_bytes: await measureMemory(browser, url, files, { mode, side: "ours", before: 2, programs: 20 }),
    }),
    start: (job) => measureStart(browser, url, job),
    close: () => browser.close(),
  };
}

/** Opens the benchmark page in a context of its own; a page error fails the job. */
async function inPage<T>(browser: Browser, url: string, use: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const failed = new Promise<never>((_, reject) => {
      page.once("pageerror", reject);
      page.once("crash", () => reject(new Error("the page crashed")));
    });
    failed.catch(() => {}); // reported through the race
    await page.goto(`${url}bench.html`);
    return await Promise.race([use(page), failed]);
  } finally {
    await context.close();
  }
}

/** What the page holds: V8's account of heap, embedder's heap and buffers, to which the page adds its WebAssembly memories. */
function measureMemory(browser: Browser, url: string, files: Files, job: MemoryJob): Promise<number> {
  return inPage(browser, url, async (page) => {
    const session = await page.context().newCDPSession(page);
    await page.exposeFunction("usedHeapBytes", async () => {
      for (let i = 0; i < 3; i++) await session.send("HeapProfiler.collectGarbage");
      const usage = await session.send("Runtime.getHeapUsage");
      return usage.usedSize + usage.embedderHeapUsedSize + usage.backingStorageSize;
    });
    return page.evaluate(([files, job]) => globalThis.runBenchMemory(files, job), [files, job] as [Files, MemoryJob]);
  });
}

/** Loads the start pages by turns, `loads` times each. Each load has a new context, and so a new process and an empty cache. */
async function measureStart(browser: Browser, url: string, { mode, oursFirst, loads }: StartJob): Promise<Pair> {
  const ours = mode === "self" ? "start-theirs.html" : `start-ours.html${mode === "compat" ? "?variant=compat" : ""}`;
  const times = { ours: [] as number[], theirs: [] as number[], floor: [] as number[] };
  for (let i = 0; i < loads; i++) {
    for (const side of oursFirst ? (["ours", "theirs"] as const) : (["theirs", "ours"] as const)) {
      times[side].push(await loadPage(browser, url + (side === "ours" ? ours : "start-theirs.html")));
    }
    if (i % 2 === 0) times.floor.push(await loadPage(browser, `${url}start-floor.html`));
  }
  const ns = (ms: readonly number[]) => 1e6 * lowerQuartile(ms);
  return { ours_ns: ns(times.ours), theirs_ns: ns(times.theirs), floor_ns: ns(times.floor) };
}

/** Milliseconds from the navigation to main, by the page's own clock. */
async function loadPage(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(url);
    return await page.evaluate(() => (globalThis as unknown as { mainAt: Promise<number> }).mainAt);
  } finally {
    await context.close();
  }
}

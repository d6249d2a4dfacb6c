/** Rounds in a browser: each job in a page of its own. */
import type { Browser, EngineName } from "../browser/drivers/driver.ts";
import { openBrowser } from "../browser/drivers/open.ts";
import { measureChromiumMemory } from "./chromium.ts";
import type { Engine } from "./engine.ts";
import type { Files, Mode, RoundJob, Side, StartJob } from "./jobs.ts";
import { timeOf } from "./results.ts";
import type { Pair } from "./results.ts";
import { lowerQuartile } from "./stats.ts";

/** An engine that is one of the browsers of the tests, with the pages served at `url`. */
export async function browserEngine(name: EngineName, url: string, files: Files): Promise<Engine> {
  const browser = await openBrowser(name);
  return {
    name: browser.name,
    hasDocument: true,
    round: (job) => measureRound(browser, url, files, job),
    ...(name === "chromium" ? { memory: (mode: Mode) => measureChromiumMemory(url, files, mode) } : {}),
    start: (job) => measureStart(browser, url, job),
    close: () => browser.close(),
  };
}

async function measureRound(browser: Browser, url: string, files: Files, job: RoundJob): Promise<Record<string, Pair>> {
  const tab = await browser.newTab(url, { watched: false });
  try {
    await tab.goto("bench.html");
    return await tab.evaluate(({ files, job }) => globalThis.runBenchRound(files, job), { files, job });
  } finally {
    await tab.close();
  }
}

/** Loads the start pages by turns, `loads` times each. Each load has a new tab without state, and so an empty cache. */
async function measureStart(browser: Browser, url: string, { mode, sides, loads }: StartJob): Promise<Pair> {
  const theirs = "start-theirs.html";
  const ours = mode === "self" ? theirs : `start-ours.html${mode === "compat" ? "?variant=compat" : ""}`;
  const pages: Record<Side, string> = { ours, theirs, dropIn: "start-drop-in.html" };
  const times = new Map<string, number[]>();
  const load = async (name: string, page: string): Promise<void> => {
    times.set(name, [...(times.get(name) ?? []), await loadPage(browser, url, page)]);
  };
  for (let i = 0; i < loads; i++) {
    for (const side of sides) await load(timeOf[side], pages[side]);
    if (i % 2 === 0) await load("floor_ns", "start-floor.html");
  }
  return Object.fromEntries([...times].map(([name, ms]) => [name, 1e6 * lowerQuartile(ms)])) as unknown as Pair;
}

/** Milliseconds from the navigation to main, by the page's own clock. */
async function loadPage(browser: Browser, url: string, page: string): Promise<number> {
  const tab = await browser.newTab(url, { watched: false });
  try {
    await tab.goto(page);
    return await tab.evaluate(() => (globalThis as unknown as { mainAt: Promise<number> }).mainAt);
  } finally {
    await tab.close();
  }
}

/** The places where sides are measured: a fresh page of Chromium each time, or a fresh Node process. */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { chromium } from "@playwright/test";
import type { BrowserContext, Page } from "@playwright/test";
import { chromiumFlags } from "../../browser/drivers/chromium.ts";
import { missingBrowser } from "../../browser/drivers/open.ts";
import { root, toolchain } from "../../support/toolchain.ts";
import type { Job, Memory, Times } from "./measure.ts";
import type { PlaceName } from "./options.ts";
import { peakOf } from "./process-memory.ts";
import type { Prepared } from "./prepare.ts";
import type { Side } from "./rows.ts";

export interface MeasuringPlace {
  readonly name: string;
  times(job: Job): Promise<Times>;
  memory(side: Side): Promise<Memory[]>;
  close(): Promise<void>;
}

export function openPlace(place: PlaceName, url: string, prepared: Prepared): Promise<MeasuringPlace> {
  return place === "node" ? openNode(prepared) : openPages(url, prepared);
}

async function openNode({ node: { child, ...files } }: Prepared): Promise<MeasuringPlace> {
  const node = toolchain().node24 ?? process.execPath;
  const run = async (...args: string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)(node, args, { cwd: root }).catch((error: { stderr?: string; message: string }) => {
      throw new Error(`node failed: ${(error.stderr ?? error.message).slice(-2000)}`); // the line of a bundle before it is of no use
    });
    return stdout;
  };
  const measure = async <T>(job: Job | Side): Promise<T> => JSON.parse(await run("--expose-gc", "--no-warnings", child, JSON.stringify(files), JSON.stringify(job))) as T;
  return { name: `Node ${(await run("--version")).trim().slice(1)}`, times: measure, memory: measure, close: async () => {} };
}

async function openPages(url: string, { page: files }: Prepared): Promise<MeasuringPlace> {
  const { chromium: executablePath } = toolchain();
  if (executablePath === undefined) throw new Error(`no chromium: ${missingBrowser("chromium")}`);
  const browser = await chromium.launch({ executablePath, args: chromiumFlags });
  const inContext = async <T>(context: BrowserContext, run: (page: Page) => Promise<T>): Promise<T> => {
    try {
      const page = await context.newPage();
      await page.goto(`${url}files.html`);
      return await run(page);
    } finally {
      await context.close();
    }
  };
  const inPage = async <T>(run: (page: Page) => Promise<T>): Promise<T> => inContext(await browser.newContext(), run);
  /** With a profile of its own: the pages of other contexts are private, and so is their OPFS, which is in memory then. */
  const onDisk = async <T>(run: (page: Page) => Promise<T>): Promise<T> => {
    const profile = await mkdtemp(join(tmpdir(), "goferry-bench-"));
    try {
      return await inContext(await chromium.launchPersistentContext(profile, { executablePath, args: chromiumFlags }), run);
    } finally {
      await rm(profile, { recursive: true, force: true });
    }
  };
  const renderers = async (): Promise<number[]> => {
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    await session.detach();
    return processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
  };
  return {
    name: `Chromium ${browser.version()}`,
    times: job => (job.kind.startsWith("opfs") ? onDisk : inPage)(page => page.evaluate(([files, job]) => globalThis.runFiles(files, job), [files, job] as const)),
    memory: side => inPage(async page => {
      const session = await page.context().newCDPSession(page);
      await page.exposeFunction("usedHeapBytes", async () => {
        for (let i = 0; i < 3; i++) await session.send("HeapProfiler.collectGarbage");
        const usage = await session.send("Runtime.getHeapUsage");
        return usage.usedSize + usage.embedderHeapUsedSize + usage.backingStorageSize;
      });
      const peak = peakOf(renderers);
      await page.exposeFunction("startPeak", peak.startPeak);
      await page.exposeFunction("peakBytes", peak.peakBytes);
      return page.evaluate(([files, side]) => globalThis.runFilesMemory(files, side), [files, side] as const);
    }),
    close: () => browser.close(),
  };
}

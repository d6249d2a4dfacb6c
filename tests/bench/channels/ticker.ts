/** The example 06-react-ticker, as it is built for production, in Chromium: what its page's thread does meanwhile. */
import { chromium } from "@playwright/test";
import { serve } from "../../../tools/serve.mjs";
import { chromiumFlags } from "../../browser/drivers/chromium.ts";
import { buildExample } from "../../browser/examples/app.ts";
import { toolchain } from "../../support/toolchain.ts";

export interface Ticker {
  readonly ms: number;
  readonly transport: string;
  readonly updates_per_second: number;
  readonly frames_per_second: number;
  /** How long each of the tasks took that the browser calls long: over 50 ms. */
  readonly long_tasks_ms: readonly number[];
}

export async function watchTicker(ms: number): Promise<Ticker> {
  const server = await serve({ roots: [buildExample("06-react-ticker")], port: 0 });
  const { chromium: executablePath = "" } = toolchain();
  const browser = await chromium.launch({ executablePath, args: chromiumFlags });
  try {
    const page = await browser.newPage();
    await page.goto(server.url);
    await page.getByLabel("Transport", { exact: true }).filter({ hasText: /shared|port/ }).waitFor();
    await page.waitForTimeout(1000); // it has started
    return await page.evaluate(async ms => {
      const long: number[] = [];
      const observer = new PerformanceObserver(list => list.getEntries().forEach(entry => long.push(entry.duration)));
      observer.observe({ type: "longtask" });
      const [updates, transport] = ["updates", "transport"].map(label => document.querySelector(`[aria-labelledby="${label}"]`)); // a named function would need a helper of the transpiler's
      const shown: number[] = [];
      const began = performance.now();
      let now = began;
      for (let frames = 0; ; frames++) {
        now = await new Promise<number>(resolve => void requestAnimationFrame(resolve));
        if (frames % 30 === 29) shown.push(Number(updates?.textContent?.replaceAll(",", "")));
        if (now - began >= ms) {
          observer.takeRecords().forEach(entry => long.push(entry.duration));
          observer.disconnect();
          const mean = shown.reduce((sum, value) => sum + value, 0) / shown.length;
          return { ms, transport: transport?.textContent ?? "", updates_per_second: mean, frames_per_second: (1000 * frames) / (now - began), long_tasks_ms: long };
        }
      }
    }, ms);
  } finally {
    await browser.close();
    await server.close();
  }
}

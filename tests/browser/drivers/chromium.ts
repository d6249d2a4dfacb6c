/** Debian's Chromium, driven by Playwright. */
import { chromium } from "@playwright/test";
import { makeTab } from "./driver.ts";
import type { Browser, Message } from "./driver.ts";

/** Root cannot use the sandbox; the rest keeps the browser from doing anything of its own. */
export const chromiumFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const types: Record<string, Message["type"]> = { warning: "warn", error: "error", info: "info", debug: "debug" };

export async function openChromium(executablePath: string): Promise<Browser> {
  const browser = await chromium.launch({ executablePath, args: chromiumFlags });
  return {
    engine: "chromium",
    name: `Chromium ${browser.version()}`,
    async newTab(server) {
      const context = await browser.newContext();
      const page = await context.newPage();
      const messages: Message[] = [];
      page.on("console", (message) => {
        // Chromium asks for an icon of its own accord where a page names none.
        if (message.location().url.endsWith("/favicon.ico")) return;
        messages.push({ type: types[message.type()] ?? "log", text: message.text() });
      });
      page.on("pageerror", (error) => void messages.push({ type: "uncaught", text: error.stack ?? error.message }));
      return makeTab({
        navigate: async (url) => void (await page.goto(url)),
        run: (expression) => page.evaluate<string>(expression),
        messages: async () => messages,
        close: () => context.close(),
      }, server);
    },
    close: () => browser.close(),
  };
}

/** Debian's Firefox, driven over WebDriver BiDi by Puppeteer. (Playwright drives only a Firefox of its own making.) */
import puppeteer from "puppeteer-core";
import { makeTab } from "./driver.ts";
import type { Browser, Message } from "./driver.ts";

const types: Record<string, Message["type"]> = { warn: "warn", error: "error", info: "info", debug: "debug" };

export async function openFirefox(executablePath: string): Promise<Browser> {
  const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true, protocolTimeout: 600_000 });
  const version = (await browser.version()).replace(/^.*\//, "");
  return {
    engine: "firefox",
    name: `Firefox ${version}`,
    async newTab(server) {
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      page.setDefaultTimeout(0); // the test's own limit holds
      const messages: Message[] = [];
      page.on("console", (message) => void messages.push({ type: types[message.type()] ?? "log", text: message.text() }));
      page.on("pageerror", (error) => {
        const text = error instanceof Error ? `${error.name}: ${error.message}\n${error.stack ?? ""}` : String(error);
        messages.push({ type: "uncaught", text });
      });
      return makeTab({
        navigate: async (url) => void (await page.goto(url)),
        run: async (expression) => (await page.evaluate(expression)) as string,
        messages: async () => messages,
        close: () => context.close(),
      }, server);
    },
    close: () => browser.close(),
  };
}

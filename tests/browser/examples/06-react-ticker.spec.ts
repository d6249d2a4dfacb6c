import type { Page } from "@playwright/test";
import { expect, test } from "../go.ts";
import { buildExample } from "./app.ts";

let site = "";
test.beforeAll(({}, info) => {
  info.setTimeout(300_000);
  site = buildExample("06-react-ticker");
});

const figure = (page: Page, name: string) => page.getByLabel(name, { exact: true });
const numberOf = async (page: Page, name: string): Promise<number> => Number((await figure(page, name).textContent())?.replaceAll(",", ""));

for (const isolated of [true, false]) {
  test.describe(isolated ? "isolated" : "not isolated", () => {
    test.use({ goIsolated: isolated });

    test("the book moves, and the page says how it is told", async ({ go, page }) => {
      await page.goto(await go.serve(site));
      await expect(figure(page, "Transport")).toHaveText(isolated ? "shared" : "port");
      const price = await figure(page, "Price").textContent();
      await expect(figure(page, "Price")).not.toHaveText(price ?? "");
      await expect(page.getByRole("meter")).toHaveCount(24);
      await expect.poll(() => numberOf(page, "Updates a second")).toBeGreaterThan(1000);
    });

    test("the page goes on drawing while Go is busy", async ({ go, page }) => {
      await page.goto(await go.serve(site));
      await expect.poll(() => numberOf(page, "Updates a second")).toBeGreaterThan(0);
      // Looked at in each frame: a look from outside now and then may come when all is over.
      const seen = page.evaluate(async () => {
        const button = document.querySelector("button");
        const rate = document.querySelector("[aria-labelledby=updates]");
        const frame = () => new Promise(requestAnimationFrame);
        while (!button?.disabled) await frame();
        const says = button.textContent;
        let [frames, still] = [0, false];
        for (const end = performance.now() + 10_000; (button.disabled || !still) && performance.now() < end; ) {
          if (button.disabled) frames++;
          await frame();
          still ||= rate?.textContent === "0";
        }
        return { says, frames, still };
      });
      await page.getByRole("button", { name: "Keep Go busy" }).click();
      // Go is in a loop: no update comes, but frames do.
      const { says, frames, still } = await seen;
      expect(says).toContain("Go computes");
      expect(still).toBe(true);
      expect(frames).toBeGreaterThan(5);
      await expect(page.getByRole("button", { name: "Keep Go busy" })).toBeEnabled();
      await expect.poll(() => numberOf(page, "Updates a second")).toBeGreaterThan(0);
    });
  });
}

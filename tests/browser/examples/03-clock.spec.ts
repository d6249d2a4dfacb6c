import type { Page } from "@playwright/test";
import { expect, test } from "../support.ts";
import { openExample } from "./program.ts";

const picture = (page: Page) => page.locator("#clock").evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());

/** The colour of the mark at twelve o'clock, as [red, green, blue]. */
const markColour = (page: Page) =>
  page.locator("#clock").evaluate((canvas: HTMLCanvasElement) => {
    const data = canvas.getContext("2d")!.getImageData(canvas.width / 2, 0.045 * canvas.height, 1, 1).data;
    return [data[0], data[1], data[2]];
  });

/** Which colour a part of the page has been given, in the same form. */
const inkOf = (page: Page) =>
  page.evaluate(() => getComputedStyle(document.body).color.match(/\d+/g)!.slice(0, 3).map(Number));

test("the hands move and the time is written beside them", async ({ page }) => {
  const lines = await openExample(page, "03-clock");
  await expect(page.locator("#time")).toHaveText(/^\d\d:\d\d:\d\d$/);
  const first = await picture(page);
  await expect.poll(() => picture(page)).not.toBe(first);
  expect(lines).toContain("moving smoothly");

  const expected = await page.evaluate(() => new Date().toLocaleDateString("en-GB", { weekday: "long", day: "numeric" }));
  await expect(page.locator("#date")).toContainText(expected.split(" ")[0]!);
});

test("shows the page's own time zone", async ({ browser }) => {
  const context = await browser.newContext({ timezoneId: "Asia/Kolkata" });
  const page = await context.newPage();
  await openExample(page, "03-clock");
  await expect(page.locator("#time")).toHaveText(/^\d\d:\d\d:\d\d$/);
  const [shown, local] = await page.evaluate(() => [
    document.getElementById("time")!.textContent!,
    new Date().toTimeString().slice(0, 8),
  ]);
  const inSeconds = (text: string) => text.split(":").reduce((sum, part) => 60 * sum + Number(part), 0);
  const apart = Math.abs(inSeconds(local!) - inSeconds(shown!));
  expect(Math.min(apart, 86400 - apart)).toBeLessThan(60); // another zone would be half an hour off
  await context.close();
});

test("pauses and goes on", async ({ page }) => {
  const lines = await openExample(page, "03-clock");
  await expect.poll(() => lines).toContain("moving smoothly");
  await page.getByRole("button", { name: "Pause" }).press("Enter");
  await expect.poll(() => lines.at(-1)).toBe("resting");
  const [still, at] = [await picture(page), await page.locator("#time").textContent()];
  await page.waitForFunction((from) => Date.now() > from + 1500, await page.evaluate(() => Date.now()));
  expect(await picture(page)).toBe(still);
  expect(await page.locator("#time").textContent()).toBe(at);

  await page.getByRole("button", { name: "Resume" }).press("Enter");
  await expect.poll(() => picture(page)).not.toBe(still);
  await expect(page.locator("#time")).not.toHaveText(at!);
});

test("ticks by the second where less motion is asked for", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const lines = await openExample(page, "03-clock");
  await expect.poll(() => lines).toContain("ticking by the second");
  // Each of the three hands may be drawn apart, and late; a sweeping hand would give some fifty pictures a second.
  const most = await page.evaluate(async () => {
    const canvas = document.getElementById("clock") as HTMLCanvasElement;
    const time = document.getElementById("time")!;
    const pictures = new Map<string, Set<string>>();
    while (pictures.size < 4) {
      await new Promise(requestAnimationFrame);
      const second = time.textContent!;
      pictures.set(second, (pictures.get(second) ?? new Set()).add(canvas.toDataURL()));
    }
    return Math.max(...[...pictures.values()].map((set) => set.size));
  });
  expect(most).toBeLessThanOrEqual(8);
  expect(lines).not.toContain("moving smoothly");

  await page.emulateMedia({ reducedMotion: "no-preference" });
  await expect.poll(() => lines.at(-1)).toBe("moving smoothly");
});

test("is sharp: as many pixels as the screen has", async ({ browser }) => {
  const context = await browser.newContext({ deviceScaleFactor: 3 });
  const page = await context.newPage();
  await openExample(page, "03-clock");
  await expect.poll(() => page.locator("#clock").evaluate((c: HTMLCanvasElement) => c.width / c.clientWidth)).toBe(3);
  await context.close();
});

test("is drawn in the page's colours, light and dark", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await openExample(page, "03-clock");
  const light = await inkOf(page);
  await expect.poll(() => markColour(page)).toEqual(light);
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await inkOf(page);
  expect(dark).not.toEqual(light);
  await expect.poll(() => markColour(page)).toEqual(dark);
});

import type { Page } from "@playwright/test";
import { expect, test } from "../support.ts";
import { openExample } from "./program.ts";

interface Stats {
  readonly refs: number;
  readonly wrappers: number;
  readonly memoryBytes: number;
  readonly hostCalls: number;
}

const stats = (page: Page): Promise<Stats> => page.evaluate(() => (document.querySelector("go-ferry") as unknown as { program: { stats(): Promise<Stats> } }).program.stats());
const value = (page: Page, key: string) => page.locator(`#${key} .value`);
const change = (page: Page, key: string) => page.locator(`#${key} .change`);
const result = (page: Page) => page.getByRole("status");
const press = (page: Page, name: string) => page.getByRole("button", { name }).click();
const whole = (n: number): string => new Intl.NumberFormat("en").format(n);

/** Opens the example and collects what starting has left over; returns the figures from then on. */
async function open(page: Page): Promise<Stats> {
  await openExample(page, "05-memory");
  await press(page, "Collect garbage");
  await expect(result(page)).toHaveText(/^Collected/);
  return stats(page);
}

/** How much of the plot's right edge is filled, from the bottom: 0 to 1. The edge is two seconds wide, so the newest sample is in it. */
const drawn = (page: Page, key: string): Promise<number> =>
  page.locator(`#${key} canvas`).evaluate((canvas: HTMLCanvasElement) => {
    const probe = document.createElement("canvas").getContext("2d")!;
    probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--accent");
    probe.fillRect(0, 0, 1, 1);
    const accent = [...probe.getImageData(0, 0, 1, 1).data];
    const { height } = canvas;
    const x = canvas.width - 18 * devicePixelRatio; // within the plot: 16 px lie right of it
    const column = canvas.getContext("2d")!.getImageData(x, 0, 1, height).data;
    const line = Array.from({ length: height }, (_, y) => y).filter((y) => accent.every((part, i) => Math.abs(part - column[4 * y + i]!) < 24));
    return line.length === 0 ? -1 : 1 - line[0]! / height;
  });

test("the figures are those of program.stats()", async ({ page }) => {
  await open(page);
  const { refs, wrappers, memoryBytes } = await stats(page);
  await expect(value(page, "wrappers")).toHaveText(whole(wrappers));
  await expect(value(page, "refs")).toHaveText(whole(refs));
  await expect(value(page, "memoryBytes")).toHaveText(`${(memoryBytes / 2 ** 20).toFixed(1)}\u00a0MiB`);
  await expect(value(page, "callRate")).toHaveText("0/s");
  await expect(page.getByRole("figure")).toHaveCount(4);
});

test("a leak shows in the figures and in the charts; only Release gives it back", async ({ page }) => {
  const before = await open(page);
  await expect.poll(() => drawn(page, "wrappers")).toBeGreaterThanOrEqual(0);
  await press(page, "Leak functions");
  await expect(result(page)).toHaveText(/released none\. Go holds 1,000 functions and 0 values; 1\d\.\d\sMiB/);
  await expect(value(page, "wrappers")).toHaveText(whole(before.wrappers + 1000));
  await expect(change(page, "wrappers")).toHaveText("+1,000");
  await expect.poll(() => drawn(page, "wrappers")).toBeGreaterThan(0.7);
  const leaked = await stats(page);
  expect(leaked.wrappers).toBe(before.wrappers + 1000);
  expect(leaked.refs).toBeGreaterThanOrEqual(before.refs + 1000);
  expect(leaked.memoryBytes).toBeGreaterThan(before.memoryBytes + 15 * 2 ** 20);
  expect(leaked.hostCalls).toBeGreaterThan(before.hostCalls + 1000);

  await press(page, "Collect garbage");
  await expect(result(page)).toHaveText(/^Collected.* Go holds 1,000 functions/);
  expect((await stats(page)).wrappers).toBe(before.wrappers + 1000);

  await press(page, "Release all");
  await expect(result(page)).toHaveText(/^Released.* Go holds 0 functions and 0 values; 0\.\d\sMiB/);
  await expect(value(page, "wrappers")).toHaveText(whole(before.wrappers));
  await expect(value(page, "refs")).toHaveText(whole(before.refs));
  await expect.poll(() => drawn(page, "wrappers")).toBeLessThan(0.3);
  expect((await stats(page)).memoryBytes).toBe(leaked.memoryBytes); // it cannot shrink

  await press(page, "Leak functions");
  await expect(value(page, "wrappers")).toHaveText(whole(before.wrappers + 1000));
  expect((await stats(page)).memoryBytes).toBeLessThanOrEqual(leaked.memoryBytes); // the freed room is used again
});

test("kept values have only to be forgotten", async ({ page }) => {
  const before = await open(page);
  await press(page, "Keep values");
  await expect(result(page)).toHaveText(/0 functions and 1,000 values/);
  await expect.poll(async () => (await stats(page)).refs).toBeGreaterThanOrEqual(before.refs + 1000);
  await expect(value(page, "wrappers")).toHaveText(whole(before.wrappers));
  await press(page, "Release all");
  await expect(result(page)).toHaveText(/0 functions and 0 values/);
  await expect(value(page, "refs")).toHaveText(whole(before.refs));
});

test("Pause holds the figures still, Resume brings them up to date; all by keyboard", async ({ page }) => {
  const before = await open(page);
  await page.getByRole("button", { name: "Pause" }).press("Enter");
  await expect(page.getByRole("button", { name: "Resume" })).toBeFocused();
  await page.getByRole("button", { name: "Leak functions" }).press("Enter");
  await expect(result(page)).toHaveText(/Go holds 1,000 functions/);
  await expect(page.getByRole("button", { name: "Leak functions" })).toBeFocused();
  await expect(value(page, "wrappers")).toHaveText(whole(before.wrappers));
  await page.getByRole("button", { name: "Resume" }).press("Enter");
  await expect(value(page, "wrappers")).toHaveText(whole(before.wrappers + 1000));
  await expect(page.getByRole("button", { name: "Pause" })).toBeFocused();
});

test("the charts are drawn in the page's colours, light and dark, and fit a narrow page", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await open(page);
  await press(page, "Leak functions");
  await expect.poll(() => drawn(page, "wrappers")).toBeGreaterThan(0.7);
  await page.getByRole("button", { name: "Pause" }).click(); // nothing but the change of colours draws now
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(() => drawn(page, "wrappers")).toBeGreaterThan(0.7); // the accent is another colour now
  await page.setViewportSize({ width: 360, height: 740 });
  const plots = () => page.locator(".plot").evaluateAll((all) => all.map((plot) => plot.querySelector("canvas")!.getBoundingClientRect().width - plot.clientWidth));
  await expect.poll(plots).toEqual([0, 0, 0, 0]);
});

test("says so when the program cannot be loaded", async ({ page, pageErrors }) => {
  pageErrors.allow(/404/);
  await page.route("**/main.wasm", (route) => route.fulfill({ status: 404, body: "gone" }));
  await page.goto("/05-memory/");
  await expect(page.getByText("The Go program could not be loaded.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Leak functions" })).toBeDisabled();
});

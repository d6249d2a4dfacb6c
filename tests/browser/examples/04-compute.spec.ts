import type { Page } from "@playwright/test";
import { expect, test } from "../support.ts";
import { openExample } from "./program.ts";

const WIDTH = 720;
const HEIGHT = 480;
const progress = (page: Page) => page.getByRole("progressbar", { name: "Computed" });
const result = (page: Page) => page.getByRole("status");
const done = (page: Page) => expect(result(page)).toHaveText(/ host calls$/);

const pixels = (page: Page, points: readonly (readonly [number, number])[]) =>
  page.locator("#picture").evaluate((canvas: HTMLCanvasElement, at) => {
    const context = canvas.getContext("2d")!;
    return at.map(([x, y]) => [...context.getImageData(x, y, 1, 1).data]);
  }, points);

/** An independent reading of the picture: after how many steps the point leaves the circle of radius 16, or -1. */
function escape(x: number, y: number, iterations: number): number {
  const scale = 3.2 / WIDTH;
  const [cr, ci] = [-0.7 + (x - WIDTH / 2) * scale, (HEIGHT / 2 - y) * scale];
  let [zr, zi] = [0, 0];
  for (let n = 0; n < iterations; n++) {
    [zr, zi] = [zr * zr - zi * zi + cr, 2 * zr * zi + ci];
    const r2 = zr * zr + zi * zi;
    if (r2 > 256) return n + 1 - Math.log2(Math.log2(r2) / 2);
  }
  return -1;
}

const STOPS = [
  [10, 22, 30], [11, 66, 84], [11, 114, 133], [106, 192, 205], [238, 247, 246], [250, 208, 137], [150, 84, 30],
] as const;

function colour(steps: number): number[] {
  if (steps < 0) return [10, 22, 30, 255];
  const at = (2 * Math.log2(1 + Math.max(0, steps))) % STOPS.length;
  const [from, to] = [STOPS[Math.floor(at)]!, STOPS[(Math.floor(at) + 1) % STOPS.length]!];
  return [...from.map((value, k) => Math.round(value + (to[k]! - value) * (at % 1))), 255];
}

test("computes the whole picture, reports 100 % and what it cost", async ({ page }) => {
  await openExample(page, "04-compute");
  await done(page);
  await expect(progress(page)).toHaveAttribute("aria-valuenow", "100");
  await expect(result(page)).toHaveText(/^345,600 pixels: [\d,]+ ms in \d+ slices, [\d,]+ host calls$/);
  await expect(page.getByRole("button", { name: "Compute" })).toBeEnabled();
  await expect(page.getByRole("button", { name: "Cancel" })).toBeDisabled();
});

test("the picture is the Mandelbrot set", async ({ page }) => {
  await openExample(page, "04-compute");
  await done(page);

  // Known points: the middles of the cardioid and of the disc left of it never leave; the corners do at once.
  const inside = [10, 22, 30, 255];
  const column = (re: number) => Math.round((re + 0.7) / (3.2 / WIDTH) + WIDTH / 2);
  expect(await pixels(page, [[column(-0.2), 240], [column(-1), 240], [column(0), 240]])).toEqual([inside, inside, inside]);
  for (const corner of await pixels(page, [[0, 0], [WIDTH - 1, 0], [0, HEIGHT - 1]])) expect(corner).not.toEqual(inside);

  // A grid over the whole of it, against the same sums done in JavaScript. One step of colour for another logarithm.
  const grid: [number, number][] = [];
  for (let y = 7; y < HEIGHT; y += 29) for (let x = 5; x < WIDTH; x += 31) grid.push([x, y]);
  const wrong = (await pixels(page, grid)).flatMap((got, i) => {
    const [x, y] = grid[i]!;
    const want = colour(escape(x, y, 500));
    return got.every((value, k) => Math.abs(value - want[k]!) <= 1) ? [] : [{ x, y, got, want }];
  });
  expect(wrong).toEqual([]);
});

test("the page stays usable meanwhile, and Cancel ends it", async ({ page }) => {
  await openExample(page, "04-compute");
  await done(page);
  await page.getByLabel("Iterations").selectOption("10000");
  await page.getByRole("button", { name: "Compute" }).click();
  await expect(page.getByRole("button", { name: "Compute" })).toBeDisabled();
  await expect(progress(page)).not.toHaveAttribute("aria-valuenow", "0"); // timers and drawing go on while Go computes
  await page.getByRole("button", { name: "Cancel" }).press("Enter");
  await expect(result(page)).toHaveText(/^Canceled after [\d,]+ ms/);
  await expect(progress(page)).not.toHaveAttribute("aria-valuenow", "100");
  await expect(page.getByRole("button", { name: "Compute" })).toBeFocused();

  // And it can be started again.
  await page.getByLabel("Iterations").selectOption("500");
  await page.getByRole("button", { name: "Compute" }).press("Enter");
  await expect(result(page)).toHaveText(/^345,600 pixels/);
  await expect(progress(page)).toHaveAttribute("aria-valuenow", "100");
});

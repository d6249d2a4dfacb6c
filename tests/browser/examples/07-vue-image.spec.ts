import type { Page } from "@playwright/test";
import { expect, test } from "../go.ts";
import { buildExample } from "./app.ts";

let site = "";
test.beforeAll(({}, info) => {
  info.setTimeout(300_000);
  site = buildExample("07-vue-image");
});

/** How much neighbouring pixels of the picture differ, in all: less, the more it is blurred. */
const contrast = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const canvas = document.querySelector("canvas") as HTMLCanvasElement;
    const { data } = (canvas.getContext("2d") as CanvasRenderingContext2D).getImageData(0, 0, canvas.width, canvas.height);
    let sum = 0;
    for (let i = 4; i < data.length; i++) sum += ((data[i] as number) - (data[i - 4] as number)) ** 2;
    return sum;
  });

/** A picture file: stripes. */
const stripes = (page: Page, width: number, height: number): Promise<number[]> =>
  page.evaluate(
    async ({ width, height }) => {
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext("2d") as OffscreenCanvasRenderingContext2D;
      for (let x = 0; x < width; x += 10) context.fillRect(x, 0, 5, height);
      return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
    },
    { width, height },
  );

for (const isolated of [true, false]) {
  test.describe(isolated ? "isolated" : "not isolated", () => {
    test.use({ goIsolated: isolated });

    test("the picture is blurred as the slider says", async ({ go, page }) => {
      await page.goto(await go.serve(site));
      await expect(page.getByRole("status")).toHaveText(`640 × 400 · Transport: ${isolated ? "shared" : "port"}`);
      const strength = page.getByLabel("Strength");
      const first = await contrast(page);
      await strength.fill("0");
      await expect.poll(() => contrast(page)).toBeGreaterThan(1.5 * first);
      const sharp = await contrast(page);
      await strength.fill("1");
      await expect.poll(() => contrast(page)).toBeLessThan(sharp / 4);
      for (let i = 0; i <= 20; i++) await strength.fill(String(i / 20)); // faster than Go filters: the last one counts
      await strength.fill("0");
      await expect.poll(() => contrast(page)).toBe(sharp);
    });

    test("a picture of one's own; one that is none", async ({ go, page }) => {
      await page.goto(await go.serve(site));
      await expect(page.getByRole("status")).toContainText("640 × 400");
      const input = page.getByLabel("Picture", { exact: true });
      await input.setInputFiles({ name: "stripes.png", mimeType: "image/png", buffer: Buffer.from(await stripes(page, 300, 200)) });
      await expect(page.getByRole("status")).toContainText("300 × 200");
      // One with too many pixels is made smaller.
      await input.setInputFiles({ name: "large.png", mimeType: "image/png", buffer: Buffer.from(await stripes(page, 4000, 1000)) });
      await expect(page.getByRole("status")).toContainText("2896 × 724");
      await input.setInputFiles({ name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("no picture") });
      await expect(page.getByRole("alert")).toHaveText("notes.txt is no picture that this browser can show.");
    });
  });
}

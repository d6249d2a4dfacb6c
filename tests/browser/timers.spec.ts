/** Go's timers in Chromium: complete, in order, and short ones without the clamp that browsers put on nested timeouts. */
import { comparedGo, fixtureOf, program } from "../support/hosts.ts";
import { builds, runInPage } from "../support/pages.ts";
import { comparedLines, expectedTimers } from "../support/timers-expected.ts";
import { expect, missingGo, test } from "./support.ts";

const fixture = fixtureOf("timers");
const args = Object.keys(expectedTimers).map((mode) => ({ program: "timers", args: mode.split(" ") }));

/** From this level of nesting on, a browser makes each setTimeout wait 4 ms (HTML, timer initialisation steps). */
const CLAMPED_LEVEL = 6;

for (const version of comparedGo()) {
  for (const build of builds) {
    test(`timers, Go ${version}, ${build}`, async ({ page }) => {
      test.skip(missingGo(version) !== undefined, missingGo(version) ?? "");
      const { result } = await runInPage<{ lines: string[] }[]>(page, build, "outputs", { programs: { timers: program("timers", version) }, fixture, args });
      for (const [i, [mode, lines]] of Object.entries(expectedTimers).entries()) {
        await test.step(mode, () => expect(comparedLines(version, result[i]?.lines)).toEqual(comparedLines(version, lines)));
      }
      const spy = await page.evaluate(() => (globalThis as unknown as { timerSpy: { calls: number; pending: number; deepest: number } }).timerSpy);
      expect(spy.calls).toBeGreaterThan(200); // the spy saw the ticker
      expect(spy.pending, "no timer is left").toBe(0);
    });
  }
}

for (const build of builds) {
  test(`a ticker of 1 ms meets no clamp, ${build}`, async ({ page }) => {
    const ticker = [{ program: "timers", args: ["ticker", "300"] }];
    const { result } = await runInPage<{ lines: string[] }[]>(page, build, "outputs", { programs: { timers: program("timers") }, fixture, args: ticker });
    expect(result[0]?.lines).toEqual(["ticks 300"]);
    const deepest = await page.evaluate(() => (globalThis as unknown as { timerSpy: { deepest: number } }).timerSpy.deepest);
    expect(deepest).toBeLessThan(CLAMPED_LEVEL);
  });
}

test("the spy sees nesting where there is some", async ({ page }) => {
  await page.goto("/tests/browser/pages/blank.html");
  await page.addScriptTag({ url: "/tests/go/timers/fixture.js" });
  const deepest = await page.evaluate(async () => {
    await new Promise<void>((resolve) => {
      const again = (left: number): void => void setTimeout(() => (left === 0 ? resolve() : again(left - 1)), 1);
      again(9);
    });
    return (globalThis as unknown as { timerSpy: { deepest: number } }).timerSpy.deepest;
  });
  expect(deepest).toBe(10);
});

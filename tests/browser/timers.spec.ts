/** Go's timers: complete, in order, and short ones without the clamp that browsers put on nested timeouts. */
import { comparedGo, fixtureOf, program } from "../support/hosts.ts";
import { runInPage } from "../support/pages.ts";
import { comparedLines, expectedTimers } from "../support/timers-expected.ts";
import { expect, inThisBrowser, missingGo, spread, test } from "./any-browser.ts";

const fixture = fixtureOf("timers");
const args = Object.keys(expectedTimers).map((mode) => ({ program: "timers", args: mode.split(" ") }));

/** From this level of nesting on, a browser makes each setTimeout wait 4 ms (HTML, timer initialisation steps). */
const CLAMPED_LEVEL = 6;

for (const version of inThisBrowser(comparedGo())) {
  for (const { build, variant } of spread) {
    test(`timers, Go ${version}, ${build}, ${variant}`, async ({ tab }) => {
      test.skip(missingGo(version) !== undefined, missingGo(version) ?? "");
      const { result } = await runInPage<{ lines: string[] }[]>(tab, build, "outputs", { programs: { timers: program("timers", version) }, fixture, variant, args });
      for (const [i, [mode, lines]] of Object.entries(expectedTimers).entries()) {
        await test.step(mode, () => expect(comparedLines(version, result[i]?.lines)).toEqual(comparedLines(version, lines)));
      }
      const spy = await tab.evaluate(() => (globalThis as unknown as { timerSpy: { calls: number; pending: number; deepest: number } }).timerSpy);
      expect(spy.calls).toBeGreaterThan(200); // the spy saw the ticker
      expect(spy.pending, "no timer is left").toBe(0);
    });
  }
}

for (const { build, variant } of spread) {
  test(`a ticker of 1 ms meets no clamp, ${build}, ${variant}`, async ({ tab }) => {
    const ticker = [{ program: "timers", args: ["ticker", "300"] }];
    const { result } = await runInPage<{ lines: string[] }[]>(tab, build, "outputs", { programs: { timers: program("timers") }, fixture, variant, args: ticker });
    expect(result[0]?.lines).toEqual(["ticks 300"]);
    const deepest = await tab.evaluate(() => (globalThis as unknown as { timerSpy: { deepest: number } }).timerSpy.deepest);
    expect(deepest).toBeLessThan(CLAMPED_LEVEL);
  });
}

test("the spy sees nesting where there is some", async ({ tab }) => {
  await tab.goto("/tests/browser/pages/blank.html");
  await tab.addScriptTag({ url: "/tests/go/timers/fixture.js" });
  const deepest = await tab.evaluate(async () => {
    await new Promise<void>((resolve) => {
      const again = (left: number): void => void setTimeout(() => (left === 0 ? resolve() : again(left - 1)), 1);
      again(9);
    });
    return (globalThis as unknown as { timerSpy: { deepest: number } }).timerSpy.deepest;
  });
  expect(deepest).toBe(10);
});

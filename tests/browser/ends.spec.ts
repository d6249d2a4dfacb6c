/** Every way a program can end, beside a neighbour in the same page. */
import { checkEnd, endArguments, expectedEnds, type EndsResult, type PlainEnd } from "../support/ends-expected.ts";
import { fixtureOf, program } from "../support/hosts.ts";
import { runInPage } from "../support/pages.ts";
import { engine, expect, spread, test } from "./any-browser.ts";

const fixture = fixtureOf("ends");
const programs = { ends: program("ends"), sleeper: program("sleeper") };

for (const { build, variant } of spread) {
  test(`ends, ${build}, ${variant}`, async ({ tab }) => {
    test.setTimeout(120_000);
    const { result } = await runInPage<EndsResult>(tab, build, "ends", { programs, fixture, variant, args: endArguments() });
    for (const name of Object.keys(expectedEnds)) {
      await test.step(name, () => {
        const outcome = result.outcomes[name];
        if (!outcome) throw new Error("the scenario did not report it");
        checkEnd(name, outcome);
      });
    }
    expect(result.neighbour).toEqual({ status: "exited", code: 0, reason: "exit" });
  });

  test(`a deadlock is reported once, and does not end the program, ${build}, ${variant}`, async ({ tab }) => {
    const { result, uncaught } = await runInPage<{ warnings: string[]; before: string[] }>(tab, build, "deadlock", { programs, variant, args: { page: true } });
    expect(result.warnings).toHaveLength(2); // once for each of two programs
    expect(result.before).toEqual(["running", "running"]);
    expect(uncaught).toEqual([]);
  });
}

// Long, and the variants differ in nothing that matters to it: all of them in Chromium alone.
for (const { build, variant } of engine === "chromium" ? spread : spread.slice(0, 1)) {
  test(`100,000 throws in a row change nothing, ${build}, ${variant}`, async ({ tab }) => {
    test.setTimeout(120_000);
    const { result } = await runInPage<{ caught: number; greeting: string; status: string; end: PlainEnd }>(tab, build, "throws", { programs, fixture, variant });
    expect(result).toEqual({ caught: 100_000, greeting: "hello you!", status: "running", end: { status: "exited", code: 0, reason: "exit" } });
  });
}

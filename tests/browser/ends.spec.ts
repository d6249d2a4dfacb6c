/** Every way a program can end, in Chromium, beside a neighbour in the same page. */
import { checkEnd, endArguments, expectedEnds, type EndsResult, type PlainEnd } from "../support/ends-expected.ts";
import { fixtureOf, program } from "../support/hosts.ts";
import { builds, runInPage } from "../support/pages.ts";
import { expect, test } from "./support.ts";

const fixture = fixtureOf("ends");
const programs = { ends: program("ends"), sleeper: program("sleeper") };

for (const build of builds) {
  test(`ends, ${build}`, async ({ page }) => {
    test.setTimeout(120_000);
    const { result } = await runInPage<EndsResult>(page, build, "ends", { programs, fixture, args: endArguments() });
    for (const name of Object.keys(expectedEnds)) {
      await test.step(name, () => {
        const outcome = result.outcomes[name];
        if (!outcome) throw new Error("the scenario did not report it");
        checkEnd(name, outcome);
      });
    }
    expect(result.neighbour).toEqual({ status: "exited", code: 0, reason: "exit" });
  });

  test(`100,000 throws in a row change nothing, ${build}`, async ({ page }) => {
    test.setTimeout(120_000);
    const { result } = await runInPage<{ caught: number; greeting: string; status: string; end: PlainEnd }>(page, build, "throws", { programs, fixture });
    expect(result).toEqual({ caught: 100_000, greeting: "hello you!", status: "running", end: { status: "exited", code: 0, reason: "exit" } });
  });

  test(`a deadlock is reported once, and does not end the program, ${build}`, async ({ page }) => {
    const { result, uncaught } = await runInPage<{ warnings: string[]; before: string[] }>(page, build, "deadlock", { programs, args: { page: true } });
    expect(result.warnings).toHaveLength(2); // once for each of two programs
    expect(result.before).toEqual(["running", "running"]);
    expect(uncaught).toEqual([]);
  });
}

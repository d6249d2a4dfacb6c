/** The values program: Go's own wasm_exec.js against the ES module and the classic script, case by case. */
import { comparedGo, fixtureOf, newestGo, program } from "../support/hosts.ts";
import { runInPage, runWasmExecInPage } from "../support/pages.ts";
import { compareValues, withoutSource } from "../support/values-differences.ts";
import { covered, engine, expect, inThisBrowser, missingGo, test } from "./any-browser.ts";

const fixture = fixtureOf("values");
const compared = (lines: readonly string[]): readonly string[] => (engine === "chromium" ? lines : lines.map(withoutSource));

for (const version of inThisBrowser(comparedGo())) {
  test(`every case, Go ${version}`, async ({ tab, pageErrors }) => {
    pageErrors.mayHave(/^uncaught: Error: Go program has already exited/); // of a timer that Go's own file leaves behind
    test.skip(missingGo(version) !== undefined, missingGo(version) ?? "");
    test.setTimeout(180_000);
    const wasm = program("values", version);
    const theirs = await runWasmExecInPage(tab, version, wasm, { fixture });
    expect(theirs.lines.at(-1)).toBe("end");
    expect(theirs.code).toBe(0);
    for (const { build, variant } of covered) {
      if (version !== newestGo() && variant === "compat") continue;
      await test.step(`${build}, ${variant}`, async () => {
        const ours = await runInPage<{ lines: string[]; ended: string }>(tab, build, "values", { programs: { values: wasm }, fixture, variant });
        expect(ours.result.ended, `after the case ${ours.result.lines.at(-1)}`).toBe("exited 0");
        const faults = compareValues(version, compared(theirs.lines), compared(ours.result.lines));
        expect(faults.slice(0, 40), `${faults.length} cases differ`).toEqual([]);
      });
    }
  });
}

/** The values program in Chromium: Go's own wasm_exec.js against the ES module and the classic script, case by case. */
import { comparedGo, fixtureOf, newestGo, program } from "../support/hosts.ts";
import { builds, runInPage, runWasmExecInPage } from "../support/pages.ts";
import { compareValues } from "../support/values-differences.ts";
import { expect, missingGo, test } from "./support.ts";

const fixture = fixtureOf("values");

for (const version of comparedGo()) {
  test(`every case, Go ${version}`, async ({ page }) => {
    test.skip(missingGo(version) !== undefined, missingGo(version) ?? "");
    test.setTimeout(180_000);
    const wasm = program("values", version);
    const theirs = await runWasmExecInPage(page, version, wasm, { fixture });
    expect(theirs.lines.at(-1)).toBe("end");
    expect(theirs.code).toBe(0);
    const variants = version === newestGo() ? (["merged", "compat"] as const) : (["merged"] as const);
    for (const build of builds) {
      for (const variant of variants) {
        await test.step(`${build}, ${variant}`, async () => {
          const ours = await runInPage<{ lines: string[]; ended: string }>(page, build, "values", { programs: { values: wasm }, fixture, variant });
          expect(ours.result.ended, `after the case ${ours.result.lines.at(-1)}`).toBe("exited 0");
          const faults = compareValues(version, theirs.lines, ours.result.lines);
          expect(faults.slice(0, 40), `${faults.length} cases differ`).toEqual([]);
        });
      }
    }
  });
}

/** Go's own tests of syscall/js in Chromium: test by test the same verdict as under Go's own host. */
import { syscallJsTests, testedGo, verdicts } from "../support/go-tests.ts";
import { builds, runInPage, runWasmExecInPage } from "../support/pages.ts";
import { expect, missingGo, test } from "./support.ts";

for (const version of testedGo()) {
  test(`syscall/js of Go ${version}`, async ({ page }) => {
    test.skip(missingGo(version) !== undefined, missingGo(version) ?? "");
    test.setTimeout(120_000);
    const wasm = syscallJsTests(version);
    const theirs = await runWasmExecInPage(page, version, wasm, { args: ["-test.v"] });
    const expected = verdicts(theirs.lines);
    expect(expected.length, "Go's own host ran the tests").toBeGreaterThan(30);
    for (const build of builds) {
      for (const variant of ["merged", "compat"] as const) {
        await test.step(`${build}, ${variant}`, async () => {
          const run = await runInPage<{ lines: string[]; end: { code: number } }>(page, build, "go-tests", { programs: { tests: wasm }, variant });
          expect(verdicts(run.result.lines)).toEqual(expected);
          expect(run.result.end.code).toBe(0);
        });
      }
    }
  });
}

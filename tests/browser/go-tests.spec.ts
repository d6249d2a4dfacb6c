/** Go's own tests of syscall/js: test by test the same verdict as under Go's own host. */
import { syscallJsTests, testedGo, verdicts } from "../support/go-tests.ts";
import { runInPage, runWasmExecInPage } from "../support/pages.ts";
import { covered, expect, inThisBrowser, missingGo, test } from "./any-browser.ts";

for (const version of inThisBrowser(testedGo())) {
  test(`syscall/js of Go ${version}`, async ({ tab }) => {
    test.skip(missingGo(version) !== undefined, missingGo(version) ?? "");
    test.setTimeout(120_000);
    const wasm = syscallJsTests(version);
    const theirs = await runWasmExecInPage(tab, version, wasm, { args: ["-test.v"] });
    const expected = verdicts(theirs.lines);
    expect(expected.length, "Go's own host ran the tests").toBeGreaterThan(30);
    for (const { build, variant } of covered) {
      await test.step(`${build}, ${variant}`, async () => {
        const run = await runInPage<{ lines: string[]; end: { code: number } }>(tab, build, "go-tests", { programs: { tests: wasm }, variant });
        expect(verdicts(run.result.lines)).toEqual(expected);
        expect(run.result.end.code).toBe(0);
      });
    }
  });
}

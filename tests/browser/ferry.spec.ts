/** Package ferry: functions exported from Go, of every kind (tests/go/ferry), and the package's own tests. */
import { expectedFerry, type FerryResult } from "../support/ferry-expected.ts";
import { packageTests, testedGo, testFiles, verdicts } from "../support/go-tests.ts";
import { program } from "../support/hosts.ts";
import { runInPage } from "../support/pages.ts";
import { expect, inThisBrowser, missingGo, spread, test } from "./any-browser.ts";

for (const version of inThisBrowser(testedGo())) {
  for (const { build, variant } of spread) {
    for (const mode of ["page", "worker"] as const) {
      test(`what is exported, in a ${mode}, Go ${version}, ${build}, ${variant}`, async ({ tab }) => {
        test.skip(missingGo(version) !== undefined, missingGo(version) ?? "");
        const worker = mode === "worker" ? ({ mode, args: { copies: true } } as const) : {};
        const { result, uncaught } = await runInPage<FerryResult>(tab, build, "ferry", { programs: { ferry: program("ferry", version) }, variant, ...worker });
        expect(result.seen).toEqual(expectedFerry(mode, result.transport));
        expect([result.errors, result.end.status, uncaught]).toEqual([[], "terminated", []]);
      });
    }
  }

  test(`its own tests, Go ${version}`, async ({ tab }) => {
    test.skip(missingGo(version) !== undefined, missingGo(version) ?? "");
    const { result } = await runInPage<{ lines: string[]; end: { code: number } }>(tab, "module", "go-tests", { programs: { tests: packageTests("go", version) }, args: testFiles });
    const ran = verdicts(result.lines);
    expect(ran.filter((verdict) => !verdict.endsWith("PASS"))).toEqual([]);
    for (const name of ["TestErrorsAndPanics", "ExampleExport"]) expect(ran).toContain(`${name}: PASS`);
    expect(result.end.code).toBe(0);
  });
}

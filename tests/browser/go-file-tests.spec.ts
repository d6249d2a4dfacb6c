/** Go's own tests of io/fs and path/filepath: test by test the same verdict as on a real filesystem under Go's own host. More of them: tests/conformance. */
import { serve } from "../../tools/serve.mjs";
import { verdicts } from "../support/go-tests.ts";
import { fileTests, goroot, GOROOT, manifestOf, testArguments, tooDeepForWorkers, verdictsOnRealFiles } from "../support/goroot.ts";
import { runInPage } from "../support/pages.ts";
import { expect, spread, test } from "./any-browser.ts";

for (const name of ["io/fs", "path/filepath"]) {
  test(`${name}`, async ({ tab }) => {
    test.setTimeout(180_000);
    const expected = await verdictsOnRealFiles(name);
    expect(expected.length, "Go's own host ran the tests").toBeGreaterThan(10);
    const headers = { "access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin" };
    const server = await serve({ roots: [goroot()], port: 0, headers });
    for (const [i, mode] of (["page", "worker"] as const).entries()) {
      await test.step(`${mode} mode`, async () => {
        const { build, variant } = spread[i % spread.length] as (typeof spread)[number];
        const skip = mode === "worker" ? tooDeepForWorkers[name] : undefined;
        if (skip !== undefined) console.log(`skipped in a worker: ${skip} of ${name}, for its stack is too small`);
        const args = { base: server.url, manifest: manifestOf(name), goroot: GOROOT, cwd: `${GOROOT}/src/${name}`, args: testArguments(name), mode, ...(skip !== undefined && { skip }) };
        const { result } = await runInPage<{ lines: string[]; errors: string[]; end: { code: number } }>(tab, build, "file-tests", { programs: { tests: fileTests(name) }, variant, args });
        expect(verdicts(result.lines)).toEqual(expected.filter(verdict => !verdict.startsWith(`${skip}:`)));
        expect(result.end.code).toBe(0);
      });
    }
    await server.close();
  });
}

/** Go's own tests of io/fs and path/filepath: test by test the same verdict as on a real filesystem under Go's own host. */
import process from "node:process";
import { serve } from "../../tools/serve.mjs";
import { verdicts } from "../support/go-tests.ts";
import { filePackages, fileTests, goroot, GOROOT, manifestOf, skippedHere, verdictsOnRealFiles } from "../support/goroot.ts";
import { runInPage } from "../support/pages.ts";
import { expect, spread, test } from "./any-browser.ts";

/**
 * Tests that a worker of a browser has too small a stack for (500 KB in Chromium): they go 10,000 calls deep. That is the engine's stack, which Go
 * uses for each of its calls; nothing of files.
 */
const tooDeepForWorkers: Readonly<Record<string, string>> = { "io/fs": "TestCVE202230630" };

for (const name of Object.keys(filePackages)) {
  test(`${name}`, async ({ tab }) => {
    test.setTimeout(process.env["GOFERRY_CONFORMANCE"] ? 900_000 : 180_000);
    const expected = (await verdictsOnRealFiles(name)).map(verdict => (skippedHere[name]?.[verdict.split(":")[0] ?? ""] === undefined ? verdict : verdict.replace("PASS", "SKIP")));
    for (const [skipped, why] of Object.entries(skippedHere[name] ?? {})) console.log(`skipped: ${skipped} of ${name}, for ${why}`);
    expect(expected.length, "Go's own host ran the tests").toBeGreaterThan(10);
    const headers = { "access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin" };
    const server = await serve({ roots: [goroot()], port: 0, headers });
    for (const [i, mode] of (["page", "worker"] as const).entries()) {
      await test.step(`${mode} mode`, async () => {
        const { build, variant } = spread[i % spread.length] as (typeof spread)[number];
        const skip = mode === "worker" ? tooDeepForWorkers[name] : undefined;
        if (skip !== undefined) console.log(`skipped in a worker: ${skip} of ${name}, for its stack is too small`);
        const args = { base: server.url, manifest: manifestOf(name), goroot: GOROOT, cwd: `${GOROOT}/src/${name}`, mode, ...(skip !== undefined && { skip }) };
        const { result } = await runInPage<{ lines: string[]; errors: string[]; end: { code: number } }>(tab, build, "file-tests", { programs: { tests: fileTests(name) }, variant, args });
        expect(verdicts(result.lines)).toEqual(expected.filter(verdict => !verdict.startsWith(`${skip}:`)));
        expect(result.end.code).toBe(0);
      });
    }
    await server.close();
  });
}

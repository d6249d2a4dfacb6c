/** Worker mode: calls and what they carry, ends, ten programs at once, and ends at random moments. */
import { program } from "../support/hosts.ts";
import { runInPage, urlOf } from "../support/pages.ts";
import { checkStdio, stdioArguments, stdioCases, type OutputResult } from "../support/stdio-expected.ts";
import { root } from "../support/toolchain.ts";
import { checkKill, checkTen, checkWorker, killArguments, type KillResult, type TenResult } from "../support/worker-expected.ts";
import { engine, expect, spread, test } from "./any-browser.ts";

const programs = { worker: program("worker"), imports: program("dropin-imports"), stdio: program("stdio") };

for (const { build, variant } of spread) {
  test(`calls, values, functions, signals and ends, ${build}, ${variant}`, async ({ tab, pageErrors }) => {
    pageErrors.mayHave(/imports\.js\.missing.* importScripts\(\) was blocked/); // Firefox 140 tells of it, although the worker has caught it
    const { result, uncaught } = await runInPage<Record<string, unknown>>(tab, build, "worker", { programs, variant, args: { imports: urlOf(`${root}/tests/go/worker/imports.js`) } });
    checkWorker(result);
    expect(uncaught).toEqual([]);
  });

  test(`ten programs at once, ${build}, ${variant}`, async ({ tab }) => {
    checkTen((await runInPage<TenResult>(tab, build, "worker-ten", { programs, variant })).result);
  });
}

// The rest is the same for both builds and variants.
for (const { build, variant } of spread.slice(0, 1)) {
  test(`standard streams, ${build}, ${variant}`, async ({ tab }) => {
    const { result } = await runInPage<OutputResult[]>(tab, build, "outputs", { programs, variant, mode: "worker", args: stdioArguments() });
    for (const [i, expected] of stdioCases.entries()) checkStdio(expected, result[i]);
  });

  // WebKit takes a second for each on a busy machine; a promise that hangs is told of by the scenario, long before the limit.
  const times = engine === "webkit" ? 40 : 200;
  test(`ended at ${times} random moments, ${build}, ${variant}`, async ({ tab }) => {
    test.setTimeout(300_000);
    checkKill((await runInPage<KillResult>(tab, build, "worker-kill", { programs, variant, args: killArguments(times) })).result, times);
  });
}

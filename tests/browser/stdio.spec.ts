/** The standard streams of a program in Chromium. */
import { program } from "../support/hosts.ts";
import { builds, runInPage } from "../support/pages.ts";
import { checkStdio, stdioArguments, stdioCases, type OutputResult } from "../support/stdio-expected.ts";
import { expect, test } from "./support.ts";

const programs = { stdio: program("stdio") };

for (const build of builds) {
  test(`standard streams, ${build}`, async ({ page }) => {
    const { result } = await runInPage<OutputResult[]>(page, build, "outputs", { programs, args: stdioArguments() });
    for (const [i, expected] of stdioCases.entries()) await test.step(expected.name, () => checkStdio(expected, result[i]));
  });

  test(`the console, when nothing is given, ${build}`, async ({ page }) => {
    const run = await runInPage<OutputResult>(page, build, "output", { programs, args: { program: "stdio", args: ["streams"], target: "console" } });
    expect(run.console.log).toEqual(["out 1", "out 2"]);
    expect(run.console.error).toEqual(["err 1", "runtime's own", "err 2"]);
  });
}

/** The standard streams of a program. */
import { program } from "../support/hosts.ts";
import { runInPage } from "../support/pages.ts";
import { checkStdio, stdioArguments, stdioCases, type OutputResult } from "../support/stdio-expected.ts";
import { expect, spread, test } from "./any-browser.ts";

const programs = { stdio: program("stdio") };

for (const { build, variant } of spread) {
  test(`standard streams, ${build}, ${variant}`, async ({ tab }) => {
    const { result } = await runInPage<OutputResult[]>(tab, build, "outputs", { programs, variant, args: stdioArguments() });
    for (const [i, expected] of stdioCases.entries()) await test.step(expected.name, () => checkStdio(expected, result[i]));
  });

  test(`the console, when nothing is given, ${build}, ${variant}`, async ({ tab }) => {
    const run = await runInPage<OutputResult>(tab, build, "output", { programs, variant, args: { program: "stdio", args: ["streams"], target: "console" } });
    expect(run.console.log).toEqual(["out 1", "out 2"]);
    expect(run.console.error).toEqual(["err 1", "runtime's own", "err 2"]);
  });
}

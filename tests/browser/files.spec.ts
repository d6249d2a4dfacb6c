/** The option files and program.files, in pages and in workers. */
import { checkFiles, prepareFiles } from "../support/files-expected.ts";
import { newestGo, program, runWasmExec } from "../support/hosts.ts";
import { runInPage } from "../support/pages.ts";
import { expect, spread, test } from "./any-browser.ts";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";

for (const { build, variant } of spread) {
  for (const mode of ["page", "worker"] as const) {
    test(`files, ${mode} mode, ${build}, ${variant}`, async ({ tab, pageErrors }) => {
      test.setTimeout(120_000);
      pageErrors.mayHave(/404/); // a file that the server has not got
      const folder = mkdtempSync(join(tmpdir(), "goferry-files-"));
      const { stdout } = await runWasmExec(process.execPath, newestGo(), program("files"), { args: ["all", folder] });
      rmdirSync(folder);
      const { server, args } = await prepareFiles(mode);
      const run = await runInPage<Record<string, unknown>>(tab, build, "files", { programs: { files: program("files") }, variant, args }).finally(() => server.close());
      checkFiles(run.result, stdout.trimEnd().split("\n").slice(0, -1), server.requests, mode);
      expect(run.uncaught).toEqual([]);
    });
  }
}

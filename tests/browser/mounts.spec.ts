/** Overlays above every mount, and a server without a manifest, in pages and in workers (which fetch before a call returns). */
import { program } from "../support/hosts.ts";
import { checkMounts, prepareMounts } from "../support/mounts-expected.ts";
import { runInPage } from "../support/pages.ts";
import { expect, test } from "./any-browser.ts";

for (const mode of ["page", "worker"] as const) {
  test(`overlays, and a server without a manifest, ${mode} mode`, async ({ tab, pageErrors }) => {
    pageErrors.mayHave(/404|416/); // what the server has not got, and the range of an empty file
    const { server, args } = await prepareMounts(mode);
    const run = await runInPage<Record<string, unknown>>(tab, "module", "mounts", { programs: { files: program("files") }, args }).finally(() => server.close());
    checkMounts(run.result, server.requests, mode);
    expect(run.uncaught).toEqual([]);
  });
}

/** The table of hostile paths through real Go programs, for WASI and for GOOS=js, in a page. */
import { checkHostile, hostile, hostileArgs, hostilePrograms, type HostileResult } from "../support/hostile-paths.ts";
import { runInPage } from "../support/pages.ts";
import { expect, test } from "./any-browser.ts";

test(`${hostile.length} hostile paths`, async ({ tab }) => {
  const { result, uncaught } = await runInPage<HostileResult>(tab, "module", "hostile-paths", { programs: hostilePrograms(), args: hostileArgs() });
  checkHostile(result);
  expect(uncaught).toEqual([]);
});

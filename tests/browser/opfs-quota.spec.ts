/**
 * A store that the browser gives no more room: ENOSPC, and nothing is lost. The quota is set by Chromium's own protocol, in a profile on the disk: a
 * private one keeps its files in memory, where Chromium 156 takes writes beyond a quota that was set, and has zeros there afterwards.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { program } from "../support/hosts.ts";
import { runInPage } from "../support/pages.ts";
import { toolchain } from "../support/toolchain.ts";
import { chromiumFlags } from "./drivers/chromium.ts";
import { expect, test } from "./support.ts";

for (const mode of ["worker", "page"] as const) {
  test(`quota exceeded, ${mode} mode`, async ({ server }) => {
    test.setTimeout(60_000);
    const profile = mkdtempSync(join(tmpdir(), "goferry-quota-"));
    const context = await chromium.launchPersistentContext(profile, { executablePath: toolchain().chromium as string, args: chromiumFlags, baseURL: server.url });
    try {
      const page = await context.newPage();
      await page.goto("/tests/browser/pages/blank.html");
      const session = await context.newCDPSession(page);
      const quotaSize = 8 << 20;
      await session.send("Storage.overrideQuotaForOrigin", { origin: new URL(server.url).origin, quotaSize });
      const { result, uncaught } = await runInPage<unknown[]>(page, "module", "opfs-quota", { programs: { store: program("store") }, args: { mode } });
      expect(result).toEqual(["ok", "true true", "kept", ["no-space", "ENOSPC"], expect.any(Number), "ok", "ok", "kept", `"fits again"`, ["kept", "small"]]);
      expect(uncaught).toEqual([]);
    } finally {
      await context.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    }
  });
}

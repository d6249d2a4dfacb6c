/** Browser tests: Debian's Chromium, one page at a time, no retries. */
import { join } from "node:path";
import process from "node:process";
import { defineConfig } from "@playwright/test";
import { root, toolchain } from "../support/toolchain.ts";

const { chromium } = toolchain();
if (!chromium) throw new Error("build/toolchain.json names no Chromium: run `cmake --preset test`");

export default defineConfig({
  testDir: ".",
  outputDir: process.env["GOFERRY_BROWSER_RESULTS"] ?? join(root, "build/browser/results"),
  snapshotPathTemplate: "{testDir}/snapshots/{arg}{ext}",
  reporter: "list",
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: Boolean(process.env["CI"]),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    browserName: "chromium",
    headless: true,
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: chromium,
      args: [
        "--no-sandbox", // as root there is none
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});

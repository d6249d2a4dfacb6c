/**
 * Browser tests: Debian's Chromium, one page at a time, no retries. With GOFERRY_BROWSER=firefox or webkit: the specs of any-browser.ts in
 * that browser.
 */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { defineConfig } from "@playwright/test";
import { root, toolchain } from "../support/toolchain.ts";
import { chromiumFlags } from "./drivers/chromium.ts";

const here = join(root, "tests/browser");
const { chromium } = toolchain();
if (!chromium) throw new Error("build/toolchain.json names no Chromium: run `cmake --preset test`");

const forAny = readdirSync(here).filter((name) => name.endsWith(".spec.ts") && readFileSync(join(here, name), "utf8").includes(`from "./any-browser.ts"`));
const others = (process.env["GOFERRY_BROWSER"] ?? "chromium") !== "chromium";

export default defineConfig({
  testDir: ".",
  testMatch: others ? forAny.map((name) => `**/${name}`) : "**/*.spec.ts",
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
      args: chromiumFlags,
    },
  },
});

import { defineConfig } from "@playwright/test";

export default defineConfig({
  use: {
    launchOptions: { executablePath: process.env["CHROMIUM"] as string, args: ["--no-sandbox"] }, // the machine's own
  },
});

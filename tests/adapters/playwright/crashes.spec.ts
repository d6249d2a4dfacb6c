/** Tests that have to fail: tests/adapters/playwright.test.ts looks at how. */
import { test } from "goferry/playwright";

test("a crash in a page", async ({ go }) => {
  const program = await go.load("main.wasm");
  await program.exports.crash().catch(() => {});
});

test("a crash in a worker", async ({ go }) => {
  const program = await go.load("main.wasm", { mode: "worker" });
  await program.exports.crash().catch(() => {});
});

test("a crash of an app's own program", async ({ go, page }) => {
  await page.goto(await go.serve("app"));
  await page.getByRole("button", { name: "Crash" }).click();
  await page.getByRole("status").filter({ hasText: "panic" }).waitFor();
});

test("no crash where one is expected", async ({ go }) => {
  go.expectCrash(/as asked/);
  await go.load("main.wasm");
});

/** A user's tests of a Go module, run by tests/adapters/playwright.test.ts: each of them passes. */
import { readFileSync } from "node:fs";
import { expect, test } from "goferry/playwright";

interface Exports {
  greet(name: string): string;
  sum(bytes: Uint8Array): { sum: number; of: Uint8Array };
  nested: { twice(x: number): number };
  count(): number;
  show(text: string): void;
  exit(code: number): void;
}

for (const mode of ["page", "worker"] as const) {
  test(`a program in a ${mode}`, async ({ go, page }) => {
    const program = await go.load<Exports>("main.wasm", { mode, args: ["-v"], env: { NAME: "Ann" }, stdin: "a line\n" });
    expect(await program.exports.greet("Alice")).toBe("Hello, Alice!");
    expect(await program.exports.sum(new Uint8Array([1, 2, 3]))).toEqual({ sum: 6, of: new Uint8Array([1, 2, 3]) });
    expect(await program.exports.nested.twice(1.5)).toBe(3);
    await expect(program.exports["nope" as "count"]()).rejects.toMatchObject({ name: "GoExportError", code: "unknown-export" });
    expect(program.stdout).toEqual(["arguments [-v] NAME Ann", "read a line"]);
    expect(program.stderr).toEqual(["on standard error"]);
    expect((await program.stats()).memoryBytes).toBeGreaterThan(0);
    expect(await program.handle.evaluate(({ name, status }) => [name, status])).toEqual(["main.wasm", "running"]);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);

    expect([await program.exports.count(), await program.exports.count()]).toEqual([1, 2]);
    await program.restart();
    expect(await program.exports.count()).toBe(1);
    program.exports.exit(3).catch(() => {});
    expect(await program.exited).toEqual({ code: 3, reason: "exit" });
    expect(await program.status()).toBe("exited");
  });
}

test("a program in page mode has the page", async ({ go, page }) => {
  const program = await go.load<Exports>("main.wasm");
  await program.exports.show("Shown by Go");
  await expect(page.getByText("Shown by Go")).toBeVisible();
});

test("two programs at once, one from bytes", async ({ go }) => {
  const [one, two] = [await go.load<Exports>("main.wasm"), await go.load<Exports>(readFileSync("main.wasm"))];
  await one.exports.count();
  expect([await one.exports.count(), await two.exports.count()]).toEqual([2, 1]);
});

test("what is not there, or no module", async ({ go }) => {
  await expect(go.load("nowhere.wasm")).rejects.toThrow(/there is no nowhere\.wasm: looked for .*nowhere\.wasm/);
  await expect(go.load("playwright.config.ts")).rejects.toMatchObject({ name: "GoLoadError", code: "not-wasm" });
});

test.describe("without isolation", () => {
  test.use({ goIsolated: false });

  test("a worker beside a page that is not isolated", async ({ go, page }) => {
    const program = await go.load<Exports>("main.wasm", { mode: "worker" });
    expect(await program.exports.greet("Alice")).toBe("Hello, Alice!");
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  });
});

test("a built app", async ({ go, page }) => {
  await page.goto(await go.serve("app"));
  await page.getByLabel("Name").fill("Bob");
  await page.getByRole("button", { name: "Greet" }).click();
  await expect(page.getByRole("status")).toHaveText("Hello, Bob!");
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect((await page.goto(`${page.url()}none`))?.status()).toBe(404);
});

test("a crash that is expected", async ({ go }) => {
  go.expectCrash(/as asked/);
  const program = await go.load("main.wasm");
  await expect(program.exports.crash()).rejects.toMatchObject({ code: "panic", goStack: expect.stringContaining("main.main") });
  expect(await program.exited).toMatchObject({ code: 2, reason: "panic", error: { code: "panic" } });
});

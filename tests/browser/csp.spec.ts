/** A page under a strict Content-Security-Policy: no eval, no inline script or style, no blob: and nothing from elsewhere. */
import type { Page } from "@playwright/test";
import { program } from "../support/hosts.ts";
import { builds, runInPage, urlOf } from "../support/pages.ts";
import { buildGo, expect, startServer, test } from "./support.ts";

const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
const programs = { stdio: program("stdio") };

/** Keeps what the policy refused, from before the page's first script. */
async function watchViolations(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const refused: string[] = [];
    Object.assign(globalThis, { refused });
    document.addEventListener("securitypolicyviolation", (event) => refused.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
  });
  return () => page.evaluate(() => (globalThis as unknown as { refused: string[] }).refused);
}

for (const build of builds) {
  for (const variant of ["merged", "compat"] as const) {
    test(`a program runs, ${build}, ${variant}`, async ({ page }) => {
      const server = await startServer({ headers: { "Content-Security-Policy": policy } });
      try {
        const violations = await watchViolations(page);
        const at = `${server.url}tests/browser/pages/blank.html`;
        const args = { program: "stdio", args: ["streams"] };
        const { result } = await runInPage<{ lines: string[]; errors: string[] }>(page, build, "output", { programs, args, variant, at });
        expect(result.lines).toEqual(["out 1", "out 2"]);
        expect(result.errors).toEqual(["err 1", "runtime's own", "err 2"]);
        expect(await violations()).toEqual([]);
      } finally {
        await server.close();
      }
    });
  }
}

test("the element works too, and the policy is in force", async ({ page }) => {
  const server = await startServer({ headers: { "Content-Security-Policy": policy } });
  try {
    const violations = await watchViolations(page);
    await page.route("**/csp.html", (route) => route.fulfill({
      contentType: "text/html",
      headers: { "Content-Security-Policy": policy },
      body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>csp</title><script src="/dist/classic/goferry.js"></script>
        <body><go-ferry src="${urlOf(buildGo({ dir: "examples/01-greet" }))}"><p>Loading</p></go-ferry>`,
    }));
    await page.goto(`${server.url}csp.html`);
    await expect(page.getByText("Loading")).toBeHidden();
    const greeting = await page.evaluate(async () => {
      const ferry = document.querySelector("go-ferry") as unknown as HTMLElement & { ready: Promise<unknown>; program: { exports: { greet(name: string): Promise<string> } } };
      await ferry.ready;
      return ferry.program.exports.greet("Ann");
    });
    expect(greeting).toBe("Hello, Ann from Go WASM!");
    expect(await page.locator("go-ferry").evaluate((ferry) => getComputedStyle(ferry).display), "its own styles hold").toBe("block");
    expect(await violations()).toEqual([]);
    await page.addScriptTag({ url: "/tests/browser/pages/csp-eval.js" });
    expect(await page.evaluate(() => (globalThis as unknown as { evalResult: string }).evalResult)).toBe("EvalError");
    expect((await violations()).join()).toContain("script-src eval");
  } finally {
    await server.close();
  }
});

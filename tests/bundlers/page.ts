/** Opens the page of an app in Chromium, and asserts what its user would see. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "@playwright/test";
import { root } from "../support/toolchain.ts";

let browser: Browser | undefined;

export async function openBrowser(executablePath: string): Promise<void> {
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
  browser = await chromium.launch({ executablePath, args });
}

export async function closeBrowser(): Promise<void> {
  await browser?.close();
}

/** A page in a context of its own; to close it is the caller's. */
export async function newPage(): Promise<Page> {
  return (await (browser as Browser).newContext()).newPage();
}

/** What else is to be known of the page. */
export interface Visit {
  /** Whether it is cross-origin isolated. */
  isolated: boolean;
}

/**
 * Opens `url`; each greeting of the app and of checks.js has to be there, with no error, no request that fails and nothing that a policy
 * refused. Problems like one of `expected` have to be there too.
 */
export async function visit(url: string, expected: readonly RegExp[] = []): Promise<Visit> {
  const page = await newPage();
  const seen = await watch(page);
  const problems = (): string[] => seen.filter(problem => !expected.some(pattern => pattern.test(problem)));
  const upFront = scriptsUpFront(page);
  try {
    await page.goto(url);
    const greeting = page.locator("#greeting");
    await greeting.filter({ hasText: "Hello" }).waitFor().catch(() => {}); // the assertion says what is there instead
    assert.deepEqual(problems(), []);
    assert.equal(await greeting.textContent(), "Hello, Alice from Go WASM!");
    const checks = await page.evaluate(() => (globalThis as unknown as { checks: Promise<unknown> }).checks);
    assert.deepEqual(checks, {
      worker: "Hello, Eve from Go WASM! (worker)",
      compat: "Hello, Bob from Go WASM! (compat)",
      element: "Hello, Carol from Go WASM!",
      dropIn: "Hello, Dave from Go WASM!",
    });
    const compat = readFileSync(join(root, "js/dist/compat.wasm")).toString("hex");
    for (const [script, text] of await upFront()) {
      assert.ok(!text.includes(compat), `${script} is fetched by everyone, and holds the variant for browsers without multi-memory`);
      assert.ok(!text.includes("goferryImports"), `${script} is fetched by everyone, and holds the worker's script`);
    }
    const refused = await page.evaluate(() => (globalThis as unknown as { refused: string[] }).refused);
    assert.deepEqual([...problems(), ...refused], []);
    for (const pattern of expected) assert.ok(seen.some(problem => pattern.test(problem)), `nothing was like ${pattern}`);
    return { isolated: await page.evaluate(() => crossOriginIsolated) };
  } finally {
    await page.context().close();
  }
}

/** Collects what must not be: errors, warnings, failed requests. */
async function watch(page: Page): Promise<readonly string[]> {
  const problems: string[] = [];
  page.on("console", message => {
    if (message.type() === "error" || message.type() === "warning") problems.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", error => problems.push(`uncaught: ${error.name} ${error.message} ${error.stack ?? ""}`));
  page.on("requestfailed", request => problems.push(`${request.url()} failed: ${request.failure()?.errorText ?? ""}`));
  page.on("response", response => {
    if (response.status() >= 400) problems.push(`${response.url()}: ${response.status()}`);
  });
  await page.addInitScript(() => {
    const refused: string[] = [];
    Object.assign(globalThis, { refused });
    document.addEventListener("securitypolicyviolation", event => refused.push(`${event.effectiveDirective} refused ${event.blockedURI} (${event.sourceFile}:${event.lineNumber})`));
  });
  return problems;
}

/** The scripts that are asked for before the Go module is. */
function scriptsUpFront(page: Page): () => Promise<[string, string][]> {
  const scripts: Promise<[string, string]>[] = [];
  let moduleAsked = false;
  page.on("request", request => {
    if (/\.wasm\b/.test(request.url())) moduleAsked = true;
    if (moduleAsked || request.resourceType() !== "script") return;
    scripts.push(request.response().then(async response => [request.url(), (await response?.text()) ?? ""]));
  });
  return async () => {
    const found = await Promise.all(scripts);
    assert.ok(found.length > 0, "the page asks for its scripts before the Go module");
    return found;
  };
}

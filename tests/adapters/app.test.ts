/**
 * The packed package's React or Vue adapter in one app of tests/adapters, in Chromium: on its development server (StrictMode, fast refresh)
 * and built for production. At the end of each test no worker and no blob address may be left.
 *
 *   GOFERRY_APP=react19 node --import tsx --test tests/adapters/app.test.ts
 */
import assert from "node:assert/strict";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { after, before, test } from "node:test";
import { serve } from "../../tools/serve.mjs";
import { build, installApp, startDev } from "../bundlers/app.ts";
import { closeBrowser, openBrowser } from "../bundlers/page.ts";
import { buildGo, root, toolchain } from "../support/toolchain.ts";
import { openApp, type AppPage } from "./page.ts";

interface AdapterApp {
  /** Folders below tests/adapters, later ones over earlier ones. */
  readonly from: readonly string[];
  /** The component that shows `Version 1`. */
  readonly component: string;
  readonly wasm: string;
}
/** An app that a server renders. */
interface RenderedApp {
  /** The folder that its build writes. */
  readonly output: string;
  readonly wasm: string;
}
const apps: Readonly<Record<string, AdapterApp>> = {
  react19: { from: ["react19"], component: "src/greeting.jsx", wasm: "src/main.wasm" },
  react18: { from: ["react19", "react18"], component: "src/greeting.jsx", wasm: "src/main.wasm" },
  vue: { from: ["vue"], component: "src/Greeting.vue", wasm: "src/main.wasm" },
};
const rendered: Readonly<Record<string, RenderedApp>> = {
  next: { output: "out", wasm: "app/main.wasm" },
  nuxt: { output: ".output/public", wasm: "public/main.wasm" },
};
const name = process.env["GOFERRY_APP"] ?? "";
const app = apps[name];
const server = rendered[name];
const { wasm } = app ?? server ?? { wasm: "" };
if (wasm === "") throw new Error(`GOFERRY_APP is one of ${Object.keys({ ...apps, ...rendered }).join(", ")}`);

let folder = "";
before(async () => {
  const from = (app?.from ?? [name]).map(part => join(root, "tests/adapters", part));
  folder = installApp(from, join(root, "build/adapters", name), { [wasm]: buildGo({ dir: "tests/go/component" }) });
  await openBrowser(toolchain().chromium as string);
});
after(closeBrowser);

/** What holds for the page in both modes. */
async function calls(url: string, workers: number): Promise<void> {
  await visit(url, "two components share a program that loads once", async ({ page, shown, counts }) => {
    await shown("plain");
    for (const id of ["first", "second"]) await page.locator(`#${id} .status`).filter({ hasText: "running" }).waitFor();
    await page.locator("#first").getByText("greet", { exact: true }).click();
    await page.locator("#first .greet").filter({ hasText: "Hello, Alice from Go!" }).waitFor();
    await page.locator("#first").getByText("count", { exact: true }).click();
    await page.locator("#first .count").filter({ hasText: "1" }).waitFor();
    await page.locator("#second").getByText("count", { exact: true }).click();
    await page.locator("#second .count").filter({ hasText: "2" }).waitFor();
    assert.equal((await counts()).workers, workers);
    assert.equal(Number(await page.locator("#first .loaded").textContent()), readFileSync(join(folder, wasm)).length);
    assert.equal((await counts()).modules, 1);
    await page.locator("#first").getByText("none", { exact: true }).click();
    await page.locator("#first .none").filter({ hasText: "unknown-export" }).waitFor();
  });

  await visit(url, "channels", async ({ page, shown }) => {
    await shown("plain");
    await page.locator("#first .status").filter({ hasText: "running" }).waitFor();
    await page.locator("#first").getByText("echo", { exact: true }).click();
    for (const id of ["first", "second"]) await page.locator(`#${id} .echo`).filter({ hasText: "to and fro" }).waitFor();
    await page.locator("#second").getByText("lines", { exact: true }).click();
    for (const id of ["first", "second"]) await page.locator(`#${id} .lines`).filter({ hasText: "1000 to line 1499" }).waitFor();
    await page.locator("#first .mismatch").filter({ hasText: "codec-mismatch" }).waitFor();
  });
}

/** What holds for the page, wherever it comes from. */
async function behaves(url: string): Promise<void> {
  await calls(url, 1);

  await visit(url, "what leaves and comes back finds the same run", async ({ page, shown, counts }) => {
    await shown("plain");
    await page.locator("#first .status").filter({ hasText: "running" }).waitFor();
    await page.locator("#first").getByText("count", { exact: true }).click();
    await page.locator("#first .count").filter({ hasText: "1" }).waitFor();
    await page.evaluate(() => {
      const box = document.querySelector("input") as HTMLInputElement;
      box.click();
      box.click();
    });
    await page.locator("#first .status").filter({ hasText: "running" }).waitFor();
    await page.locator("#first").getByText("count", { exact: true }).click();
    await page.locator("#first .count").filter({ hasText: "2" }).waitFor();
    assert.equal((await counts()).modules, 1);
  });

  await visit(url, "calls before it runs are refused; leaving in the middle of a load gives it up", async ({ page, shown, hidden }) => {
    await page.route(/main.*\.wasm/, () => {}); // never answered
    const asked = page.waitForRequest(/main.*\.wasm/);
    const givenUp = page.waitForEvent("requestfailed");
    await shown("plain");
    await page.locator("#first .status").filter({ hasText: "loading" }).waitFor();
    await page.locator("#first").getByText("greet", { exact: true }).click();
    await page.locator("#first .early").filter({ hasText: "unknown-export" }).waitFor();
    await asked;
    await hidden("plain");
    assert.equal((await givenUp).failure()?.errorText, "net::ERR_ABORTED");
  });

  await visit(url, "Suspense shows its fallback, then the program", async ({ page, shown, counts }) => {
    let answer = (): void => {};
    const wait = new Promise<void>(resolve => (answer = resolve));
    await page.route(/main.*\.wasm/, async route => {
      await wait;
      await route.continue();
    });
    await shown("suspense");
    await page.locator("#waiting").waitFor();
    answer();
    await page.locator("#suspended .status").filter({ hasText: "running" }).waitFor();
    assert.equal(await page.locator("#waiting").count(), 0);
    await page.locator("#suspended").getByText("greet", { exact: true }).click();
    await page.locator("#suspended .greet").filter({ hasText: "Hello, Alice from Go!" }).waitFor();
    assert.equal((await counts()).modules, 1);
  });

  await visit(url, "leaving while suspended leaves nothing behind", async ({ page, shown, hidden }) => {
    let answer = (): void => {};
    const wait = new Promise<void>(resolve => (answer = resolve));
    await page.route(/main.*\.wasm/, async route => {
      await wait;
      await route.continue();
    });
    await shown("suspense");
    await page.locator("#waiting").waitFor();
    await hidden("suspense");
    const loaded = page.waitForResponse(/main.*\.wasm/);
    answer();
    await (await loaded).finished();
  });

  await visit(url, "an error of loading reaches the boundary, and can be tried again", async ({ page, shown, expectError }) => {
    expectError(/missing\.wasm|404|The above error occurred in/); // the second is what React 18 says of it
    let found = false;
    const module = readFileSync(join(folder, wasm));
    await page.route("**/missing.wasm", route => route.fulfill(found ? { contentType: "application/wasm", body: module } : { status: 404, contentType: "text/plain", body: "" }));
    await shown("missing");
    await page.getByRole("alert").filter({ hasText: "load-failed" }).waitFor();
    found = true;
    // The failure is shared for a second, as a program would be: whoever tries again at once sees it again.
    for (let tries = 0; tries < 100 && (await page.locator("#missing .status").count()) === 0; tries++) {
      await page.evaluate(() => document.querySelector<HTMLButtonElement>("[role=alert] button")?.click());
      await page.waitForTimeout(100);
    }
    await page.locator("#missing .status").filter({ hasText: "running" }).waitFor();
  });

  await visit(url, "a crash is shown to everyone, and a restart, whose channels and functions work", async ({ page, shown, counts, expectError }) => {
    expectError(/^$|as asked|goroutine|main\.|syscall\/js/); // Go's own report
    await shown("plain");
    await page.locator("#first .status").filter({ hasText: "running" }).waitFor();
    await page.locator("#first").getByText("crash", { exact: true }).click();
    for (const id of ["first", "second"]) {
      await page.locator(`#${id} .status`).filter({ hasText: "crashed" }).waitFor();
      await page.locator(`#${id} .error`).filter({ hasText: "as asked" }).waitFor();
    }
    await page.locator("#first").getByText("restart", { exact: true }).click();
    for (const id of ["first", "second"]) await page.locator(`#${id} .status`).filter({ hasText: "running" }).waitFor();
    for (let run = 1; run <= 2; run++) {
      await page.locator("#second").getByText("count", { exact: true }).click();
      await page.locator("#second .count").filter({ hasText: "1" }).waitFor();
      await page.locator("#first .echo").filter({ hasText: /^$/ }).waitFor({ state: "attached" });
      await page.locator("#first").getByText("echo", { exact: true }).click();
      for (const id of ["first", "second"]) await page.locator(`#${id} .echo`).filter({ hasText: "to and fro" }).waitFor();
      if (run === 1) await page.locator("#second").getByText("restart", { exact: true }).click(); // this time while it runs
    }
    assert.equal((await counts()).modules, 1);
  });
}

/** Runs one scenario in a fresh page; then everything is hidden, and nothing of ours may be left. */
async function visit(url: string, what: string, scenario: (page: AppPage) => Promise<void>): Promise<void> {
  const opened = await openApp(url);
  try {
    await scenario(opened);
    await opened.leaveNothing();
  } catch (error) {
    throw new Error(`${what}: ${String(error)}\n${await opened.seen()}`, { cause: error });
  } finally {
    await opened.close();
  }
}

if (app) {
  test(`${name}: the development server, with StrictMode where there is one`, async () => {
    const dev = await startDev(folder, { dev: port => ["--host", "127.0.0.1", "--port", `${port}`, "--strictPort"] });
    try {
      await behaves(dev.url);
      await visit(dev.url, "an edit of a component keeps the program", async ({ page, shown, counts, logged }) => {
        await shown("plain");
        await page.locator("#first .status").filter({ hasText: "running" }).waitFor();
        await page.locator("#first").getByText("count", { exact: true }).click();
        await page.locator("#first .count").filter({ hasText: "1" }).waitFor();
        await logged(/^\[vite\] connected/); // an edit before that reaches nobody
        await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));
        const file = join(folder, app.component);
        // In one step, as editors do: Vite, told of a file that is still empty, is not told of it again when it is whole.
        writeFileSync(`${folder}.edited`, readFileSync(file, "utf8").replace("Version 1", "Version 2"));
        renameSync(`${folder}.edited`, file);
        await page.locator("#first").getByText("Version 2").waitFor();
        await page.locator("#first .status").filter({ hasText: "running" }).waitFor();
        await page.locator("#first").getByText("count", { exact: true }).click();
        await page.locator("#first .count").filter({ hasText: "2" }).waitFor();
        assert.deepEqual([await page.evaluate(() => "sameDocument" in globalThis), (await counts()).modules], [true, 1]);
      });
    } finally {
      await dev.stop();
    }
  });

  test(`${name}: the production build`, async () => {
    assert.doesNotMatch(build(folder), /(?:warning|\(!\))[^]{0,300}goferry\/dist/i);
    const files = await serve({ roots: [{ at: "/", dir: join(folder, "dist") }], port: 0 });
    try {
      await behaves(files.url);
      await calls(`${files.url}?mode=page`, 0);
    } finally {
      await files.close();
    }
  });
}

if (server) {
  test(`${name}: rendered by a server, and hydrated`, async () => {
    assert.doesNotMatch(build(folder), /(?:warning|\(!\))[^]{0,300}goferry\/dist/i);
    const output = join(folder, server.output);
    const html = readFileSync(join(output, "index.html"), "utf8");
    assert.match(html, /<output class="status">loading<\/output>/);
    const files = await serve({ roots: [{ at: "/", dir: output }], port: 0 });
    try {
      await visit(files.url, "hydration", async ({ page, counts }) => {
        for (const id of ["first", "suspended"]) await page.locator(`#${id} .greet`).filter({ hasText: "Hello, Alice from Go!" }).waitFor();
        assert.equal(await page.locator("#first .status").textContent(), "running");
        assert.deepEqual([(await counts()).modules, (await counts()).workers], [1, 1]);
      });
    } finally {
      await files.close();
    }
  });
}

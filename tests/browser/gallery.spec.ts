import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import type { AxeResults, RunOptions } from "axe-core";
import { expect, root, startServer, test } from "./support.ts";

const examples = readdirSync(join(root, "examples")).filter((name) => /^\d+-/.test(name) && !existsSync(join(root, "examples", name, "package.json")));
const phone = { width: 360, height: 740 };

const card = (page: Page, name: string) => page.locator(`article[id="${name}"]`);
const inside = (page: Page, name: string) => card(page, name).frameLocator("iframe");
const consoleOf = (page: Page, name: string) => card(page, name).getByRole("log");
const stat = (page: Page, name: string, key: string) => card(page, name).locator(`[data-stat="${key}"]`);
const state = (page: Page, name: string) => card(page, name).locator('[data-part="state"]');

/** Scrolls to a card and waits until its program runs, or until it can be given commands. */
async function open(page: Page, name: string): Promise<void> {
  await card(page, name).scrollIntoViewIfNeeded();
  await expect(state(page, name)).toHaveText(name === "11-wasi" ? "Ready" : "Running");
}

/** Asks for the example folder's name and title in its README. */
function titleOf(name: string): string {
  return /^# (.+)$/m.exec(readFileSync(join(root, "examples", name, "README.md"), "utf8"))![1]!;
}

test("shows a card and a link for each example folder", async ({ page }) => {
  await page.goto("/");
  expect(examples.length).toBeGreaterThanOrEqual(4);
  await expect(page.getByRole("article")).toHaveCount(examples.length);
  for (const name of examples) {
    await expect(card(page, name).getByRole("heading", { level: 2 })).toContainText(titleOf(name));
    await expect(card(page, name).getByRole("link", { name: `Open alone: ${titleOf(name)}` })).toHaveAttribute("href", `${name}/`);
  }
  await page.getByRole("navigation").getByRole("link", { name: titleOf(examples[1]!) }).click();
  await expect(card(page, examples[1]!)).toBeInViewport();
});

test("shows the source of each program as it is", async ({ page }) => {
  await page.goto("/");
  for (const name of examples) {
    const shown = card(page, name).getByRole("region", { name: `main.go of ${titleOf(name)}` });
    const text = readFileSync(join(root, "examples", name, "main.go"), "utf8");
    expect(await shown.textContent()).toBe(text);
    await shown.focus();
    await expect(shown).toBeFocused();
    expect(await (await page.request.get(`/${name}/source/main.go.txt`)).text()).toBe(text);
  }
});

test("a program starts when its card is seen, not before", async ({ page }) => {
  const loaded: string[] = [];
  page.on("request", (request) => request.url().endsWith(".wasm") && loaded.push(new URL(request.url()).pathname));
  await page.goto("/");
  await open(page, "01-greet");
  expect(loaded).toContain("/01-greet/main.wasm");
  expect(loaded).not.toContain("/04-compute/main.wasm");
  await expect(state(page, "04-compute")).toHaveText("Not started");
  await open(page, "04-compute");
  expect(loaded).toContain("/04-compute/main.wasm");
});

test("each card greets, lists, ticks, computes and counts", async ({ page }) => {
  await page.goto("/");
  await open(page, "01-greet");
  await expect(inside(page, "01-greet").getByText("Hello, Alice from Go WASM!")).toBeVisible();
  await open(page, "02-dom");
  await expect(inside(page, "02-dom").getByRole("listitem")).toHaveCount(3);
  await open(page, "03-clock");
  await expect(inside(page, "03-clock").locator("#time")).toHaveText(/^\d\d:\d\d:\d\d$/);
  await open(page, "04-compute");
  await expect(inside(page, "04-compute").getByText(/^345,600 pixels/)).toBeVisible();
  await open(page, "05-memory");
  await expect(inside(page, "05-memory").locator("#wrappers .value")).toHaveText("4");
  // The frame is as high as its content: nothing is cut off, nothing scrolls inside it.
  for (const name of examples) {
    const overflow = await inside(page, name).locator("html").evaluate((html) => html.scrollHeight - html.clientHeight);
    expect(overflow, name).toBeLessThanOrEqual(0);
  }
});

test("the console shows what a program prints, and can be cleared", async ({ page }) => {
  await page.goto("/");
  await open(page, "02-dom");
  await expect(consoleOf(page, "02-dom")).toBeEmpty();
  const input = inside(page, "02-dom").getByLabel("New task");
  await input.fill("<i>Look</i>");
  await input.press("Enter");
  await expect(consoleOf(page, "02-dom")).toHaveText('added "<i>Look</i>"');
  await expect(consoleOf(page, "01-greet")).toBeEmpty();
  await card(page, "02-dom").getByRole("button", { name: "Clear the console" }).click();
  await expect(consoleOf(page, "02-dom")).toBeEmpty();
  await expect(consoleOf(page, "02-dom")).toBeFocused();
});

test("statistics follow the program", async ({ page }) => {
  await page.goto("/");
  await open(page, "01-greet");
  const number = async (key: string) => Number((await stat(page, "01-greet", key).textContent())!.replaceAll(",", ""));
  await expect.poll(() => number("callbacks")).toBe(1); // greet("Alice")
  const calls = await number("hostCalls");
  expect(calls).toBeGreaterThan(0);
  await expect(stat(page, "01-greet", "wrappers")).toHaveText("1");
  await expect(stat(page, "01-greet", "memoryBytes")).toHaveText(/^\d+\.\d MiB$/);
  await expect(stat(page, "01-greet", "variant")).toHaveText(/^(merged|compat)$/);
  await inside(page, "01-greet").getByRole("button", { name: "Greet" }).click();
  await expect.poll(() => number("callbacks")).toBe(2);
  expect(await number("hostCalls")).toBeGreaterThan(calls);
});

test("a page that runs one command after the other tells of each", async ({ page }) => {
  await page.goto("/");
  await open(page, "11-wasi"); // has run its first
  await expect(stat(page, "11-wasi", "hostCalls")).toHaveText(/^[1-9]/);
  await inside(page, "11-wasi").getByRole("button", { name: "sleep 60" }).click();
  await expect(state(page, "11-wasi")).toHaveText("Running");
  await inside(page, "11-wasi").getByRole("button", { name: "Ctrl-C: stop" }).click();
  await expect(state(page, "11-wasi")).toHaveText("Ready");
});

test("Restart starts the program anew", async ({ page }) => {
  await page.goto("/");
  await open(page, "02-dom");
  await inside(page, "02-dom").getByRole("button", { name: "Delete all" }).click();
  await expect(inside(page, "02-dom").getByRole("listitem")).toHaveCount(0);
  await card(page, "02-dom").getByRole("button", { name: "Restart To-do list" }).click();
  await expect(inside(page, "02-dom").getByRole("listitem")).toHaveCount(3);
  await expect(state(page, "02-dom")).toHaveText("Running");
  await expect(consoleOf(page, "02-dom")).toBeEmpty();
});

test("a program that cannot be loaded says why, and the others run", async ({ page, pageErrors }) => {
  pageErrors.allow(/404/);
  await page.route("**/01-greet/main.wasm", (route) => route.fulfill({ status: 404, body: "gone" }));
  await page.goto("/");
  await card(page, "01-greet").scrollIntoViewIfNeeded();
  await expect(state(page, "01-greet")).toHaveText("Failed");
  await expect(consoleOf(page, "01-greet")).toContainText("404");
  await expect(inside(page, "01-greet").getByText("The Go program could not be loaded.")).toBeVisible();
  await open(page, "02-dom");
  await page.unroute("**/01-greet/main.wasm");
  await card(page, "01-greet").getByRole("button", { name: "Restart Greet" }).click();
  await expect(state(page, "01-greet")).toHaveText("Running");
});

test("a program that panics says why, in the console and in its state", async ({ page, pageErrors }) => {
  pageErrors.allow(/index out of range|goroutine|main\.|syscall\/js|runtime|example\.js|GoPanicError/);
  await page.goto("/");
  await open(page, "01-greet");
  const failure = await inside(page, "01-greet").locator("go-ferry").evaluate((ferry) =>
    (ferry as unknown as { program: { exports: { greet(): Promise<unknown> } } }).program.exports.greet().then(String, String),
  ); // without its argument
  expect(failure).toContain("index out of range");
  await expect(state(page, "01-greet")).toHaveText("Failed");
  await expect(consoleOf(page, "01-greet")).toContainText("main.greet(");
  await expect(consoleOf(page, "01-greet")).toContainText("index out of range [0] with length 0");
});

test("the theme button turns the page and its programs dark, and is remembered", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/");
  await open(page, "01-greet");
  const ink = () => Promise.all([
    page.locator("body").evaluate((body) => getComputedStyle(body).color),
    inside(page, "01-greet").locator("body").evaluate((body) => getComputedStyle(body).color),
  ]);
  const [light] = await ink();
  await page.getByRole("button", { name: "Dark theme" }).click();
  await expect(page.getByRole("button", { name: "Light theme" })).toBeFocused();
  await expect.poll(ink).not.toContain(light);
  const dark = await ink();
  expect(dark[0]).toBe(dark[1]);
  await page.reload();
  await open(page, "01-greet");
  expect(await ink()).toEqual(dark);
  await page.getByRole("button", { name: "Light theme" }).click();
  await expect.poll(ink).toEqual([light, light]);
});

test("works by keyboard: skip link, tabs, code", async ({ page }) => {
  await page.goto("/");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the examples" })).toBeFocused();
  await expect(page.getByRole("link", { name: "Skip to the examples" })).toBeInViewport();

  const files = card(page, "02-dom").getByRole("tab");
  await files.first().focus();
  await page.keyboard.press("ArrowRight");
  await expect(files.nth(1)).toBeFocused();
  await expect(files.nth(1)).toHaveAttribute("aria-selected", "true");
  await expect(card(page, "02-dom").getByRole("region", { name: "events.go of To-do list" })).toBeVisible();
  await expect(card(page, "02-dom").getByRole("region", { name: "main.go of To-do list" })).toBeHidden();
  await page.keyboard.press("End");
  await expect(files.last()).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(files.first()).toBeFocused();
  await page.keyboard.press("Tab");
  const code = card(page, "02-dom").getByRole("region", { name: "main.go of To-do list" });
  await expect(code).toBeFocused();
  expect(await code.evaluate((pre) => getComputedStyle(pre).outlineStyle)).toBe("solid");
  await page.keyboard.press("PageDown");
  await expect.poll(() => code.evaluate((pre) => pre.scrollTop)).toBeGreaterThan(0);
});

test("fits a phone: no sideways scrolling of the page, code scrolls by itself", async ({ page }) => {
  await page.setViewportSize(phone);
  await page.goto("/");
  for (const name of examples) {
    await open(page, name);
    const overflow = await inside(page, name).locator("html").evaluate((html) => html.scrollWidth - html.clientWidth);
    expect(overflow, `${name} in its frame`).toBeLessThanOrEqual(0);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(phone.width);
  const code = card(page, "02-dom").getByRole("region", { name: "main.go of To-do list" });
  expect(await code.evaluate((pre) => pre.scrollWidth > pre.clientWidth)).toBe(true);
  for (const name of examples) {
    await page.goto(`/${name}/`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBe(phone.width);
  }
});

test("keeps still where less motion is asked for", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto("/");
  const moving = await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll("*")].filter((element) => {
      const style = getComputedStyle(element);
      return style.scrollBehavior === "smooth" || style.animationName !== "none" || style.transitionDuration !== "0s";
    }).length,
  );
  expect(moving).toBe(0);
});

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
for (const colorScheme of ["light", "dark"] as const) {
  for (const [device, viewport] of [["desktop", { width: 1280, height: 800 }], ["phone", phone]] as const) {
    test(`axe finds nothing: ${colorScheme}, ${device}`, async ({ page }) => {
      await page.addInitScript({ path: axe }); // in each frame as well
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize(viewport);
      const violations = () =>
        page.evaluate(async () => {
          const { axe } = globalThis as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } };
          const { violations } = await axe.run({ resultTypes: ["violations"], preload: false });
          return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
        });

      await page.goto("/");
      for (const name of examples) await open(page, name);
      await expect(inside(page, "04-compute").getByText(/ host calls$/)).toBeVisible();
      expect(await violations()).toEqual([]);
      for (const name of examples) {
        await page.goto(`/${name}/`);
        await page.waitForFunction(() => {
          const ferry = document.querySelector("go-ferry") as (Element & { program?: unknown }) | null;
          return ferry ? ferry.program : document.querySelector('main[aria-busy="false"]');
        });
        expect(await violations(), name).toEqual([]);
      }
    });
  }
}

test("works under a strict Content-Security-Policy", async ({ page }) => {
  const server = await startServer({
    headers: {
      "Content-Security-Policy":
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; worker-src blob:; base-uri 'none'; form-action 'none'",
    },
  });
  // xterm.js writes style elements; examples/11-wasi/README.md says so.
  await page.route("**/11-wasi/", async (route) => {
    const response = await route.fetch();
    const policy = response.headers()["content-security-policy"]?.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'") ?? "";
    await route.fulfill({ response, headers: { ...response.headers(), "content-security-policy": policy } });
  });
  // A violation is an error on the console, and fails the test.
  await page.goto(server.url);
  for (const name of examples) await open(page, name);
  await expect(inside(page, "01-greet").getByText("Hello, Alice from Go WASM!")).toBeVisible();
  await expect(inside(page, "04-compute").getByText(/^345,600 pixels/)).toBeVisible();
  await server.close();
});

test("the page is cross-origin isolated, and so are its programs", async ({ page }) => {
  await page.goto("/");
  await open(page, "01-greet");
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(await inside(page, "01-greet").locator("html").evaluate(() => crossOriginIsolated)).toBe(true);
});

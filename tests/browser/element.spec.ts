/** `<go-ferry>` in a page: fallback, slots, events, move, removal, restart. */
import { relative } from "node:path";
import type { Page } from "@playwright/test";
import { buildGo, expect, root, test } from "./support.ts";

type Ferry = HTMLElement & { program?: { status: string; exited: Promise<{ reason: string }>; exports: { greet(name: string): Promise<string> } }; ready: Promise<unknown> };

const served = (dir: string): string => `/${relative(root, buildGo({ dir }))}`;
const greet = served("examples/01-greet");
const args = served("tests/go/args");

/** Opens a page whose body is this markup, with the script tag before it. Events of every <go-ferry> are kept in `window.seen`. */
async function open(page: Page, body: string): Promise<void> {
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>test</title><script src="/dist/classic/goferry.js"></script>
    <script src="/tests/browser/pages/element-events.js"></script><body>${body}`;
  await page.route("**/element.html", route => route.fulfill({ contentType: "text/html", body: html }));
  await page.goto("/element.html");
}
const seen = (page: Page): Promise<string[]> => page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);

test("the fallback shows until the program is ready; then ready is told", async ({ page }) => {
  await open(page, `<go-ferry src="${greet}"><p>Loading</p></go-ferry>`);
  await expect(page.getByText("Loading")).toBeHidden();
  await expect.poll(() => seen(page)).toEqual(["ready"]);
  const answer = await page.evaluate(() => (document.querySelector("go-ferry") as Ferry).program?.exports.greet("Ann"));
  expect(answer).toBe("Hello, Ann from Go WASM!");
});

test("a failure shows the error slot and tells an error event that does not bubble", async ({ page, pageErrors }) => {
  pageErrors.allow(/Failed to load resource/);
  pageErrors.allow(/GoLoadError/);
  await open(page, `<div id="outer"><go-ferry src="/missing.wasm"><p>Loading</p><p slot="error">Something went wrong</p></go-ferry></div>`);
  await expect(page.getByText("Something went wrong")).toBeVisible();
  await expect(page.getByText("Loading")).toBeHidden();
  expect(await seen(page)).toEqual(["error load-failed"]);
});

test("without an error slot the fallback stays", async ({ page, pageErrors }) => {
  pageErrors.allow(/Failed to load resource/);
  pageErrors.allow(/GoLoadError/);
  await open(page, `<go-ferry src="/missing.wasm"><p>This needs Go</p></go-ferry>`);
  await expect.poll(() => seen(page)).toEqual(["error load-failed"]);
  await expect(page.getByText("This needs Go")).toBeVisible();
});

test("args are split as a shell would, env by line; stdout and exit are events", async ({ page }) => {
  await open(page, `<go-ferry src="${args}" args="-v 'two words'" env="LANG=en\nEMPTY="></go-ferry>`);
  await expect.poll(async () => (await seen(page)).at(-1)).toBe("exit 0");
  const lines = (await seen(page)).filter(event => event.startsWith("stdout"));
  expect(lines).toEqual(['stdout arg "-v"', 'stdout arg "two words"', 'stdout env "EMPTY="', 'stdout env "LANG=en"']);
});

test("a move keeps the program, removal terminates it", async ({ page }) => {
  await open(page, `<div id="a"><go-ferry src="${greet}"></go-ferry></div><div id="b"></div>`);
  await expect.poll(() => seen(page)).toEqual(["ready"]);
  const result = await page.evaluate(async () => {
    const ferry = document.querySelector("go-ferry") as Ferry;
    const program = ferry.program as NonNullable<Ferry["program"]>;
    document.querySelector("#b")?.append(ferry);
    await Promise.resolve();
    await new Promise(resolve => setTimeout(resolve));
    const moved = [program.status, ferry.program === program];
    ferry.remove();
    const { reason } = await program.exited;
    return [...moved, reason];
  });
  expect(result).toEqual(["running", true, "terminated"]);
});

test("another src ends the one program and starts the other", async ({ page }) => {
  await open(page, `<go-ferry src="${greet}"></go-ferry>`);
  await expect.poll(() => seen(page)).toEqual(["ready"]);
  const result = await page.evaluate(async () => {
    const ferry = document.querySelector("go-ferry") as Ferry;
    const first = ferry.program as NonNullable<Ferry["program"]>;
    ferry.setAttribute("src", `${ferry.getAttribute("src")}?again`);
    const { reason } = await first.exited;
    await ferry.ready;
    return [reason, ferry.program !== first, ferry.program?.status];
  });
  expect(result).toEqual(["terminated", true, "running"]);
});

test("a second script tag changes nothing", async ({ page }) => {
  await open(page, `<go-ferry src="${greet}"></go-ferry><script src="/dist/classic/goferry.js?second"></script>`);
  await expect.poll(() => seen(page)).toEqual(["ready"]);
});

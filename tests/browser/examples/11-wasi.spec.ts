import type { Page } from "@playwright/test";
import { expect, startServer, test } from "../support.ts";
import { openExample } from "./program.ts";

const status = (page: Page) => page.getByRole("status");
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

/** What the terminal shows. */
const screen = (page: Page) =>
  page.locator(".xterm-rows").evaluate((rows) => [...rows.children].map((row) => (row.textContent ?? "").trimEnd()).join("\n").trimEnd());
const shows = (page: Page, text: string | RegExp) => expect.poll(() => screen(page)).toMatch(text);

/** Opens the page and waits until its first command has ended. */
async function open(page: Page, at = ""): Promise<void> {
  await openExample(page, "11-wasi", at);
  await expect(status(page)).toHaveText(/^Exit code 0/);
  await page.getByRole("textbox", { name: "Terminal input" }).focus();
}

/** Types a command on an empty screen; gives what it has printed. */
async function run(page: Page, command: string, code = 0): Promise<string> {
  await page.keyboard.press("Control+l");
  await page.keyboard.type(command);
  await page.keyboard.press("Enter");
  await expect.poll(() => screen(page)).toMatch(/^.* \$ .+\n(?:[^]*\n)?\S+ \$$/);
  await expect(status(page)).toHaveText(new RegExp(`^Exit code ${code}, `));
  return (await screen(page)).split("\n").slice(1, -1).join("\n");
}

test("shows the folder, and runs commands with arguments, colours and exit codes", async ({ page }) => {
  await open(page);
  await shows(page, /├── crossings\.csv[^]*└── shore\.txt\n2 folders, 4 files/);
  expect(await run(page, "grep -n 'the sea,' poems/shore.txt")).toBe("2:and heard the sea, and was not alone.");
  await expect(page.locator(".xterm-rows .xterm-bold.xterm-fg-9")).toHaveText("the sea,");
  expect(await run(page, "grep nothing poems/sea.txt", 1)).toBe("");
  expect(await run(page, "cat /etc/passwd", 2)).toMatch(/^cat: \/etc\/passwd: /);
  expect(await run(page, "fly", 127)).toBe("fly: there is no such command; help lists them");
  expect(await run(page, "help")).toMatch(/^cat \[-n\] \[file…\] +print files\n/);
});

for (const isolation of [true, false]) {
  test(`reads what is typed until Ctrl-D, ${isolation ? "with" : "without"} isolation`, async ({ page }) => {
    const server = await startServer({ isolation });
    try {
      await open(page, server.url);
      await page.keyboard.press("Control+l");
      await page.keyboard.type("grep b\n");
      await expect(status(page)).toHaveText("Running…");
      await page.keyboard.type("acx");
      await page.keyboard.press("Backspace");
      await page.keyboard.press("Enter");
      await page.keyboard.type("abc\n");
      await shows(page, /grep b\nac\nabc\nabc$/); // at once
      await page.keyboard.press("Control+d");
      await shows(page, /abc\n\^D\n~ \$$/);
      await expect(status(page)).toHaveText(/^Exit code 0/);
    } finally {
      await server.close();
    }
  });
}

test("Ctrl-C ends a command, and the next one runs", async ({ page }) => {
  await open(page);
  await page.keyboard.type("sleep 3600\n");
  await expect(status(page)).toHaveText("Running…");
  await page.keyboard.press("Control+c");
  await expect(status(page)).toHaveText(/^Exit code 130/);
  await shows(page, /\^C\n~ \$$/);
  await page.keyboard.type("half a line");
  await shows(page, /half a line$/);
  await page.keyboard.press("Control+c");
  await shows(page, /half a line\^C\n~ \$$/);
  expect(await run(page, "wc -l crossings.csv")).toBe("      5 crossings.csv");
});

test("the line is edited, completed and recalled", async ({ page }) => {
  await open(page);
  const { keyboard } = page;
  await keyboard.press("Control+l");
  await keyboard.type("ead -n 1 x");
  await keyboard.press("Backspace");
  await keyboard.press("Home");
  await keyboard.type("h");
  await keyboard.press("End");
  await keyboard.type("poems/sh");
  await keyboard.press("Tab");
  await shows(page, /^~ \$ head -n 1 poems\/shore\.txt$/);
  await keyboard.press("Enter");
  await shows(page, /stone to stone\n~ \$$/);
  expect(await run(page, "wc -l crossings.csv")).toBe("      5 crossings.csv");
  await keyboard.press("Control+l");
  await keyboard.press("ArrowUp");
  await keyboard.press("ArrowUp");
  await shows(page, /^~ \$ head -n 1 poems\/shore\.txt$/);
  await keyboard.press("ArrowDown");
  await shows(page, /^~ \$ wc -l crossings\.csv$/);
  await keyboard.press("ArrowDown");
  await shows(page, /^~ \$$/);

  // What could go on in several ways is listed.
  await keyboard.type("cat poems/s");
  await keyboard.press("Tab");
  await shows(page, /sea\.txt {2}shore\.txt\n~ \$ cat poems\/s$/);
});

test("a line that is longer than the terminal is edited as well", async ({ page }) => {
  await open(page);
  const long = `wc ${"x".repeat(200)}`;
  await page.keyboard.press("Control+l");
  await page.keyboard.type(long);
  for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowLeft");
  await page.keyboard.type("yz");
  await expect.poll(async () => (await screen(page)).replaceAll("\n", "")).toBe(`~ $ ${long.slice(0, -3)}yzxxx`);
  await page.keyboard.press("Control+u");
  await page.keyboard.press("Control+k");
  await shows(page, /^~ \$$/);
});

test("pipes connect programs, and the folder keeps what they write", async ({ page }) => {
  await open(page);
  expect(await run(page, "cat poems/*.txt | sort | head -n 2")).toBe("Grey is the sea when the wind goes round,\nI walked the shore from stone to stone");
  expect(await run(page, "sort -r crossings.csv | tee notes/late.csv | head -n 1")).toBe("9:10,Northbank,20");
  expect(await run(page, "wc -l notes/late.csv")).toBe("      5 notes/late.csv");
  expect(await run(page, "cd notes")).toBe("");
  await shows(page, /~\/notes \$$/);
  expect(await run(page, "mv late.csv ../later.csv")).toBe("");
  expect(await run(page, "rm -r ../poems")).toBe("");
  expect(await run(page, "tree ..")).toBe("..\n├── crossings.csv\n├── later.csv\n└── notes/\n1 folder, 2 files");
  expect(await run(page, "cd /data/poems", 1)).toBe("cd: /data/poems: there is no such folder");
});

test("a program whose output nobody reads any more is ended when it writes", async ({ page }) => {
  await open(page);
  await page.keyboard.press("Control+l");
  await page.keyboard.type("cat | head -n 1\n");
  await expect(status(page)).toHaveText("Running…");
  await page.keyboard.type("read\n");
  await shows(page, /head -n 1\nread\nread$/);
  await expect.poll(() => page.workers().length).toBe(1); // that of cat
  await expect(status(page)).toHaveText("Running…");
  await page.keyboard.type("unread\n");
  await shows(page, /read\nread\nunread\n~ \$$/);
  await expect(status(page)).toHaveText(/^Exit code 0/);
  await expect.poll(() => page.workers().length).toBe(0);
});

test("files that are added are there for the next command", async ({ page }) => {
  await open(page);
  await page.getByLabel("Add files").setInputFiles({ name: "mine.txt", mimeType: "text/plain", buffer: Buffer.from("a b\nc\n") });
  await expect(status(page)).toHaveText("Added to /data: mine.txt.");
  await page.getByRole("textbox", { name: "Terminal input" }).focus();
  expect(await run(page, "wc mine.txt")).toBe("      2       3       6 mine.txt");
});

test("works by its buttons, and Tab leads out of the terminal", async ({ page }) => {
  await open(page);
  await button(page, "sort").click();
  await expect(status(page)).toHaveText("Running…");
  await page.keyboard.type("b\na\n");
  await button(page, "Ctrl-D: end of input").click();
  await shows(page, /\^D\na\nb\n~ \$$/);
  await button(page, "sleep 60").click();
  await expect(status(page)).toHaveText("Running…");
  await button(page, "Ctrl-C: stop").click();
  await expect(status(page)).toHaveText(/^Exit code 130/);
  await expect(button(page, "Ctrl-C: stop")).toBeDisabled();
  await page.getByRole("textbox", { name: "Terminal input" }).focus();
  await page.keyboard.press("Tab");
  await expect(button(page, "help")).toBeFocused();
});

test("says so when the program cannot be loaded", async ({ page, pageErrors }) => {
  pageErrors.allow(/404/);
  await page.route("**/main.wasm", (route) => route.fulfill({ status: 404, body: "gone" }));
  await page.goto("/11-wasi/");
  await expect(page.getByRole("alert")).toHaveText("The Go program could not be loaded: the server answered 404");
});

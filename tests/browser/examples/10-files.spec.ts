import { readFileSync } from "node:fs";
import type { Download, Page } from "@playwright/test";
import { unzipSync } from "fflate";
import { expect, test } from "../support.ts";
import { openExample } from "./program.ts";

const rows = (page: Page) => page.getByRole("list", { name: "Notes" }).getByRole("button");
const row = (page: Page, name: string) => rows(page).filter({ hasText: name });
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const text = (page: Page) => page.getByLabel("Text of the note");
const status = (page: Page) => page.getByRole("status");
const add = (page: Page, what: "note" | "folder", name: string) =>
  page.getByLabel("Name of the new one").fill(name).then(() => button(page, `Add ${what}`).click());
const upload = (page: Page, name: string, content: string | Buffer) =>
  page.getByLabel("Upload files").setInputFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(content) });
const contentOf = async (download: Download) => readFileSync(await download.path());

/** Opens a note and writes another text into it. */
async function write(page: Page, name: string, content: string): Promise<void> {
  await row(page, name).click();
  await expect(page.getByLabel("Name of the note")).toHaveValue(name);
  await text(page).fill(content);
  await expect(status(page)).toHaveText("Saved.");
}

test("what is written survives a reload, and so does what was made, renamed and deleted", async ({ page }) => {
  await openExample(page, "10-files");
  await expect(rows(page)).toHaveText([/^Ideas/, /^Shopping\.txt/, /^Welcome\.txt/]);
  await write(page, "Shopping.txt", "two anchors, 李雷\n");
  await row(page, "Ideas").click();
  await add(page, "note", "Tide");
  await expect(text(page)).toBeFocused();
  await page.keyboard.type("high at noon");
  await expect(status(page)).toHaveText("Saved.");
  await page.getByLabel("Name of the note").fill("Ebb.md");
  await page.keyboard.press("Enter");
  await expect(rows(page)).toHaveText([/^Ebb\.md/, /^Ferry\.txt/, /^Harbour\.txt/]);
  await row(page, "Harbour.txt").click();
  await button(page, "Delete").click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(status(page)).toHaveText("Deleted Ideas/Harbour.txt.");
  await expect(rows(page)).toHaveText([/^Ebb\.md/, /^Ferry\.txt/]);
  await expect(page.locator("#store")).toHaveText(/^4 notes, \d+ B, kept in this browser’s private file system \(OPFS\)\.$/);

  await page.reload();
  await row(page, "Shopping.txt").click();
  await expect(text(page)).toHaveValue("two anchors, 李雷\n");
  await row(page, "Ideas").click();
  await expect(rows(page)).toHaveText([/^Ebb\.md/, /^Ferry\.txt/]);
  await row(page, "Ebb.md").click();
  await expect(text(page)).toHaveValue("high at noon");
});

test("folders are made, entered, renamed and deleted by keyboard alone", async ({ page }) => {
  await openExample(page, "10-files");
  const { keyboard } = page;
  await page.getByLabel("Name of the new one").focus();
  await keyboard.type("Trips");
  await keyboard.press("Tab");
  await keyboard.press("Tab");
  await expect(button(page, "Add folder")).toBeFocused();
  await keyboard.press("Enter");
  const path = page.getByRole("navigation", { name: "Folder" }).getByRole("button");
  await expect(path).toHaveText(["Notes", "Trips"]);
  await expect(page.getByText("Nothing in this folder yet.")).toBeVisible();
  await add(page, "note", "North");
  await text(page).fill("cold");
  await expect(status(page)).toHaveText("Saved.");

  await button(page, "Rename folder").focus();
  await keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "New name" })).toBeFocused();
  await keyboard.press("ControlOrMeta+a");
  await keyboard.type("Voyages");
  await keyboard.press("Enter");
  await expect(path).toHaveText(["Notes", "Voyages"]);
  await text(page).fill("colder"); // the open note has moved with its folder
  await expect(status(page)).toHaveText("Saved.");

  const remove = button(page, "Delete folder");
  await remove.focus();
  await keyboard.press("Enter");
  await keyboard.press("Escape");
  await expect(path).toHaveText(["Notes", "Voyages"]);
  await remove.press("Enter");
  await keyboard.press("Enter");
  await expect(path).toHaveText(["Notes"]);
  await expect(rows(page)).toHaveText([/^Ideas/, /^Shopping\.txt/, /^Welcome\.txt/]);
  await expect(page.getByText("Choose a note, or add one.")).toBeVisible();
});

test("a question that comes right after one that was cancelled is answered by itself", async ({ page }) => {
  await openExample(page, "10-files");
  await row(page, "Welcome.txt").click();
  await expect(page.getByLabel("Name of the note")).toHaveValue("Welcome.txt");
  await button(page, "Delete").click();
  // In one task: the event that says the first question is closed comes after the second one is asked.
  await page.getByRole("dialog").evaluate((dialog: HTMLDialogElement) => {
    dialog.close();
    document.querySelector<HTMLButtonElement>("#remove")?.click();
  });
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(rows(page)).toHaveText([/^Ideas/, /^Shopping\.txt/]);
});

test("a name that is taken, or none, is refused with a reason", async ({ page }) => {
  await openExample(page, "10-files");
  await add(page, "note", "Welcome.txt");
  await expect(status(page)).toHaveText("Welcome.txt is there already");
  await add(page, "folder", "a/b");
  await expect(status(page)).toHaveText("a/b: a name has no slash, and no dot at its start");
  await add(page, "note", " ");
  await expect(status(page)).toHaveText("a name is missing");
  await row(page, "Welcome.txt").click();
  await page.getByLabel("Name of the note").fill("Shopping.txt");
  await page.keyboard.press("Enter");
  await expect(status(page)).toHaveText("Shopping.txt is there already");
  await expect(page.getByLabel("Name of the note")).toHaveValue("Welcome.txt");
});

test("files are uploaded beside those of the same name, and all come back in a zip", async ({ page }) => {
  await openExample(page, "10-files");
  const bytes = Buffer.from([0x89, 0x50, 0xff, 0x00]);
  await row(page, "Ideas").click();
  await upload(page, "photo.png", bytes);
  await upload(page, "Ferry.txt", "another");
  await expect(rows(page)).toHaveText([/^Ferry 2\.txt/, /^Ferry\.txt/, /^Harbour\.txt/, /^photo\.png/]);
  await row(page, "photo.png").click();
  await expect(page.getByText("This cannot be shown: it is not a text.")).toBeVisible();
  await expect(text(page)).toBeHidden();
  const one = page.waitForEvent("download");
  await button(page, "Download").click();
  expect(await contentOf(await one)).toEqual(bytes);

  await write(page, "Ferry.txt", "there and back");
  const all = page.waitForEvent("download");
  await button(page, "Download all").click();
  const zip = await all;
  expect(zip.suggestedFilename()).toBe("notes.zip");
  const files = unzipSync(await contentOf(zip));
  expect(Object.keys(files).filter((name) => !name.endsWith("/")).sort()).toEqual(
    ["Ideas/Ferry 2.txt", "Ideas/Ferry.txt", "Ideas/Harbour.txt", "Ideas/photo.png", "Shopping.txt", "Welcome.txt"],
  );
  expect(Buffer.from(files["Ideas/photo.png"]!)).toEqual(bytes);
  expect(Buffer.from(files["Ideas/Ferry.txt"]!).toString()).toBe("there and back");
  expect(Buffer.from(files["Ideas/Ferry 2.txt"]!).toString()).toBe("another");
});

test("a dropped file is uploaded", async ({ page }) => {
  await openExample(page, "10-files");
  await page.getByRole("region", { name: "All notes" }).evaluate((list) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["dropped"], "from-outside.txt"));
    list.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  });
  await row(page, "from-outside.txt").click();
  await expect(text(page)).toHaveValue("dropped");
});

test("the search looks into all notes, and a find opens its note", async ({ page }) => {
  await openExample(page, "10-files");
  const search = page.getByLabel("Search all notes");
  await search.fill("LIST OF ships");
  await expect(rows(page)).toHaveText([/Ideas\/Harbour\.txt:1$/]);
  await rows(page).click();
  await expect(page.getByLabel("Name of the note")).toHaveValue("Harbour.txt");
  await search.fill("no such words");
  await expect(page.getByText("No note has this in it.")).toBeVisible();
  await search.fill("");
  await expect(rows(page)).toHaveCount(3);
});

test("Reset asks first, and then begins anew", async ({ page }) => {
  await openExample(page, "10-files");
  await write(page, "Welcome.txt", "mine");
  await button(page, "Reset").click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await expect(text(page)).toHaveValue("mine");
  await button(page, "Reset").click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete all" }).click();
  await expect(status(page)).toHaveText("These are the first notes again.");
  await row(page, "Welcome.txt").click();
  await expect(text(page)).toHaveValue(/^Each note is a file/);
});

test("notes that are open in another tab are not opened again before that is closed", async ({ page, context }) => {
  await openExample(page, "10-files");
  await write(page, "Welcome.txt", "of the first tab");
  const second = await context.newPage();
  await second.goto("/10-files/");
  await expect(second.getByRole("alert")).toHaveText(/^The notes could not be opened: .*another tab/);
  await page.close();
  await button(second, "Try again").click();
  await row(second, "Welcome.txt").click();
  await expect(text(second)).toHaveValue("of the first tab");
});

test("the browser can be asked to keep the notes, and may decline", async ({ page }) => {
  const answer = (kept: boolean) =>
    page.evaluate((given) => {
      StorageManager.prototype.persist = async () => given;
    }, kept);
  await openExample(page, "10-files");
  const keep = button(page, "Ask the browser never to clear them");
  await answer(false);
  await keep.click();
  await expect(status(page)).toHaveText("The browser has not agreed: it may clear them when space is short.");
  await answer(true);
  await keep.click();
  await expect(status(page)).toHaveText("They stay until you remove them.");
  await expect(keep).toBeHidden();
});

test("where the browser has no place for files the notes are in memory, and the page says so", async ({ page }) => {
  await page.addInitScript(() => {
    const Original = Worker;
    globalThis.Worker = class extends Original {
      constructor(url: string | URL, options?: WorkerOptions) {
        const script = `delete StorageManager.prototype.getDirectory; importScripts(${JSON.stringify(String(url))});`;
        super(URL.createObjectURL(new Blob([script], { type: "text/javascript" })), options);
      }
    };
  });
  await openExample(page, "10-files");
  await expect(page.locator("#store")).toHaveText(/^4 notes, \d+ B, in memory, so they are gone when the page is: .*private file system/);
  await write(page, "Welcome.txt", "for now");
  await page.reload();
  await row(page, "Welcome.txt").click();
  await expect(text(page)).toHaveValue(/^Each note is a file/);
});

test("says so when the program cannot be loaded", async ({ page, pageErrors }) => {
  pageErrors.allow(/404/);
  await page.route("**/main.wasm", (route) => route.fulfill({ status: 404, body: "gone" }));
  await page.goto("/10-files/");
  await expect(page.getByRole("alert")).toHaveText(/^The notes could not be opened: .*404/);
  await expect(button(page, "Try again")).toBeVisible();
});

import type { Page } from "@playwright/test";
import { expect, test } from "../support.ts";
import { openExample } from "./program.ts";

const tasks = (page: Page) => page.getByRole("list", { name: "Tasks" }).locator("li");
const shown = (page: Page) => tasks(page).filter({ visible: true });
const box = (page: Page, name: string) => page.getByRole("checkbox", { name, exact: true });
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const counts = (page: Page) => page.getByRole("status");

test("starts with three tasks, one of them done", async ({ page }) => {
  await openExample(page, "02-dom");
  await expect(tasks(page)).toHaveCount(3);
  await expect(box(page, "Write a function in Go")).toBeChecked();
  await expect(counts(page)).toHaveText("2 open, 1 done");
});

test("add, tick, filter, edit and delete by keyboard alone", async ({ page }) => {
  const lines = await openExample(page, "02-dom");
  const { keyboard } = page;

  // Add: from the start of the page, Tab leads past the link to the input.
  await page.locator("body").press("Tab");
  await expect(page.getByRole("link", { name: "All examples" })).toBeFocused();
  await keyboard.press("Tab");
  await expect(page.getByLabel("New task")).toBeFocused();
  await keyboard.type("Water the <plants>");
  await keyboard.press("Enter");
  await expect(box(page, "Water the <plants>")).toBeAttached();
  await expect(page.getByLabel("New task")).toHaveValue("");
  await expect(page.getByLabel("New task")).toBeFocused();
  await expect(counts(page)).toHaveText("3 open, 1 done");
  expect(lines).toContain('added "Water the <plants>"');

  // An empty task is not added.
  await keyboard.type("   ");
  await keyboard.press("Enter");
  await expect(tasks(page)).toHaveCount(4);
  await page.getByLabel("New task").clear();

  // Move by arrows, tick off by Space.
  await box(page, "Write a function in Go").focus();
  await keyboard.press("ArrowDown");
  await expect(box(page, "Compile it to WebAssembly")).toBeFocused();
  await keyboard.press("Space");
  await expect(box(page, "Compile it to WebAssembly")).toBeChecked();
  await expect(counts(page)).toHaveText("2 open, 2 done");
  await keyboard.press("ArrowUp");
  await expect(box(page, "Write a function in Go")).toBeFocused();
  await keyboard.press("ArrowUp");
  await expect(box(page, "Write a function in Go")).toBeFocused();

  // Filter.
  await button(page, "Open").focus();
  await keyboard.press("Enter");
  await expect(button(page, "Open")).toHaveAttribute("aria-pressed", "true");
  await expect(button(page, "All")).toHaveAttribute("aria-pressed", "false");
  await expect(shown(page)).toHaveCount(2);

  // Ticking off under the filter makes the task vanish: the focus goes on to the next one.
  await box(page, "Call it from the page").focus();
  await keyboard.press("Space");
  await expect(shown(page)).toHaveCount(1);
  await expect(box(page, "Water the <plants>")).toBeFocused();

  // Edit: Escape leaves the text alone, Enter keeps the new one; the focus comes back to the task.
  await keyboard.press("F2");
  const editor = page.getByLabel("Text of the task");
  await expect(editor).toBeFocused();
  await keyboard.type("Nothing");
  await keyboard.press("Escape");
  await expect(editor).toHaveCount(0);
  await expect(button(page, "Edit Water the <plants>")).toBeFocused();
  await keyboard.press("Enter");
  await expect(editor).toBeFocused();
  await keyboard.press("ControlOrMeta+a");
  await keyboard.type("Water the garden");
  await keyboard.press("Enter");
  await expect(button(page, "Edit Water the garden")).toBeFocused();
  await expect(box(page, "Water the garden")).toBeAttached();

  // Delete the last one that is shown: nothing is left to focus but the input.
  await keyboard.press("Delete");
  await expect(page.getByLabel("New task")).toBeFocused();
  await expect(page.getByText("No open tasks: all done.")).toBeVisible();
  await expect(counts(page)).toHaveText("0 open, 3 done");
});

test("after a deletion the focus is on the neighbour's button", async ({ page }) => {
  await openExample(page, "02-dom");
  await button(page, "Delete Compile it to WebAssembly").click();
  await expect(button(page, "Delete Call it from the page")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(button(page, "Delete Write a function in Go")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("New task")).toBeFocused();
  await expect(page.getByText("Nothing to do. Add a task above.")).toBeVisible();
  await expect(button(page, "Delete all")).toBeDisabled();
  await expect(button(page, "Delete done")).toBeDisabled();
});

test("leaving the editor keeps what was typed", async ({ page }) => {
  await openExample(page, "02-dom");
  await button(page, "Edit Call it from the page").click();
  await page.getByLabel("Text of the task").fill("Call it twice");
  await page.getByLabel("New task").click();
  await expect(page.getByLabel("Text of the task")).toHaveCount(0);
  await expect(box(page, "Call it twice")).toBeAttached();
  await expect(page.getByLabel("New task")).toBeFocused();
});

test("1,000 tasks more, and everything still works", async ({ page }) => {
  const lines = await openExample(page, "02-dom");
  await button(page, "Add 1,000 tasks").click();
  await expect(tasks(page)).toHaveCount(1003);
  await expect(counts(page)).toHaveText("1002 open, 1 done");
  await expect.poll(() => lines.at(-1)).toMatch(/^added 1000 tasks in \d+ ms$/);

  await box(page, "Task 1000 of 1000").check();
  await box(page, "Task 500 of 1000").focus();
  await page.keyboard.press("Delete");
  await expect(box(page, "Task 501 of 1000")).toBeFocused();
  await expect(counts(page)).toHaveText("1000 open, 2 done");

  await button(page, "Done").click();
  await expect(shown(page)).toHaveCount(2);
  await button(page, "Delete done").click();
  await expect(tasks(page)).toHaveCount(1000);
  await expect(page.getByText("No task is done yet.")).toBeVisible();

  // A new task would be hidden by this filter, so the list shows all again.
  await page.getByLabel("New task").fill("One more");
  await page.getByLabel("New task").press("Enter");
  await expect(button(page, "All")).toHaveAttribute("aria-pressed", "true");
  await expect(tasks(page).last()).toBeInViewport();
  await expect(tasks(page).last()).toContainText("One more");

  await button(page, "Delete all").click();
  await expect(tasks(page)).toHaveCount(0);
  await expect(counts(page)).toHaveText("0 open, 0 done");
});

test("the editor's listeners are given back", async ({ page }) => {
  await openExample(page, "02-dom");
  for (let i = 0; i < 5; i++) {
    await button(page, "Edit Call it from the page").press("Enter");
    await page.getByLabel("Text of the task").press("Escape");
    await expect(button(page, "Edit Call it from the page")).toBeFocused();
  }
  // "call to released function" would be an error on the console, and so fail this test.
});

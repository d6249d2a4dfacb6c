import type { Page } from "@playwright/test";
import { expect, galleryOf, test } from "../go.ts";
import { openExample } from "./program.ts";

const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });
const problem = (page: Page, id: string) => page.locator(`#${id}-problem`);
const result = (page: Page) => page.getByRole("status");

async function fill(page: Page, account: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(account)) await field(page, name).fill(value);
}

const fine = { Name: "Ann", "E-mail": "ann@example.org", Password: "correct-horse", "Day of birth": "1990-05-17" };

test("says what is wrong with a field once it has been left, and takes it back", async ({ go, page }) => {
  await openExample(page, "08-validate", await galleryOf(go));
  await expect(page.locator("#transport")).toHaveText("local");
  await field(page, "E-mail").fill("ann");
  await expect(problem(page, "email")).toHaveText("");
  await field(page, "Password").focus();
  await expect(problem(page, "email")).toHaveText("An e-mail address has an @.");
  await expect(field(page, "E-mail")).toHaveAttribute("aria-invalid", "true");
  await expect(field(page, "E-mail")).toHaveAccessibleDescription("An e-mail address has an @.");
  await expect(problem(page, "name")).toHaveText("");

  await field(page, "E-mail").fill("ann@example.org");
  await expect(problem(page, "email")).toHaveText("");
  await expect(field(page, "E-mail")).toHaveAttribute("aria-invalid", "false");
});

test("an empty form is not sent, and the first problem gets the focus", async ({ go, page }) => {
  let sent = false;
  await page.route("**/signup", (route) => {
    sent = true;
    return route.abort();
  });
  await openExample(page, "08-validate", await galleryOf(go));
  await page.getByRole("button", { name: "Sign up" }).click();
  await expect(problem(page, "name")).toHaveText("Enter a name.");
  await expect(problem(page, "email")).toHaveText("Enter an e-mail address.");
  await expect(problem(page, "password")).toHaveText("A password has at least 10 characters.");
  await expect(problem(page, "birth")).toHaveText("Enter a day of birth.");
  await expect(field(page, "Name")).toBeFocused();
  expect(sent).toBe(false);
});

test("a sound form is sent as the server takes it", async ({ go, page }) => {
  let body: unknown;
  await page.route("**/08-validate/signup", (route) => {
    body = route.request().postDataJSON();
    return route.fulfill({ status: 201, contentType: "application/json", body: "{}" });
  });
  await openExample(page, "08-validate", await galleryOf(go));
  await fill(page, fine);
  await page.getByRole("button", { name: "Sign up" }).click();
  await expect(result(page)).toHaveText("Welcome, Ann!");
  expect(body).toEqual({ name: "Ann", email: "ann@example.org", password: "correct-horse", birth: "1990-05-17" });
});

test("what the server finds is shown like what the page finds", async ({ go, page, pageErrors }) => {
  pageErrors.allow(/status of 422 .*signup/);
  await page.route("**/08-validate/signup", (route) => route.fulfill({ status: 422, contentType: "application/json", body: '{"name":"This name is taken."}' }));
  await openExample(page, "08-validate", await galleryOf(go));
  await fill(page, fine);
  await page.getByRole("button", { name: "Sign up" }).click();
  await expect(result(page)).toHaveText("The server has found a problem.");
  await expect(problem(page, "name")).toHaveText("This name is taken.");
});

test.describe("not isolated", () => {
  test.use({ goIsolated: false });

  test("works, and says so where there is no server", async ({ go, page, pageErrors }) => {
    pageErrors.allow(/status of 40[45] .*signup/);
    await openExample(page, "08-validate", await galleryOf(go));
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    await fill(page, fine);
    await page.getByRole("button", { name: "Sign up" }).click();
    await expect(result(page)).toHaveText("The form is fine. There is no server here to send it to.");
  });
});

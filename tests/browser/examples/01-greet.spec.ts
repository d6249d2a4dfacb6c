import { expect, test } from "../support.ts";
import { openExample } from "./program.ts";

test("greets Alice as soon as the program runs", async ({ page }) => {
  await openExample(page, "01-greet");
  await expect(page.getByText("Hello, Alice from Go WASM!", { exact: true })).toBeVisible();
  await expect(page.getByText("Loading the Go program")).toBeHidden();
});

test("greets whoever is entered, whatever the letters", async ({ page }) => {
  await openExample(page, "01-greet");
  const name = page.getByLabel("Your name");
  for (const who of ["Bob", "Zoë", "李雷", "👩‍🚀"]) {
    await name.fill(who);
    await name.press("Enter");
    await expect(page.getByRole("status")).toHaveText(`Hello, ${who} from Go WASM!`);
  }
});

test("markup in a name stays text", async ({ page }) => {
  await openExample(page, "01-greet");
  await page.getByLabel("Your name").fill("<b>Eve</b>");
  await page.getByRole("button", { name: "Greet" }).click();
  await expect(page.getByRole("status")).toHaveText("Hello, <b>Eve</b> from Go WASM!");
});

test("exports greet as a function that returns a promise", async ({ page }) => {
  await openExample(page, "01-greet");
  const text = await page.evaluate(() => {
    const ferry = document.querySelector("go-ferry") as unknown as {
      program: { exports: { greet(name: string): Promise<string> } };
    };
    const promise = ferry.program.exports.greet("Carol");
    return promise instanceof Promise ? promise : "no promise";
  });
  expect(text).toBe("Hello, Carol from Go WASM!");
});

test("says so when the program cannot be loaded", async ({ page, pageErrors }) => {
  pageErrors.allow(/404/);
  await page.route("**/main.wasm", (route) => route.fulfill({ status: 404, body: "gone" }));
  await page.goto("/01-greet/");
  await expect(page.getByText("The Go program could not be loaded.")).toBeVisible();
  await expect(page.getByText("Loading the Go program")).toBeHidden();
});

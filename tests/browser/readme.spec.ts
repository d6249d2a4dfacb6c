/** The README's first five minutes: its Go program, its page, and the element, as they are written there. */
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildGo, root } from "../support/toolchain.ts";
import { expect, test } from "./go.ts";

const folder = join(root, "build/readme");
const readme = readFileSync(join(root, "README.md"), "utf8");

/** The code of a language, in the order of the page. */
function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, "gm"))].map(([, code = ""]) => code);
}

const [program, page, element] = [blocks("go")[0] ?? "", ...blocks("html")];

test.beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "program"), { recursive: true });
  writeFileSync(join(folder, "program/main.go"), program);
  copyFileSync(buildGo({ dir: join(folder, "program") }), join(folder, "main.wasm"));
  copyFileSync(join(root, "js/dist/classic/goferry.js"), join(folder, "goferry.js"));
  writeFileSync(join(folder, "index.html"), page ?? "");
  writeFileSync(join(folder, "element.html"), `<!doctype html><meta charset="utf-8"><title>Element</title>${element}`);
});

test.use({ goIsolated: false });

test("the page greets", async ({ go, page }) => {
  await page.goto(await go.serve(folder));
  await expect(page.locator("#greeting")).toHaveText("Hello, Alice from Go WASM!");
});

test("the element hides its children when the program runs", async ({ go, page }) => {
  await page.goto(`${await go.serve(folder)}element.html`);
  await expect(page.getByText("Loading")).toBeHidden();
  await expect(page.getByText("That did not work")).toBeHidden();
  // Not returned: what Playwright copies of a program would ask for exports that there are not.
  await page.evaluate(async () => void (await (document.querySelector("go-ferry") as unknown as { ready: Promise<unknown> }).ready));
});

/** Two programs in one page never see each other; two builds of the package neither. */
import { program } from "../support/hosts.ts";
import { checkIsolation } from "../support/isolation-expected.ts";
import { builds, runInPage } from "../support/pages.ts";
import { expect, test, variants } from "./any-browser.ts";

const programs = { isolation: program("isolation") };

for (const build of builds) {
  for (const variant of variants) {
    test(`two programs, ${build}, ${variant}`, async ({ tab }) => {
      const { result } = await runInPage<Record<string, unknown>>(tab, build, "isolation", { programs, variant });
      checkIsolation(result);
    });
  }
}

test("the module sets no global, the classic script one", async ({ tab }) => {
  await tab.goto("/tests/browser/pages/blank.html");
  const added = await tab.evaluate(async () => {
    const before = new Set(Reflect.ownKeys(globalThis));
    const news = (): string[] => Reflect.ownKeys(globalThis).filter((key) => !before.has(key)).map(String);
    await import(`/dist/${"index.js"}`);
    const afterModule = news();
    const script = document.createElement("script");
    script.src = "/dist/classic/goferry.js";
    await new Promise((resolve) => {
      script.onload = resolve;
      document.head.append(script);
    });
    return { afterModule, afterClassic: news(), element: customElements.get("go-ferry") !== undefined };
  });
  expect(added).toEqual({ afterModule: [], afterClassic: ["goferry"], element: true });
});

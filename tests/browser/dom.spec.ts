/** Two pages of the gallery as a user has them: `<go-ferry>`, a function that the page calls, elements and events that Go makes. */
import { expect, test } from "./any-browser.ts";
import type { Tab } from "./any-browser.ts";

/** Opens an example and waits until its program runs. */
async function open(tab: Tab, name: string): Promise<void> {
  await tab.goto(`/${name}/`);
  await tab.evaluate(async () => {
    await (document.querySelector("go-ferry") as Element & { ready: Promise<unknown> }).ready;
  });
}

/** The text of an element as it is seen: "" where it is hidden. */
const textOf = (tab: Tab, selector: string): Promise<string> =>
  tab.evaluate((selector) => {
    const element = document.querySelector<HTMLElement>(selector);
    return element?.checkVisibility() ? ((element as HTMLOutputElement).value ?? element.innerText) : "";
  }, selector);

test("greets whoever is entered, and the fallback is gone", async ({ tab }) => {
  await open(tab, "01-greet");
  await expect.poll(() => textOf(tab, "#greeting")).toBe("Hello, Alice from Go WASM!");
  expect(await textOf(tab, "go-ferry p")).toBe("");
  for (const name of ["Zoë", "李雷", "👩‍🚀", "<b>Eve</b>"]) {
    await tab.evaluate((name) => {
      (document.querySelector("#name") as HTMLInputElement).value = name;
      (document.querySelector("#button") as HTMLButtonElement).click();
    }, name);
    await expect.poll(() => textOf(tab, "#greeting")).toBe(`Hello, ${name} from Go WASM!`);
  }
});

/** The tasks that can be seen, those that are done with a cross before them, and the element that has the focus. */
const tasks = (tab: Tab): Promise<{ shown: string[]; counts: string; focus: string }> =>
  tab.evaluate(() => {
    const rows = [...document.querySelectorAll<HTMLElement>(".tasks li")].filter((row) => row.checkVisibility());
    const name = (row: HTMLElement): string => (row.querySelector("input")?.checked ? "x " : "") + row.querySelector(".text")?.textContent;
    const { activeElement: focused } = document;
    return {
      shown: rows.map(name),
      counts: document.querySelector(".counts")?.textContent ?? "",
      focus: focused?.getAttribute("aria-label") ?? focused?.id ?? "",
    };
  });

test("a to-do list made by Go: add, tick, filter, edit and delete", async ({ tab }) => {
  await open(tab, "02-dom");
  const [first, second, third] = ["x Write a function in Go", "Compile it to WebAssembly", "Call it from the page"];
  const started = await tasks(tab);
  expect([started.shown, started.counts]).toEqual([[first, second, third], "2 open, 1 done"]);

  await tab.evaluate(() => {
    (document.querySelector("#new-task") as HTMLInputElement).value = "  Water the <plants> ";
    (document.querySelector("#app form") as HTMLFormElement).requestSubmit();
  });
  const added = await tasks(tab);
  expect([added.shown, added.counts]).toEqual([[first, second, third, "Water the <plants>"], "3 open, 1 done"]);
  expect(await tab.evaluate(() => (document.querySelector("#new-task") as HTMLInputElement).value)).toBe("");

  // Under the filter a task that is ticked off vanishes, and the focus goes on.
  await tab.evaluate(() => {
    document.querySelector<HTMLElement>("button[data-filter=open]")?.click();
    document.querySelectorAll<HTMLElement>(".tasks [type=checkbox]")[1]?.click();
  });
  expect(await tasks(tab)).toMatchObject({ shown: [third, "Water the <plants>"], counts: "2 open, 2 done" });
  expect(await tab.evaluate(() => document.querySelector("button[data-filter=open]")?.getAttribute("aria-pressed"))).toBe("true");

  const press = (key: string): Promise<void> =>
    tab.evaluate((key) => {
      (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    }, key);
  await tab.evaluate(() => document.querySelector<HTMLElement>("[aria-label='Edit Water the <plants>']")?.click());
  expect((await tasks(tab)).focus).toBe("Text of the task");
  await tab.evaluate(() => void ((document.querySelector(".editor") as HTMLInputElement).value = "Water the garden"));
  await press("Enter");
  expect(await tasks(tab)).toMatchObject({ shown: [third, "Water the garden"], focus: "Edit Water the garden" });

  await press("Delete");
  expect(await tasks(tab)).toMatchObject({ shown: [third], counts: "1 open, 2 done", focus: `Edit ${third}` });
});

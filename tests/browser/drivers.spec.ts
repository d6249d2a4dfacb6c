/** What the other specs rely on, in each browser: a tab passes values, and tells what its pages say and which errors nobody caught. */
import { engine, expect, test, type Tab } from "./any-browser.ts";

const blank = "/tests/browser/pages/blank.html";
const told = async (tab: Tab): Promise<string[]> => (await tab.messages()).map(({ type, text }) => `${type} ${text.split("\n")[0]}`);

test("arguments and results pass as JSON, errors as rejections", async ({ tab }) => {
  await tab.goto(blank);
  const given = { text: "ü </script> \u2028 '`${}", list: [1, null, { deep: true }] };
  expect(await tab.evaluate(async (value) => (await null, value), given)).toEqual(given);
  expect(await tab.evaluate(() => undefined)).toBe(undefined);
  await expect(tab.evaluate(() => Promise.reject(new RangeError("too far")))).rejects.toThrow(/in the page: RangeError: too far/);
  expect(await tab.evaluate(() => navigator.userAgent)).toMatch({ chromium: /Chrome\//, firefox: /Firefox\//, webkit: /AppleWebKit\/(?!.*Chrome)/ }[engine]);
});

test("messages are kept in order, over pages", async ({ tab, pageErrors }) => {
  pageErrors.allow(/^error: an error/);
  await tab.goto(blank);
  await tab.evaluate(() => {
    console.log("a log", 1);
    console.warn("a warning");
  });
  await tab.goto(blank);
  await tab.evaluate(() => console.error("an error"));
  expect(await told(tab)).toEqual(["log a log 1", "warn a warning", "error an error"]);
});

test("an error that nobody caught is told, one that the page took care of is not", async ({ tab, pageErrors }) => {
  pageErrors.allow(/thrown in a task/);
  pageErrors.allow(/rejected/);
  await tab.goto(blank);
  await tab.evaluate(async () => {
    setTimeout(() => { throw new Error("thrown in a task"); });
    void Promise.reject(new Error("rejected"));
    await new Promise((resolve) => setTimeout(resolve, 20));
    addEventListener("error", (event) => event.preventDefault());
    setTimeout(() => { throw new Error("taken care of"); });
    await new Promise((resolve) => setTimeout(resolve, 20));
  });
  const errors = await told(tab);
  expect(errors.map((text) => /^uncaught .*(rejected|thrown in a task|taken care of)/.exec(text)?.[1] ?? text).sort()).toEqual(["rejected", "thrown in a task"]);
});

test("an error before the page has loaded is told", async ({ tab, pageErrors }) => {
  pageErrors.allow(/thrown at once/);
  await tab.goto("/tests/browser/pages/broken.html");
  expect(await told(tab)).toEqual([expect.stringMatching(/^uncaught .*thrown at once/)]);
});

test("tabs share no state", async ({ tab }) => {
  await tab.goto(blank);
  const before = await tab.evaluate(() => {
    const seen = [localStorage.getItem("drivers"), document.cookie];
    localStorage.setItem("drivers", "was here");
    document.cookie = "drivers=too";
    return seen;
  });
  expect(before).toEqual([null, ""]);
});

test("nor does the next one", async ({ tab }) => {
  await tab.goto(blank);
  expect(await tab.evaluate(() => [localStorage.getItem("drivers"), document.cookie])).toEqual([null, ""]);
});

test("a tab that was never used does no harm", async ({ tab }) => {
  expect(await tab.messages()).toEqual([]);
});

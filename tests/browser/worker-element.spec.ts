/** `<go-ferry mode="worker">`: a worker for each element, gone with it. */
import { program } from "../support/hosts.ts";
import { urlOf } from "../support/pages.ts";
import { root } from "../support/toolchain.ts";
import { expect, test } from "./go.ts";

const wasm = urlOf(program("worker"));

test("a program in a worker, its output, its end with the element", async ({ go, page }) => {
  await page.goto(`${await go.serve(root)}tests/browser/pages/blank.html`);
  await page.addScriptTag({ url: "/js/dist/classic/goferry.js" });
  const seen = await page.evaluate(async (src) => {
    const ferry = document.createElement("go-ferry");
    const before = ferry.mode;
    ferry.setAttribute("mode", "WORKER");
    const modes = [before, ferry.getAttribute("mode"), ferry.mode];
    const lines: string[] = [];
    ferry.addEventListener("stdout", (event) => (event.preventDefault(), lines.push(event.detail)));
    ferry.src = src;
    document.body.append(ferry);
    const program = await ferry.ready;
    await program.exports["say"]("from the worker");
    return { modes, lines, direct: (program as { sync?: unknown }).sync === undefined, sum: await program.exports["add"](2, 3) };
  }, wasm);
  expect(seen).toEqual({ modes: ["page", "WORKER", "worker"], lines: ["ready", "from the worker"], direct: true, sum: 5 });
  expect(page.workers()).toHaveLength(1);

  // While Go computes without end, the page answers, and removing the element ends it.
  await page.evaluate(() => {
    const ferry = document.querySelector("go-ferry");
    void ferry?.ready.then(({ exports }) => (exports["spin"]() as Promise<unknown>).catch(() => {}));
  });
  await page.evaluate(() => document.querySelector("go-ferry")?.remove());
  await expect.poll(() => page.workers().length).toBe(0);
});

test("another src ends the one worker and starts another; an exit is told", async ({ go, page }) => {
  await page.goto(`${await go.serve(root)}tests/browser/pages/blank.html`);
  await page.addScriptTag({ url: "/js/dist/classic/goferry.js" });
  const exit = await page.evaluate(async (src) => {
    document.body.innerHTML = `<go-ferry mode="worker" src="${src}"></go-ferry>`;
    const ferry = document.querySelector("go-ferry");
    if (!ferry) throw new Error("no element");
    await ferry.ready;
    ferry.src = `${src}?again`;
    const { exports } = await ferry.ready;
    const told = new Promise((resolve) => ferry.addEventListener("exit", (event) => resolve(event.detail), { once: true }));
    await exports["exit"](3);
    return told;
  }, wasm);
  expect(exit).toEqual({ code: 3, reason: "exit" });
  await expect.poll(() => page.workers().length).toBe(0);
});

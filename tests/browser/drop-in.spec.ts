/**
 * The drop-in in pages that were written for Go's own file: each page of pages/drop-in-*.html loads `wasm_exec.js` from beside it, once Go's own
 * and once ours, and comes to the same. (tests/js/drop-in*.test.ts has what is particular to Node.)
 */
import { join, dirname } from "node:path";
import { serve } from "../../tools/serve.mjs";
import type { Server } from "../../tools/serve.mjs";
import { expectedOutcomes, needsWasmimport } from "../support/drop-in-expected.ts";
import { newestGo, program } from "../support/hosts.ts";
import { engine, expect, missingGo, root, test as base } from "./any-browser.ts";
import type { Tab } from "./any-browser.ts";
import { goVersion } from "../support/toolchain.ts";

// Go's file is the same from 1.24 on; before 1.21 its imports have another name.
const versions = engine === "chromium" ? ["1.20", newestGo()] : [newestGo()];

/** The pages, a wasm_exec.js and the programs of one Go, all in one folder as far as the browser can see. */
const folders = (at: string, wasmExec: string, version: string) =>
  [join(root, "tests/browser/pages"), wasmExec, join(root, "build/go", version)].map((dir) => ({ at, dir }));

const test = base.extend<object, { readonly server: Server }>({
  server: [
    async ({}, use) => {
      const roots = versions.filter((version) => missingGo(version) === undefined).flatMap((version) => {
        for (const name of version === "1.20" ? ["dropin"] : ["dropin", "dropin-imports"]) program(name, version);
        return [...folders(`/theirs-${version}`, dirname(goVersion(version).wasmExec), version), ...folders(`/ours-${version}`, join(root, "js/dist/classic"), version)];
      });
      const server = await serve({ roots: [...roots, { at: "/tests", dir: join(root, "tests") }], port: 0 });
      await use(server);
      await server.close();
    },
    { scope: "worker", timeout: 300_000 },
  ],
});

/** A timer that Go's own file leaves behind at an exit, when it fires while the page is still there: seen with Go 1.20 on a busy machine. */
const timerLeftByTheirs = /^uncaught: Error: Go program has already exited[^]*\/theirs-/;

/** What a page came to, and what it said to the console. */
async function outcomeOf(tab: Tab, url: string): Promise<unknown> {
  const before = (await tab.messages()).length;
  await tab.goto(url);
  const outcome = await tab.evaluate(() => (globalThis as unknown as { outcome: Promise<unknown> }).outcome);
  const said = (await tab.messages()).slice(before).filter((message) => !timerLeftByTheirs.test(`${message.type}: ${message.text}`)).map(({ type, text }) => `${type}: ${text.split("\n")[0]}`);
  return { outcome, said };
}

for (const version of versions) {
  for (const [page, expected] of Object.entries(expectedOutcomes)) {
    if (version === "1.20" && needsWasmimport.includes(page)) continue;
    test(`${page}, Go ${version}`, async ({ tab, pageErrors }) => {
      pageErrors.mayHave(timerLeftByTheirs);
      test.skip(missingGo(version) !== undefined, missingGo(version) ?? "");
      const theirs = await outcomeOf(tab, `/theirs-${version}/drop-in-${page}.html`);
      const ours = await outcomeOf(tab, `/ours-${version}/drop-in-${page}.html`);
      expect(theirs).toEqual(expected);
      expect(ours).toEqual(theirs);
    });
  }
}

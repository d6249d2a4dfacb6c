/** Pages whose scripts come from another origin, as from a CDN: with integrity, as modules with their second chunk, and the Go module from there too. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildGo, expect, root, test } from "./any-browser.ts";
import { startServer } from "./support.ts";
import { urlOf } from "../support/pages.ts";

const wasm = urlOf(buildGo({ dir: "examples/01-greet" }));
const shared = { "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin" };
const hash = (file: string): string => `sha384-${createHash("sha384").update(readFileSync(join(root, "js/dist", file))).digest("base64")}`;

/** Pages by name, each with what it puts into `greetings`, a promise. `at` is the other origin. */
const pages: Record<string, (at: string) => string> = {
  "the script-tag build, with integrity": at => `
    <script src="${at}/dist/classic/goferry.js" crossorigin integrity="${hash("classic/goferry.js")}"></script>
    <script>
      greetings = Promise.all([goferry.load("${wasm}"), goferry.load("${at}${wasm}", { variant: "compat" })])
        .then(programs => Promise.all(programs.map((program, i) => program.exports.greet("Ann " + i))));
    </script>`,
  "the element, by the script-tag build": at => `
    <script src="${at}/dist/classic/goferry.js" crossorigin integrity="${hash("classic/goferry.js")}"></script>
    <go-ferry src="${wasm}"></go-ferry><go-ferry src="${at}${wasm}"></go-ferry>
    <script>
      greetings = Promise.all([...document.querySelectorAll("go-ferry")].map(async (ferry, i) => (await ferry.ready).exports.greet("Ann " + i)));
    </script>`,
  "the module": at => `
    <script type="module">
      import { load } from "${at}/dist/index.js";
      greetings = Promise.all([load("${wasm}"), load("${at}${wasm}", { variant: "compat" })])
        .then(programs => Promise.all(programs.map((program, i) => program.exports.greet("Ann " + i))));
    </script>`,
  "workers, by the script-tag build, with integrity": at => `
    <script src="${at}/dist/classic/goferry.js" crossorigin integrity="${hash("classic/goferry.js")}"></script>
    <go-ferry src="${wasm}" mode="worker"></go-ferry>
    <script>
      greetings = Promise.all([document.querySelector("go-ferry").ready, goferry.load("${at}${wasm}", { mode: "worker", variant: "compat" })])
        .then(programs => Promise.all(programs.map(async (program, i) => program.sync ? "in the page" : program.exports.greet("Ann " + i))));
    </script>`,
  "workers, by the module": at => `
    <script type="module">
      import { load } from "${at}/dist/index.js";
      greetings = Promise.all([load("${wasm}", { mode: "worker" }), load("${at}${wasm}", { mode: "worker", variant: "compat" })])
        .then(programs => Promise.all(programs.map((program, i) => program.exports.greet("Ann " + i))));
    </script>`,
  "the element, by the module": at => `
    <go-ferry src="${wasm}"></go-ferry><go-ferry src="${at}${wasm}"></go-ferry>
    <script type="module">
      import "${at}/dist/element.js";
      greetings = Promise.all([...document.querySelectorAll("go-ferry")].map(async (ferry, i) => (await ferry.ready).exports.greet("Ann " + i)));
    </script>`,
  "the drop-in, with integrity": at => `
    <script src="${at}/dist/classic/wasm_exec.js" crossorigin integrity="${hash("classic/wasm_exec.js")}"></script>
    <script>
      const greetOf = async (url, name) => {
        const go = new Go();
        const { instance } = await WebAssembly.instantiateStreaming(fetch(url), go.importObject);
        go.run(instance);
        return greet(name);
      };
      greetings = greetOf("${wasm}", "Ann 0").then(async first => [first, await greetOf("${at}${wasm}", "Ann 1")]);
    </script>`,
};

for (const [name, html] of Object.entries(pages)) {
  test(name, async ({ tab }) => {
    const other = await startServer({ headers: shared });
    try {
      const file = `build/other-origin/${name.replace(/\W+/g, "-")}.html`;
      mkdirSync(join(root, "build/other-origin"), { recursive: true });
      writeFileSync(join(root, file), `<!doctype html><html lang="en"><meta charset="utf-8"><title>${name}</title><link rel="icon" href="data:,"><script>var greetings;</script>${html(other.url.replace(/\/$/, ""))}</html>`);
      await tab.goto(`/${file}`);
      const greetings = await tab.evaluate(async () => {
        while (!(globalThis as { greetings?: unknown }).greetings) await new Promise(resolve => setTimeout(resolve, 10));
        return (globalThis as unknown as { greetings: Promise<string[]> }).greetings;
      }, undefined);
      expect(greetings).toEqual(["Hello, Ann 0 from Go WASM!", "Hello, Ann 1 from Go WASM!"]);
    } finally {
      await other.close();
    }
  });
}

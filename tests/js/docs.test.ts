/** The documentation: links lead somewhere, and the recipes are the code that tests/bundlers runs. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { root } from "../support/toolchain.ts";

const read = (file: string): string => readFileSync(join(root, file), "utf8");
const pages = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" }).filter(file => file.endsWith(".md")).map(file => `docs/${file}`);
const files = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...pages];

/** The anchors that GitHub gives the headings of a page, and those written out. */
function anchors(text: string): Set<string> {
  const found = new Set([...text.matchAll(/<a id="([^"]+)"/g)].map(([, id = ""]) => id));
  const times = new Map<string, number>();
  for (const [, heading = ""] of text.matchAll(/^#+ (.+)$/gm)) {
    const slug = heading.toLowerCase().replace(/[^\p{L}\p{N}\- _]/gu, "").replace(/ /g, "-");
    const before = times.get(slug) ?? 0;
    times.set(slug, before + 1);
    found.add(before === 0 ? slug : `${slug}-${before}`);
  }
  return found;
}

for (const file of files) {
  test(`${file}: its links lead somewhere`, () => {
    const text = read(file);
    const prose = text.replace(/^```[^]*?^```/gm, "").replace(/`[^`\n]*`(?!\])/g, "");
    const broken: string[] = [];
    for (const [, target = ""] of prose.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target)) continue;
      const [path = "", anchor] = target.split("#");
      const found = path === "" ? file : join(dirname(file), path);
      if (!existsSync(join(root, found))) broken.push(target);
      else if (anchor !== undefined && !anchors(read(found)).has(anchor)) broken.push(target);
    }
    assert.deepEqual(broken, []);
  });
}

for (const file of ["docs/bundlers.md", "docs/hosting.md"]) {
  const blocks = [...read(file).matchAll(/^```\w+ (\S+)\n([^]*?)^```$/gm)].map(([, source = "", code = ""]) => ({ source, code }));
  test(`${file}: its recipes are those of tests/bundlers`, () => {
    assert.ok(blocks.length > 0);
    for (const { source, code } of blocks) assert.ok(read(`tests/bundlers/${source}`).includes(code), `${source} has no\n${code}`);
  });
}

test("every app of tests/bundlers is a recipe", () => {
  const apps = readdirSync(join(root, "tests/bundlers"), { withFileTypes: true }).filter(entry => entry.isDirectory()).map(({ name }) => name);
  const recipes = read("docs/bundlers.md");
  // Vite 7 is written as Vite 8 is.
  for (const name of apps) assert.ok(name === "vite7" ? read("tests/bundlers/vite7/src/main.js") === read("tests/bundlers/vite8/src/main.js") : recipes.includes(` ${name}/`), name);
});

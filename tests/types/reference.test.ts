/** docs/reference is what the doc comments say now. To write it anew: `cmake --build build --target reference`. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { root } from "../support/toolchain.ts";

/** The text of each file below a folder, by its path there. */
function readAll(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  return Object.fromEntries(files.map(entry => join(entry.parentPath, entry.name)).sort().map(path => [path.slice(folder.length + 1), readFileSync(path, "utf8")]));
}

test("docs/reference is current", t => {
  const fresh = join(root, "build/reference");
  t.after(() => rmSync(fresh, { recursive: true, force: true }));
  execFileSync(process.execPath, [join(root, "tools/publishing/reference.mjs"), fresh], { encoding: "utf8", stdio: ["ignore", "ignore", "pipe"] });
  const [found, kept] = [readAll(fresh), readAll(join(root, "docs/reference"))];
  assert.ok(Object.keys(found).length >= 4);
  assert.deepEqual(Object.keys(kept), Object.keys(found));
  for (const [name, text] of Object.entries(found)) assert.equal(kept[name], text, `docs/reference/${name}: \`cmake --build build --target reference\` writes it anew`);
});

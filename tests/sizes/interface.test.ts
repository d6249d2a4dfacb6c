/**
 * What the bridge's wasm imports and exports, as a committed list: a name that appears or goes away is a decision, not an accident of a new
 * Emscripten. To accept a change: UPDATE=1 node --import tsx --test tests/sizes/interface.test.ts
 */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";

const file = new URL("interface.json", import.meta.url);

test("the compat bridge imports and exports what interface.json lists", async () => {
  const module = await WebAssembly.compile(readFileSync(new URL("../../js/dist/compat.wasm", import.meta.url)));
  const found = {
    imports: WebAssembly.Module.imports(module).map(({ module, name, kind }) => `${module}.${name} ${kind}`).sort(),
    exports: WebAssembly.Module.exports(module).map(({ name, kind }) => `${name} ${kind}`).sort(),
  };
  if (process.env["UPDATE"]) writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
  assert.deepEqual(found, JSON.parse(readFileSync(file, "utf8")));
});

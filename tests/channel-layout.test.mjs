// What js/src has of the tables of bridge/ (layouts, error numbers) is what they say.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import process from "node:process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

test("TypeScript's constants of arenas and files are those of C++", () => {
  const tool = fileURLToPath(new URL("../tools/generate-layout.mjs", import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [tool, "--check"], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
});

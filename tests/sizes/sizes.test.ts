/** The size budgets of the design: budgets.json holds the largest size of each artifact in bytes, by brotli at its best. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { brotliCompressSync, constants } from "node:zlib";

interface Budget {
  brotli_max: number;
  what: string;
}
const dist = new URL("../../js/dist/", import.meta.url);
const budgets = JSON.parse(readFileSync(new URL("budgets.json", import.meta.url), "utf8")) as Record<string, Budget>;

for (const [file, { brotli_max, what }] of Object.entries(budgets)) {
  test(`${file} (${what}) keeps to its ${brotli_max} bytes`, t => {
    const bytes = readFileSync(new URL(file, dist));
    const size = brotliCompressSync(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }).length;
    t.diagnostic(`${file}: ${size} bytes, ${Math.round((100 * size) / brotli_max)} % of the budget`);
    assert.ok(size <= brotli_max, `${file} has ${size} bytes, more than ${brotli_max}`);
  });
}

/** The drop-in's glue: the bridge's memory grows as Emscripten's own glue has it, and ends where its maximum is. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bareGlue } from "../../js/src/bridge/bare-glue.ts";

const PAGE = 65536;

test("the constructors run once, and memory grows by a fifth more than is asked for, or as far as it may", () => {
  const memory = new WebAssembly.Memory({ initial: 10, maximum: 14 });
  let constructed = 0;
  const glue = bareGlue();
  const { emscripten_resize_heap: resize } = (glue.imports as { env: { emscripten_resize_heap(bytes: number): number } }).env;
  glue.start({ exports: { memory, __wasm_call_ctors: () => void constructed++ } } as unknown as WebAssembly.Instance);
  assert.equal(constructed, 1);

  assert.equal(resize(10 * PAGE + 1), 1);
  assert.equal(memory.buffer.byteLength, 12 * PAGE);
  assert.equal(resize(13 * PAGE + 1), 1, "a fifth more would be too much: what was asked for is not");
  assert.equal(memory.buffer.byteLength, 14 * PAGE);
  assert.equal(resize(14 * PAGE + 1), 0);
  assert.equal(resize(-1), 0, "an address is unsigned");
  assert.equal(memory.buffer.byteLength, 14 * PAGE);
});

/** What messages stand for (js/src/channel/codecs.ts): each codec there and back, and what it does not take. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { copyOf, codecNames, decode, encode, hasViews, view, type ChannelCodec } from "../../js/src/channel/codecs.ts";
import { root } from "../support/toolchain.ts";

const values: Readonly<Record<ChannelCodec, unknown>> = {
  bytes: new Uint8Array([0, 1, 255]),
  text: "\uFEFFmit BOM, 漢字 🙂",
  json: { list: [1, null, "x"], deep: { a: true } },
  f64: new Float64Array([0, -0, NaN, 1e-300]),
  f32: new Float32Array([0.5, -Infinity]),
  i32: new Int32Array([-(2 ** 31), 2 ** 31 - 1]),
  u32: new Uint32Array([0, 2 ** 32 - 1]),
  i16: new Int16Array([-32768, 32767]),
  u16: new Uint16Array([65535]),
  i8: new Int8Array([-128, 127]),
  u8: new Uint8Array([255]),
  i64: new BigInt64Array([-(2n ** 63n), 2n ** 63n - 1n]),
  u64: new BigUint64Array([2n ** 64n - 1n]),
};

for (const codec of codecNames) {
  test(`${codec}: there and back, and from where a message lies`, () => {
    const bytes = encode(codec, values[codec]);
    assert.deepEqual(decode(codec, bytes.slice()), values[codec]);
    if (!hasViews(codec)) return;
    const arena = new Uint8Array(64 + bytes.length);
    arena.set(bytes, 64);
    const seen = view(codec, arena.buffer, 64, bytes.length) as Uint8Array;
    assert.deepEqual(seen, values[codec]);
    assert.equal(seen.buffer, arena.buffer);
  });
}

test("parts of buffers, other arrays and array buffers", () => {
  const numbers = new Float64Array([1, 2, 3]);
  assert.deepEqual(decode("f64", encode("f64", numbers.subarray(1)).slice()), new Float64Array([2, 3]));
  assert.deepEqual(decode("i16", encode("i16", [1, -1])), new Int16Array([1, -1]));
  assert.deepEqual(encode("bytes", new Uint16Array([258])), new Uint8Array([2, 1]));
  assert.deepEqual(encode("f32", new Float32Array([1]).buffer), new Uint8Array([0, 0, 128, 63]));
});

test("what is no value of a codec", () => {
  for (const [codec, value] of [["text", 5], ["json", undefined], ["json", () => {}], ["f64", new Float32Array(1)], ["f64", "text"], ["bytes", [1]], ["bytes", "text"]] as const) {
    assert.throws(() => encode(codec, value), TypeError, `${codec}: ${String(value)}`);
  }
  assert.throws(() => decode("f64", new Uint8Array(7)), RangeError);
  assert.throws(() => decode("json", new TextEncoder().encode("{")), SyntaxError);
});

test("Go's package has the same codecs in the same order", () => {
  const go = readFileSync(join(root, "go/channel_options.go"), "utf8");
  const constants = go.slice(go.indexOf("const ("), go.indexOf("\n)"));
  assert.deepEqual([...constants.matchAll(/\/\/ "(\w+)"/g)].map(match => match[1]), codecNames);
});

test("a copy has the bytes of every length and place, and none of the original's memory", () => {
  const bytes = Uint8Array.from({ length: 300 }, (_, i) => i);
  for (let length = 0; length <= 130; length++) {
    for (const at of [0, 8, 21]) {
      const copy = copyOf(bytes, at, length);
      assert.deepEqual([...copy], [...bytes.slice(at, at + length)]);
      assert.notEqual(copy.buffer, bytes.buffer);
      assert.equal(copy.buffer.byteLength, length);
    }
  }
});

/** `program.exports`, on a scope of our own: names, nesting, and what a proxy must not pretend to be. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createExports, type AnyExports } from "../../js/src/exports.ts";

function exportsOf(values: Record<string, unknown>): AnyExports {
  const scope = { get: (name: string) => (Object.hasOwn(values, name) ? values[name] : undefined), names: () => Object.keys(values) };
  return createExports("main.wasm", scope) as AnyExports;
}

test("a function gives a promise of its result, and takes its arguments", async () => {
  const exports = exportsOf({ add: (a: number, b: number) => a + b });
  const result = exports["add"](1, 2) as unknown;
  assert.ok(result instanceof Promise);
  assert.equal(await result, 3);
});

test("what it throws is a rejection", async () => {
  const exports = exportsOf({ fail: () => { throw new RangeError("too far"); } });
  await assert.rejects(exports["fail"](), { name: "RangeError", message: "too far" });
});

test("objects nest, and a method has its object as this", async () => {
  const exports = exportsOf({ math: { base: 10, deep: { add(this: { n: number }, x: number) { return this.n + x; }, n: 5 } } });
  assert.equal(await exports["math"].deep.add(1), 6);
  assert.deepEqual(Object.keys(exports["math"]), ["base", "deep"]);
});

test("a function that is set later is found", async () => {
  const values: Record<string, unknown> = {};
  const exports = exportsOf(values);
  const late = exports["late"] as () => Promise<string>;
  values["late"] = () => "here";
  assert.equal(await late(), "here");
});

test("an unknown name rejects and lists the known ones", async () => {
  const exports = exportsOf({ greet: () => "", add: () => 0 });
  await assert.rejects(exports["gret"](), { name: "GoExportError", code: "unknown-export", message: /no function gret; it has greet, add/ });
  await assert.rejects(exports["greet"].deeper(), { code: "unknown-export", message: /greet\.deeper/ });
  await assert.rejects(exportsOf({})["x"](), { message: /it has none so far/ });
});

test("inherited members are no exports", async () => {
  const exports = exportsOf({ box: {} });
  for (const name of ["toString", "constructor", "__proto__", "hasOwnProperty"]) {
    await assert.rejects(exports[name](), { code: "unknown-export" });
    await assert.rejects(exports["box"][name](), { code: "unknown-export" });
  }
});

test("it is no promise and has no JSON of its own, and symbols are undefined", async () => {
  const exports = exportsOf({ then: () => {}, toJSON: () => 1, greet: () => "" });
  assert.equal(exports["then"], undefined);
  assert.equal(exports["greet"].then, undefined);
  assert.equal(exports["toJSON"], undefined);
  assert.equal((exports as unknown as Record<symbol, unknown>)[Symbol.iterator], undefined);
  assert.equal(await exports, exports);
});

test("`in` and Object.keys know the names set so far; nothing can be set", () => {
  const exports = exportsOf({ greet: () => "" });
  assert.ok("greet" in exports);
  assert.ok(!("other" in exports));
  assert.deepEqual(Object.keys(exports), ["greet"]);
  assert.throws(() => { exports["other"] = 1; }, TypeError);
  assert.ok(Object.hasOwn(exports, "greet"));
});

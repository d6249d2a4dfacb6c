// What program.exports gives, by name.
import { plainError } from "../scenario-host.mjs";

export default async function exportsScenario(host) {
  globalThis.ofThePage = () => "the page's own function is no export";
  const { program } = await host.run("exports");
  const { exports } = program;
  const refusal = (promise) => promise.then((value) => ({ resolved: String(value) }), plainError);
  const seen = {};
  const tag = (value) => Object.prototype.toString.call(value);

  seen.add = await exports.add(2, 3);
  seen.isPromise = exports.add(1, 1) instanceof Promise;
  seen.count = [await exports.count(), await exports.count(1, undefined, null)];
  seen.nothing = await exports.nothing();
  seen.undefinedBack = (await exports.echo(undefined)) === undefined;
  const object = { a: [1, { b: null }] };
  const bytes = new Uint8Array([1, 2, 3]);
  const fn = () => 1;
  seen.identity = [];
  for (const value of [1.5, "ü", true, null, 10n, object, bytes, bytes.buffer, fn, Symbol.iterator, new Error("e"), NaN]) {
    seen.identity.push(Object.is(await exports.echo(value), value));
  }
  seen.describe = [];
  for (const value of [1, "s", false, null, undefined, 5n, [], {}, bytes, fn, Symbol("s"), new Error("e")]) seen.describe.push(await exports.describe(value));
  seen.callBack = await exports.callBack((text) => `got ${text}`);
  seen.list = await exports.list();
  seen.record = await exports.record();
  seen.later = await exports.later("in time");
  seen.fails = await refusal(exports.fails());
  seen.square = await exports.math.square(5);
  seen.deep = await exports.math.deep.half(5);
  seen.self = await exports.math.self();
  seen.together = await Promise.all([exports.add(1, 2), exports.later("x"), exports.math.square(3)]);

  seen.unknown = await refusal(exports.nope(1));
  seen.unknownNested = await refusal(exports.math.nope());
  seen.noFunction = await refusal(exports.notAFunction());
  seen.ofThePage = await refusal(exports.ofThePage());
  seen.inherited = await refusal(exports.toString());
  seen.inheritedNested = await refusal(exports.math.hasOwnProperty("pi"));
  seen.hidden = [exports.then, exports.toJSON, exports[Symbol.iterator], exports[Symbol.toPrimitive]].map(String);
  seen.awaited = (await exports) === exports;
  seen.json = JSON.stringify(exports.math) ?? "undefined";
  seen.has = ["add" in exports, "math" in exports, "nope" in exports, "ofThePage" in exports, "square" in exports.math, "nope" in exports.math];
  seen.keys = Object.keys(exports).sort();
  seen.nestedKeys = Object.keys(exports.math).sort();
  seen.tag = tag(exports.add);
  seen.same = exports.add === exports.add;

  seen.lateBefore = "lateComer" in exports;
  const heldEarly = exports.lateComer;
  await exports.setLater();
  seen.late = ["lateComer" in exports, await exports.lateComer(), await heldEarly()];
  const { echo } = exports;
  await exports.replace();
  seen.replaced = [await echo(1), await exports.echo(1)];
  await exports.forget();
  seen.forgotten = ["add" in exports, (await refusal(exports.add(1, 2))).code];

  seen.panics = await refusal(exports.panics());
  seen.status = program.status;
  seen.afterTheEnd = await refusal(exports.later("never"));
  seen.uncaught = host.uncaught;
  return seen;
}

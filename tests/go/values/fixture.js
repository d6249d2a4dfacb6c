// The JavaScript side of the values program: a classic script that installs one global, `fixture`. Both hosts (Go's wasm_exec.js and the
// bridge) load this same file before they start Go. `await fixture.ready` before running.
"use strict";
(() => {
  const hash = (text) => {
    let h = 0x811c9dc5;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      h = Math.imul(h ^ (unit & 0xff), 0x01000193);
      h = Math.imul(h ^ (unit >> 8), 0x01000193);
    }
    return (h >>> 0).toString(16);
  };

  /** Describes a value from the JavaScript side, without addresses. */
  const describe = (value) => {
    if (typeof value === "number") return Object.is(value, -0) ? "number -0" : `number ${value}`;
    if (typeof value === "string") {
      if (value.length > 40) return `string of ${value.length} units, hash ${hash(value)}`;
      const units = Array.from(value, (c) => c.split("").map((u) => u.charCodeAt(0).toString(16)).join("+"));
      return /^[ -~]*$/.test(value) ? `string ${JSON.stringify(value)}` : `string of units ${units.join(" ")}`;
    }
    if (typeof value === "bigint") return `bigint ${value}`;
    if (typeof value === "symbol") return `symbol ${String(value.description)}`;
    if (value === null || typeof value === "undefined" || typeof value === "boolean") return String(value);
    if (value instanceof Error) return `${value.name}: ${value.message}`;
    if (typeof value === "function") return `function of ${value.length}`;
    if (Array.isArray(value)) {
      return value.length > 40 ? `array of ${value.length}, ends in ${describe(value.at(-1))}` : `[${Array.from(value, describe).join(", ")}]`;
    }
    return `object {${Reflect.ownKeys(value).map((k) => `${String(k)}: ${describe(value[k])}`).join(", ")}}`;
  };

  const view = new DataView(new ArrayBuffer(8));
  const fromBits = (high, low) => (view.setUint32(0, high), view.setUint32(4, low), view.getFloat64(0));

  // Each entry makes a fresh value, so that no case sees what an earlier one did to it.
  const makers = {
    undefined: () => undefined, null: () => null, true: () => true, false: () => false,
    zero: () => 0, negZero: () => -0, one: () => 1, minusOne: () => -1, half: () => 0.5, nan: () => NaN,
    nanPayload: () => fromBits(0x7ff80001, 7), nanNegative: () => fromBits(0xfff80000, 1), nanSignalling: () => fromBits(0x7ff00000, 9),
    inf: () => Infinity, negInf: () => -Infinity, two53: () => 2 ** 53, max: () => Number.MAX_VALUE, denormal: () => 5e-324,
    big: () => 1e300, int31: () => 2147483648,
    emptyString: () => "", ascii: () => "abc", umlaut: () => "äöü", euro: () => "€", emoji: () => "😀", nul: () => "a\0b", bom: () => "\ufeffa",
    bomOnly: () => "\ufeff", bomTwice: () => "\ufeff\ufeff", loneHigh: () => "a\ud83d", loneLow: () => "\ude00b", swapped: () => "\ude00\ud83d",
    digits: () => "123",
    symbol: () => Symbol("s"), symbolIterator: () => Symbol.iterator,
    bigint: () => 42n, bigintZero: () => 0n, bigintHuge: () => 2n ** 80n,
    object: () => ({ x: 1, y: "two" }), array: () => [1, "b", null], nullProto: () => Object.assign(Object.create(null), { x: 5 }),
    frozen: () => Object.freeze({ x: 1 }), frozenArray: () => Object.freeze([1, 2]), sealed: () => Object.seal({ x: 1 }),
    noExtend: () => Object.preventExtensions({ y: 1 }), getterOnly: () => ({ get x() { return 7; }, get 0() { return 8; } }),
    readOnly: () => Object.defineProperty({}, "x", { value: 3, writable: false, configurable: false }),
    protoReadOnly: () => Object.create(Object.freeze({ x: 1, 0: 1 })),
    protoGetter: () => Object.create({ get x() { return 9; } }),
    setter: () => ({ log: [], set x(v) { this.log.push(v); }, get x() { return this.log.length; } }),
    proxy: () => new Proxy({ x: 1 }, {}),
    proxyFalse: () => new Proxy({ x: 1 }, { set: () => false, deleteProperty: () => false, defineProperty: () => false }),
    proxyDefineFalse: () => new Proxy({}, { defineProperty: () => false }),
    protoProxyFalse: () => Object.create(new Proxy({}, { set: () => false })),
    proxyAll: () => new Proxy(function target() {}, { get: (_, k) => `get ${String(k)}`, apply: (_, self, args) => args.length, construct: (_, args) => ({ n: args.length }) }),
    namespace: () => fixture.namespace,
    fn: () => function named(a, b) { return b === undefined ? a : a + b; }, arrow: () => () => "arrow", klass: () => class K { constructor(x) { this.x = x; } },
    bound: () => function () { return this.v; }.bind({ v: 6 }), async: () => async () => 1, generator: () => function* () { yield 1; },
    date: () => new Date(0), regexp: () => /x/g, error: () => new TypeError("made"), map: () => new Map([[1, 2]]), promise: () => Promise.resolve(1),
    boxedNumber: () => new Number(0), boxedString: () => new String("boxed"), boxedFalse: () => new Boolean(false), boxedBigint: () => Object(5n),
    u8: () => new Uint8Array([1, 2, 3]), u8Sub: () => new Uint8Array([9, 1, 2, 3, 9]).subarray(1, 4), clamped: () => new Uint8ClampedArray([1, 2, 3]),
    u8Subclass: () => new (class Bytes extends Uint8Array {})([4, 5, 6]), u8Empty: () => new Uint8Array(0),
    i8: () => new Int8Array([1, -2]), u16: () => new Uint16Array([1, 2]), f64: () => new Float64Array([1.5, NaN]), big64: () => new BigInt64Array([7n]),
    dataView: () => new DataView(new ArrayBuffer(4)), buffer: () => new ArrayBuffer(4),
    length12abc: () => ({ length: "12abc" }), lengthNaN: () => ({ length: NaN }), lengthMinus5: () => ({ length: -5 }), length1e20: () => ({ length: 1e20 }),
    length1e21: () => ({ length: 1e21 }), lengthHex: () => ({ length: "0x10" }), lengthHalf: () => ({ length: 2.9 }), lengthInf: () => ({ length: Infinity }),
    lengthBigint: () => ({ length: 6n }), lengthObject: () => ({ length: { toString: () => " 33 " } }), lengthNull: () => ({ length: null }),
    arguments: () => (function () { return arguments; })(1, 2),
    holder: () => ({ __proto__: null, ["__proto__"]: "own", constructor: "c", toString: "t", length: 3 }),
  };

  // Each entry throws from inside one access. `cause` is what the JavaScript caller should see.
  const throwing = (make) => ({
    get x() { throw make(); }, set x(_) { throw make(); }, get length() { throw make(); }, get 0() { throw make(); }, set 0(_) { throw make(); },
  });
  const proxyThrowing = (make) => new Proxy({}, { get() { throw make(); }, set() { throw make(); }, deleteProperty() { throw make(); } });

  const fixture = {
    describe, hash, names: Object.keys(makers), namespace: undefined, ready: undefined, caught: "", kept: undefined,
    make: (name) => makers[name](),
    /** True from the second turn of the event loop after the first call: Go has then been left and entered again. */
    hasYielded() { fixture.timer ??= setTimeout(() => { fixture.yielded = true; }, 1); return fixture.yielded; },
    yielded: false, timer: undefined,
    same: (a, b) => Object.is(a, b),
    typeOf: (value) => (value === null ? "null" : typeof value),
    identity: (value) => value,
    args: (...args) => describe(args),
    sum: (...args) => args.reduce((a, b) => a + b, 0),
    self() { return describe(this === fixture ? "fixture" : typeof this); },
    keys: (value) => Reflect.ownKeys(value).map(String).join(","),
    repeat: (unit, n) => unit.repeat(n),
    padded: (n, text) => "a".repeat(n) + text,
    thrower: (value) => () => { throw value; },
    throwing: (kind) => throwing(() => new Error(`thrown by ${kind}`)), throwingTypeError: () => throwing(() => new TypeError("setter's own TypeError")),
    throwingProxy: () => proxyThrowing(() => new RangeError("trap")), throwingProxyTypeError: () => proxyThrowing(() => new TypeError("trap's TypeError")),
    throwingPrimitive: (value) => throwing(() => value),
    valueOfThrows: () => ({ valueOf() { throw new TypeError("valueOf") } }),
    revoked: () => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; },
    refusingBlindProxy: () => new Proxy({}, { set: () => false, getOwnPropertyDescriptor() { throw new Error("looked"); }, getPrototypeOf() { throw new Error("climbed"); } }),
    cyclic: () => { const parent = {}; return { parent, child: Object.create(parent) }; },
    spoofed: () => Object.create(Uint8Array.prototype),
    detached: () => { const bytes = new Uint8Array(4); structuredClone(bytes.buffer, { transfer: [bytes.buffer] }); return bytes; },
    hasInstance: (result) => ({ [Symbol.hasInstance]: () => result }), hasInstanceThrows: () => ({ [Symbol.hasInstance]() { throw new Error("hasInstance"); } }),

    // Re-entry: every kind of access calls `f` (a Go function) in its middle, then answers.
    reentrant: (f, answer) => ({
      get x() { f(); return answer; }, set x(v) { f(); fixture.kept = v; }, get length() { f(); return 17; }, get 0() { f(); return answer; },
      set 0(v) { f(); fixture.kept = v; }, get method() { f(); return (...args) => describe(args); }, call: (...args) => (f(), describe(args)),
    }),
    reentrantFunction: (f) => function (...args) { f(); return { made: describe(args) }; },
    reentrantProxy: (f) => new Proxy({}, { deleteProperty() { f(); return true; }, getPrototypeOf() { f(); return null; } }),
    reentrantThrow: (f, error) => (...args) => { f(); throw error ?? new Error(describe(args)); },
    instanceOfReentrant: (f) => ({ [Symbol.hasInstance]() { f(); return true; } }),

    // How a wrapped Go function looks from here.
    callPlain: (f, ...args) => (0, f)(...args),
    callWith: (f, self, ...args) => Reflect.apply(f, self, args),
    construct: (f) => describe(new f(1)), funcShape: (f) => `${typeof f}, length ${f.length}, prototype ${typeof f.prototype}, same twice ${f === f}`,
    callMany: (f, n) => f(...Array.from({ length: n }, (_, i) => i)),
    /** Calls `f` from a task of its own, so that no Go frame lies beneath, and stores what came of it in `caught`. */
    attempt(f) {
      fixture.caught = "";
      setTimeout(() => {
        try { fixture.caught = `returned ${describe(f())}`; } catch (error) { fixture.caught = `threw ${describe(error)}`; }
      }, 0);
    },
  };
  fixture.ready = import("data:text/javascript,export let x = 1; export const y = 'two'; export default 3;").then((m) => { fixture.namespace = m; });
  globalThis.fixture = fixture;
})();

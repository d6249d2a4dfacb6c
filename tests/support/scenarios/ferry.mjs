// Package ferry from the page's side: each call's result, or what it was rejected with, under the call's own text.
export default async function ferry(host) {
  const { program, errors } = await host.run("ferry");
  const x = program.exports;
  const seen = {};
  const look = async (label, call) => {
    if (label in seen) throw new Error(`${label} twice`);
    try {
      seen[label] = plain(await call());
    } catch (error) {
      const { name, code, message } = error;
      if (!(error instanceof Error)) seen[label] = { rejected: plain(error) };
      else seen[label] = { rejected: `${name}${typeof code === "string" ? ` ${code}` : ""}: ${message}` };
    }
  };
  const object = { an: "object" };
  const copies = host.args?.copies === true; // as between a page and a worker, which only get copies of each other's values
  const many = Uint8Array.from({ length: 20_000 }, (_, i) => i * 7);

  await look("greet", () => x.greet("Ännä 🚢"));
  await look("greet with a long text", async () => (await x.greet("ä".repeat(10_000))).length);
  await look("add", () => x.add(1, 2));
  await look("add too few", () => x.add(1));
  await look("add too many", () => x.add(1, 2, 3));
  await look("add a string", () => x.add(1, "2"));
  await look("nested", async () => [await x.math.square(3), await x.math.deep.half(3), await x.math(), Object.keys(x).includes("goferry_wake")]);
  await look("nothing", () => x.nothing());
  await look("two", () => x.two());
  await look("variadic", async () => [await x.sum(), await x.sum(1, 2, 3)]);
  await look("an error", () => x.fails("it failed"));
  await look("no error", () => x.works("fine"));
  await look("an unknown function", () => x.unheard().catch(({ code }) => code));
  await look("there and back", () => x.any({ list: [1, "x", null, undefined, true, -0], "": new Float32Array([1, 2.5]), date: new Date(1e12), big: 5n, ["__proto__"]: 1 }));
  await look("an own __proto__", async () => Object.getPrototypeOf(await x.any(JSON.parse('{ "__proto__": { "polluted": true } }'))) === Object.prototype && {}.polluted === undefined);
  if (!copies) await look("an error there and back", async () => {
    const error = new TypeError("mine");
    return (await x.any(error)) === error;
  });
  await look("kinds", async () => {
    const kinds = [1, "s", true, null, undefined, 5n, 2n ** 63n, [1], {}, new Date(), new Error("e"), () => {}, new Map(), new Uint8Array(1), new ArrayBuffer(1), new Uint8ClampedArray(1), new DataView(new ArrayBuffer(1)), new Float64Array(1), new BigInt64Array(1), new Uint16Array(5000)];
    const names = [];
    for (const value of kinds) names.push(await x.kind(value));
    return names;
  });
  await look("bytes", () => x.bytes(new Uint8Array([1, 2])));
  await look("bytes of an ArrayBuffer", () => x.bytes(new Uint8Array([1, 2, 3]).buffer));
  await look("part of a buffer", () => x.bytes(many.subarray(3, 5)));
  await look("many bytes", async () => {
    const back = await x.bytes(many);
    return [back.constructor.name, back.length, back.at(-1), many.every((byte, i) => byte === back[i])];
  });
  await look("many numbers", async () => {
    const back = await x.doubled(Float64Array.from({ length: 3000 }, (_, i) => i));
    return [back.constructor.name, back.length, back.every((n, i) => n === 2 * i)];
  });
  await look("numbers of another type", async () => [await x.doubled([1, 2.5]), await x.doubled(new Int16Array([1, -2])), await x.ints(new Int8Array([-1])), await x.int8s([1])]);
  await look("an int8 that is none", () => x.int8s([1, 300]));
  await look("integers of 64 bits", async () => [await x.int64(2n ** 62n), await x.int64(2 ** 40), await x.uint64(2n ** 64n - 1n)]);
  await look("a bigint of 65 bits", () => x.uint64(2n ** 64n));
  await look("a nil slice", () => x.nilSlice());
  await look("a struct", () => x.order({ id: 5, items: [{ name: "a", count: 3 }], since: new Date(0), named: "N", Skip: "s", notes: { a: "b" }, more: null }));
  await look("a member that does not fit", () => x.order({ items: [{ name: "a", count: 3 }, { name: "b", count: 1000 }] }));
  await look("null for a struct", () => x.order(null));
  await look("null for a pointer", () => x.point(null));
  await look("an object that holds itself", () => {
    const self = {};
    self.self = self;
    return x.any(self);
  });
  await look("arguments left out", async () => [await x.optional("a"), await x.optional("a", undefined), await x.optional("a", 3)]);
  if (!copies) await look("an object by reference", async () => (await x.raw(object)) === object);
  await look("js.Value", async () => [await x.raw("text"), await x.raw(7), await x.rawLength(1, {}, "s")]);
  await look("a function that blocks, and another meanwhile", () => Promise.all([x.sleeps(5), x.add(1, 1)]));

  await look("a function of the page", () => x.apply((n, text) => `${n} ${text}`));
  await look("an async function of the page", () => x.apply(async (n, text) => `${n} ${text}`));
  await look("it throws", () => x.apply(() => { throw new RangeError("thrown"); }));
  await look("it rejects", () => x.apply(() => Promise.reject(new RangeError("rejected"))));
  await look("it throws no Error", () => x.apply(() => { throw "a text"; }));
  await look("its result does not fit", () => x.apply(() => 5));
  await look("it throws where Go has no error for it", () => x.mustApply(() => { throw new RangeError("thrown"); }));
  if (!copies) await look("the very same error comes back", async () => {
    const mine = new RangeError("mine");
    return x.apply(() => { throw mine; }).catch((error) => error === mine);
  });
  await look("it calls Go", () => x.apply((n) => x.greet(`caller ${n}`)));
  await look("it changes what it gave Go", async () => {
    let greeting;
    await x.tell(() => {
      const bytes = many.slice();
      greeting = x.bytes(bytes);
      bytes.fill(0);
    });
    const back = await greeting;
    return many.every((byte, i) => byte === back[i]);
  });
  await look("nobody waits for it", async () => {
    let told;
    await x.tell((text) => { told = text; return new Promise(() => {}); });
    return told;
  });
  await look("called again and again", () => x.each([1, 2, 3], async (n) => n / 2));

  await look("aborted before", async () => x.waits(AbortSignal.abort(new Error("too late"))));
  await look("aborted", () => {
    const abort = new AbortController();
    const waiting = x.waits(abort.signal);
    abort.abort(new RangeError("enough"));
    return waiting;
  });
  await look("Go saw it", () => x.cause());
  await look("a signal is no argument", () => x.add(1, 2, new AbortController().signal));
  await look("a context during the call", () => x.keeps());
  await look("and after it", () => x.cause());
  await look("progress", async () => {
    const told = [];
    const steps = await x.work(500, (done, total) => told.push([done, total]));
    return [steps, told[0], told.at(-1), told.length < 500];
  });
  await look("progress aborts", () => {
    const abort = new AbortController();
    return x.work(1e9, () => abort.abort(new Error("stop")), abort.signal);
  });
  await look("Await of what is no promise", () => x.await(5));
  if (program.transport === "shared") {
    await look("a loop that does not park, aborted", () => {
      const abort = new AbortController();
      const spinning = x.spin(abort.signal);
      setTimeout(() => abort.abort(new Error("stop")), 20);
      return spinning;
    });
    await look("it has seen that", () => x.spun());
    await look("and again", () => {
      const abort = new AbortController();
      const spinning = x.spin(abort.signal);
      setTimeout(() => abort.abort(new Error("again")), 20);
      return spinning;
    });
    await look("and the next call is not aborted", async () => [await x.spun(), await x.work(3, new AbortController().signal)]);
  }
  if (!copies) await look("Await", async () => [(await x.await(Promise.resolve(object))) === object, await x.await({ then: (resolve) => setTimeout(resolve, 1, "thenable") })]);
  if (!copies) await look("Await of what is rejected", () => x.await(Promise.reject(new RangeError("no"))));
  await look("exported again", () => x.replaced());
  await look("exported later", async () => {
    const late = program.exported("late");
    await x.exportLate();
    return (await late)();
  });
  for (const how of ["text", "nil", "index", "error"]) {
    await look(`panic ${how}`, () => x.panics(how).catch((error) => {
      if (!/main\.main\.func\d+/.test(error.goStack)) throw new Error(`no stack of Go: ${error.goStack}`);
      throw error;
    }));
  }
  await look("and Go goes on", () => x.add(20, 22));

  const pending = [x.sleeps(1e6), x.apply(() => new Promise(() => {}))];
  program.terminate();
  await look("at its end", () => Promise.any(pending).catch(({ errors }) => errors.map(({ code }) => code)));
  await look("after its end", () => x.add(1, 2).catch(({ code }) => code));
  return { transport: program.transport, seen, errors, end: await host.end(program) };
}

/** A value as JSON can hold it, with its type where that would be lost. */
function plain(value) {
  if (value === undefined) return "undefined";
  if (typeof value === "bigint") return `${value}n`;
  if (value instanceof Date) return `Date ${value.toISOString()}`;
  if (ArrayBuffer.isView(value)) return { [value.constructor.name]: Array.from(value, plain) };
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
  return value;
}

/** What each step of scenarios/ferry.mjs must come to, in Node and in a page alike. */

/** What the scenario reports. */
export interface FerryResult {
  readonly transport: string;
  readonly seen: Readonly<Record<string, unknown>>;
  readonly errors: readonly string[];
  readonly end: { readonly status: string };
}

const rejected = (what: unknown): { rejected: unknown } => ({ rejected: what });
const panic = (text: string): { rejected: unknown } => rejected(`GoPanicError panic: panics panicked: ${text}`);

const expected: Readonly<Record<string, unknown>> = {
  greet: "Hello, Ännä 🚢 from Go!",
  "greet with a long text": 10_016,
  add: 3,
  "add too few": rejected("TypeError: add takes 2 arguments (int, int), got 1"),
  "add too many": rejected("TypeError: add takes 2 arguments (int, int), got 3"),
  "add a string": rejected('TypeError: add: argument 2 must be an int, got the string "2"'),
  nested: [9, 1.5, "is a function, too", false],
  nothing: "undefined",
  two: [1, "two"],
  variadic: [0, 6],
  "an error": rejected("Error: it failed"),
  "no error": "fine",
  "an unknown function": "unknown-export",
  "there and back": { "": { Float32Array: [1, 2.5] }, ["__proto__"]: 1, big: 5, date: "Date 2001-09-09T01:46:40.000Z", list: [1, "x", null, null, true, 0] },
  "an own __proto__": true,
  "an error there and back": true,
  kinds: [
    "float64", "string", "bool", "<nil>", "<nil>", "int64", "uint64", "[]interface {}", "map[string]interface {}", "time.Time", "*wire.Error", "js.Value", "js.Value",
    "[]uint8", "[]uint8", "[]uint8", "[]uint8", "[]float64", "[]int64", "[]uint16",
  ],
  bytes: { Uint8Array: [1, 2, 255] },
  "bytes of an ArrayBuffer": { Uint8Array: [1, 2, 3, 255] },
  "part of a buffer": { Uint8Array: [21, 28, 255] },
  "many bytes": ["Uint8Array", 20_001, 255, true],
  "many numbers": ["Float64Array", 3000, true],
  "numbers of another type": [{ Float64Array: [2, 5] }, { Float64Array: [2, -4] }, [-1], { Int8Array: [1] }],
  "an int8 that is none": rejected("TypeError: int8s: argument 1 ([1]) must be an int8, got the number 300"),
  "integers of 64 bits": ["4611686018427387904n", 2 ** 40, "18446744073709551615n"],
  "a bigint of 65 bits": rejected("RangeError: 18446744073709551616 does not fit 64 bits"),
  "a nil slice": [],
  "a struct": { id: 5, items: [{ name: "a", count: 3 }], notes: { a: "b" }, since: "Date 1970-01-01T00:00:00.000Z", Named: "N" },
  "a member that does not fit": rejected("TypeError: order: argument 1 (items[1].count) must be an int8, got the number 1000"),
  "null for a struct": rejected("TypeError: order: argument 1 must be an object, got null"),
  "null for a pointer": null,
  "an object that holds itself": rejected("RangeError: an object holds itself, or is more than 200 deep"),
  "arguments left out": ["a", "a", "aaa"],
  "an object by reference": true,
  "js.Value": ["text", 7, 3],
  "a function that blocks, and another meanwhile": ["awake", 2],
  "a function of the page": "7 seven",
  "an async function of the page": "7 seven",
  "it throws": rejected("RangeError: thrown"),
  "it rejects": rejected("RangeError: rejected"),
  "it throws no Error": rejected("a text"),
  "its result does not fit": rejected("Error: the result of JavaScript's function must be a string, got the number 5"),
  "it throws where Go has no error for it": rejected("RangeError: thrown"),
  "the very same error comes back": true,
  "it calls Go": "Hello, caller 7 from Go!",
  "it changes what it gave Go": true,
  "nobody waits for it": "told",
  "called again and again": { Float64Array: [0.5, 1, 1.5] },
  "aborted before": rejected("Error: too late"),
  aborted: rejected("RangeError: enough"),
  "Go saw it": "context canceled: RangeError: enough",
  "a signal is no argument": 3,
  "a context during the call": "<nil>",
  "and after it": "context canceled: context canceled",
  progress: [500, [1, 500], [500, 500], true],
  "progress aborts": rejected("Error: stop"),
  "Await of what is no promise": 5,
  Await: [true, "thenable"],
  "Await of what is rejected": rejected("RangeError: no"),
  "exported again": 2,
  "exported later": "late",
  "panic text": panic("text"),
  "panic nil": panic("runtime error: invalid memory address or nil pointer dereference"),
  "panic index": panic("runtime error: index out of range [5] with length 0"),
  "panic error": panic("an error value"),
  "and Go goes on": 42,
  "at its end": ["terminated", "terminated"],
  "after its end": "exited",
};

/** Where memory is shared, a loop sees an abort without parking. */
const whereShared = {
  "a loop that does not park, aborted": rejected("Error: stop"),
  "it has seen that": "context canceled: AbortError: the page has aborted the call",
  "and again": rejected("Error: again"),
  "and the next call is not aborted": ["context canceled: AbortError: the page has aborted the call", 3],
};
const byReference = ["an error there and back", "an object by reference", "the very same error comes back", "Await", "Await of what is rejected"];

/** What the steps come to in page mode, or in a worker, which gets copies. */
export function expectedFerry(mode: "page" | "worker", transport: string): Readonly<Record<string, unknown>> {
  if (mode === "page") return expected;
  const copied = Object.fromEntries(Object.entries(expected).filter(([name]) => !byReference.includes(name)));
  return transport === "shared" ? { ...copied, ...whereShared } : copied;
}

/** What scenarios/worker.mjs must find, in Node and in every browser alike. */
import assert from "node:assert/strict";
import type { PlainError } from "./hosts.ts";

const terminated = { status: "terminated", code: -1, reason: "terminated", after: "exited", refs: 0 };
const seeksPage = (name: string): RegExp => new RegExp(`on undefined\\. In a worker, ${name} is undefined: load .* in page mode`);

/** What each call came to, where that is plain data. */
const expected: Readonly<Record<string, unknown>> = {
  ready: ["ready", "running", true, true, 0],
  calls: [5, 1, 2],
  names: [true, false, true],
  late: ["here now", ["deep", "late"], ["pi"], true],
  said: "ü",
  values: Array<boolean>(12).fill(true),
  circle: true,
  proto: [true, true],
  kinds: ["Array", "Object", "Function", "Uint8Array", "Error", "AbortSignal", "ArrayBuffer"],
  moved: [1000, 0, 10, 10],
  error: [true, "far", "E1", true, true, "deeper"],
  thrown: [true, "from Go", "string"],
  rejected: ["text", 1],
  twice: 300,
  twiceLater: 3,
  adder: 42,
  home: true,
  pageThrows: { name: "RangeError", message: "of the page" },
  aborted: { name: "Error", message: "enough" },
  told: ["2 arguments, aborted: false", "aborted: enough"],
  abortedBefore: { name: "Error", message: "enough" },
  notAborted: 3,
  stats: [true, true, true, true, true],
  restart: [0, "terminated", "running", 1, false, "terminated"],
  exit: { call: { resolved: "undefined" }, status: "exited", code: 3, reason: "exit", after: "exited", refs: 0 },
  neverAtExit: { name: "GoExitedError", code: "exited", message: "worker.wasm ended before never was answered" },
  panicCall: ["GoPanicError", "panic", true, "crashed"],
  restartedFromSpin: 2,
  abortedRun: "terminated",
  ready2: true,
  inputs: [`read "text" <nil>, WHO=me`, `read "bytes" <nil>, WHO=me`, `read "ab" <nil>, WHO=me`, `read "" read /dev/stdin: I/O error, WHO=me`, `read "" <nil>, WHO=me`],
  imported: "twice 42",
  notAModule: "not-wasm",
  left: [0, 0, true],
};

/** The errors: their class, their code and what their message has to say. */
const errors: Readonly<Record<string, readonly [name: string, code: string, says: RegExp]>> = {
  unknown: ["GoExportError", "unknown-export", /no function nope; it has add, count/],
  unknownNested: ["GoExportError", "unknown-export", /no function tools\.nope; it has add/],
  uncloneable: ["GoExportError", "not-cloneable", /^\.deep\[1\]\.at in argument 1 of echo, a symbol, cannot/],
  uncloneableResult: ["GoExportError", "not-cloneable", /^\.list\[1\] in the result of uncloneable, a symbol, cannot/],
  exported: ["GoExitedError", "exited", /before it exported no such thing/],
  pageLater: ["GoPanicError", "panic", seeksPage("document")],
  abortedLoad: ["GoLoadError", "load-aborted", /worker\.wasm was aborted/],
  importsMissing: ["GoLoadError", "load-failed", /imports\.js\.missing/],
  importsNotGiven: ["GoLinkError", "unknown-import", /imports env\.twice, which nobody gives/],
  importsAsObject: ["GoLoadError", "bad-option", /an object.*goferryImports/],
  importsAsFunction: ["GoLoadError", "bad-option", /a function.*goferryImports/],
};

export function checkWorker(seen: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(expected)) assert.deepEqual(seen[name], value, name);
  const isError = (name: string, given: unknown, [className, code, says]: readonly [string, string, RegExp]): void => {
    const error = given as PlainError;
    assert.deepEqual([error.name, error.code], [className, code], name);
    assert.match(error.message ?? "", says, name);
  };
  for (const [name, error] of Object.entries(errors)) isError(name, seen[name], error);
  const atStart = seen["atStart"] as Record<string, unknown>;
  isError("document", atStart["document"], ["GoPanicError", "panic", seeksPage("document")]);
  isError("window", atStart["window"], ["GoPanicError", "panic", seeksPage("window")]);
  isError("panic", atStart["panic"], ["GoPanicError", "panic", /^panic: at the start$/]);
  assert.deepEqual(atStart["exit"], { status: "exited", code: 3, reason: "exit" });

  const { error: panic, ...afterPanic } = seen["panic"] as { error: PlainError };
  isError("panic", panic, ["GoPanicError", "panic", /^panic: in an export$/]);
  assert.deepEqual(afterPanic, { status: "crashed", code: 2, reason: "panic", after: "exited", refs: 0 });
  for (const [name, call] of [["terminated", ["terminated", "terminated", "resolved"]], ["spinning", ["terminated", "terminated"]]] as const) {
    const { error, ...rest } = seen[name] as { error: PlainError };
    isError(name, error, ["GoTerminatedError", "terminated", /worker\.wasm was terminated/]);
    assert.deepEqual(rest, { call, ...terminated }, name);
  }
}

/** What scenarios/worker-ten.mjs gives. */
export interface TenResult {
  readonly results: readonly (readonly [number, number])[];
  readonly said: readonly (readonly string[])[];
  readonly ends: readonly string[];
  readonly others: readonly number[];
  readonly left: readonly number[];
}

export function checkTen({ results, said, ends, others, left }: TenResult): void {
  const all = Array.from({ length: 10 }, (_, i) => i);
  assert.deepEqual(results, all.map((i) => [i + 1, 2 * i]));
  assert.deepEqual(said, all.map((i) => ["ready", `I am ${i}`]));
  assert.deepEqual(ends, ["exit", "terminated"]);
  assert.deepEqual(others, all.filter((i) => i !== 3 && i !== 4).map((i) => i + 2));
  assert.deepEqual(left, [0, 0]);
}

/** What scenarios/worker-kill.mjs gives: how many came to what. */
export interface KillResult {
  readonly loaded: number;
  readonly notLoaded: number;
  readonly status: Readonly<Record<string, number>>;
  readonly reasons: Readonly<Record<string, number>>;
  readonly calls: Readonly<Record<string, number>>;
  readonly left: readonly number[];
}

export const killArguments = (times: number) => ({ seed: 20261123, times, atOnce: 4 });

export function checkKill({ loaded, notLoaded, status, reasons, calls, left }: KillResult, times: number): void {
  assert.equal(loaded + notLoaded, times);
  assert.ok(loaded > 0, "some lived for a while");
  assert.deepEqual(status, { terminated: loaded });
  assert.deepEqual(reasons, { terminated: loaded });
  assert.deepEqual(Object.keys(calls).filter((outcome) => !["resolved", "terminated", "exited"].includes(outcome)), []);
  assert.ok((calls["terminated"] ?? 0) >= loaded, "the call that is never answered is rejected each time");
  assert.deepEqual(left, [0, 0]);
}

/** What each end of tests/go/ends must come to, in Node and in a page alike. */
import assert from "node:assert/strict";
import type { PlainError } from "./hosts.ts";

/** An end as scenario-host.mjs reports it. */
export interface PlainEnd {
  readonly status: string;
  readonly code: number;
  readonly reason: string;
  readonly error?: PlainError;
}

interface Neighbour {
  readonly ticks: boolean;
  readonly greeting: string;
  readonly status: string;
}

/** One outcome of scenarios/ends.mjs. */
export interface EndOutcome {
  readonly lines: string[];
  readonly errors: string[];
  readonly rejected?: PlainError;
  readonly returned?: string;
  readonly thrown?: PlainError;
  readonly status?: string;
  readonly end?: PlainEnd;
  readonly goesOn?: { readonly ticks: boolean; readonly greeting: string };
  readonly after?: { readonly direct: PlainError; readonly method: PlainError; readonly warnings: number };
  readonly uncaught: PlainError[];
  readonly neighbour: Neighbour;
}

export interface EndsResult {
  readonly outcomes: Readonly<Record<string, EndOutcome>>;
  readonly neighbour: PlainEnd;
}

type Check = (outcome: EndOutcome) => void;

const exits = (code: number): Check => (outcome) => {
  assert.equal(outcome.rejected, undefined);
  assert.deepEqual(outcome.end, { status: "exited", code, reason: "exit" });
  assert.equal(outcome.thrown, undefined, "os.Exit is no error for the caller");
  assert.deepEqual(outcome.uncaught, []);
};
const panics = (message: string): Check => (outcome) => {
  const error = outcome.rejected ?? outcome.end?.error;
  assert.equal(error?.name, "GoPanicError");
  assert.equal(error?.code, "panic");
  assert.equal(error?.message, message);
  if (outcome.end) assert.deepEqual([outcome.end.status, outcome.end.code, outcome.end.reason], ["crashed", 2, "panic"]);
  assert.ok(outcome.errors.join("\n").includes(message), "the report is on stderr");
  assert.deepEqual(outcome.uncaught, [], "program.exited tells it");
};
const traps = (cause: string): Check => (outcome) => {
  const error = outcome.rejected ?? outcome.end?.error;
  assert.equal(error?.name, "GoTrapError");
  assert.equal(error?.code, "trap");
  assert.equal(error?.cause?.message, cause);
  if (outcome.end) assert.deepEqual([outcome.end.status, outcome.end.reason], ["crashed", "trap"]);
  assert.deepEqual(outcome.uncaught, [], "program.exited tells it");
};
const passes = (message: string): Check => (outcome) => {
  assert.equal(outcome.thrown?.message, message);
  assert.equal(outcome.status, "running");
  assert.deepEqual(outcome.goesOn, { ticks: true, greeting: "hello you!" });
  assert.deepEqual(outcome.uncaught, []);
};
const reachesThePage = (message: string): Check => (outcome) => {
  assert.deepEqual(outcome.uncaught.map((error) => error.message), [message]);
  assert.equal(outcome.status, "running");
};
const prints = (...lines: string[]): Check => (outcome) => assert.deepEqual(outcome.lines, lines);
const rejects: Check = (outcome) => assert.ok(outcome.rejected, "load rejects");
const resolves: Check = (outcome) => assert.equal(outcome.rejected, undefined);
const throwsToCaller = (name: string): Check => (outcome) => assert.equal(outcome.thrown?.name, name);
const endsSomehow: Check = (outcome) => {
  assert.equal(outcome.end?.status, "crashed");
  assert.ok(["panic", "trap"].includes(outcome.end?.error?.code ?? ""), outcome.end?.error?.code);
  assert.deepEqual(outcome.uncaught, []);
};
const returns = (text: string): Check => (outcome) => {
  assert.equal(outcome.returned, text);
  assert.equal(outcome.status, "running");
};

const nilPanic = "panic: runtime error: invalid memory address or nil pointer dereference";
const thrownPanic = "panic: JavaScript error: thrown by a function";

/** By `place kind`, the two arguments of the program. */
export const expectedEnds: Readonly<Record<string, readonly Check[]>> = {
  "main return": [exits(0), prints("started", "ending return")],
  "main exit0": [exits(0), prints("started", "ending exit0")],
  "main exit3": [exits(3), prints("started", "ending exit3")],
  "main panic": [rejects, panics("panic: on purpose")],
  "main panicError": [rejects, panics("panic: an error on purpose")],
  "main nil": [rejects, panics(nilPanic)],
  "main throwCall": [rejects, panics(thrownPanic)],
  "main getter": [rejects, traps("thrown by a getter")],
  "main import": [rejects, traps("thrown by an import")],
  "deferred exit3": [exits(3), prints("started", "ending exit3")],
  "deferred panic": [rejects, panics("panic: on purpose"), prints("started", "ending panic", "deferred ran")],
  "goroutine exit3": [exits(3)],
  "goroutine panic": [rejects, panics("panic: on purpose")],
  "nestedInMain exit3": [exits(3), prints("started", "ending exit3")],
  "nestedInMain panic": [rejects, panics("panic: on purpose")],
  "nestedInMain getter": [rejects, traps("thrown by a getter"), prints("started", "ending getter")],
  "nestedInMain import": [rejects, traps("thrown by an import"), prints("started", "ending import")],
  "yielded return": [resolves, exits(0)],
  "yielded exit3": [resolves, exits(3)],
  "yielded panic": [resolves, panics("panic: on purpose")],
  "yielded import": [resolves, traps("thrown by an import")],
  "yielded getter": [resolves, reachesThePage("thrown by a getter")],
  "callback return": [returns("returned")],
  "callback exit0": [exits(0)],
  "callback exit3": [exits(3), prints("started", "ending exit3")],
  "callback panic": [panics("panic: on purpose"), throwsToCaller("GoPanicError")],
  "callback nil": [panics(nilPanic)],
  "callback throwCall": [panics(thrownPanic)],
  "callback import": [traps("thrown by an import"), throwsToCaller("GoTrapError")],
  "callback getter": [passes("thrown by a getter")],
  "callback setter": [passes("thrown by a setter")],
  "callback recursion": [endsSomehow],
  "nested return": [returns("returned"), prints("started", "ending return", "went on after callInner")],
  "nested exit0": [exits(0), prints("started", "ending exit0")],
  "nested exit3": [exits(3), prints("started", "ending exit3")],
  "nested panic": [panics("panic: on purpose"), prints("started", "ending panic")],
  "nested getter": [traps("thrown by a getter"), throwsToCaller("GoTrapError"), prints("started", "ending getter")],
  "nested setter": [traps("thrown by a setter"), prints("started", "ending setter")],
  "nested import": [traps("thrown by an import"), prints("started", "ending import")],
  "deep return": [returns("returned")],
  "deep exit3": [exits(3), prints("started", "ending exit3")],
  "deep panic": [panics("panic: on purpose"), prints("started", "ending panic")],
  "deep getter": [traps("thrown by a getter"), prints("started", "ending getter")],
};

/** Checks one outcome, and what holds for all: callbacks after the end, and a neighbour that noticed nothing. */
export function checkEnd(name: string, outcome: EndOutcome): void {
  for (const check of expectedEnds[name] as readonly Check[]) check(outcome);
  assert.deepEqual(outcome.neighbour, { ticks: true, greeting: "hello you!", status: "running" });
  if (!outcome.after) return;
  assert.deepEqual([outcome.after.direct.name, outcome.after.direct.code], ["GoExitedError", "exited"]);
  assert.deepEqual([outcome.after.method.name, outcome.after.method.code], ["GoExitedError", "exited"]);
  assert.equal(outcome.after.warnings, 1, "one warning for all events and timers");
}

/** The arguments of scenarios/ends.mjs for all of them. */
export const endArguments = (): string[][] => Object.keys(expectedEnds).map((name) => name.split(" "));

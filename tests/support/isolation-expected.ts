/** What scenarios/isolation.mjs must find, in Node and in a page alike. */
import assert from "node:assert/strict";

/** The names that the isolation program itself sets on its global object, which is the page's. */
const ownNames = ["AOnly", "BOnly", "env", "exit", "isolationPageGlobal", "kept", "mark", "marks", "pageGlobal", "say", "setPageGlobal", "ticks", "wait", "whoami"];

export function checkIsolation(result: Record<string, unknown>): void {
  const expected: Record<string, unknown> = {
    whoami: ["A", "B"],
    kept: ["A", "B"],
    env: ["env A", "env B"],
    own: ["only in A", "only in B"],
    foreign: ["unknown-export", "unknown-export"],
    listed: [true, false, true, false],
    marks: {}, // undefined values vanish in JSON: the second program's fs, process and path carry no mark
    ownMarks: { fs: "A", process: "A", path: "A" },
    lines: [["A is up", "A says hi"], ["B is up", "B says ho"]],
    pageGlobal: ["for all", "for all"],
    waits: ["waited in A", "waited in B", "waited in A", "waited in B"],
    secondGoesOn: ["running", "B", "waited in B", "B"],
    otherStats: true,
    shimsInPage: [],
    addedGlobals: ownNames,
    uncaught: [],
    afterTheEnd: "exited",
  };
  for (const [name, value] of Object.entries(expected)) assert.deepEqual(result[name], value, name);
  assert.deepEqual(result["firstEnd"], { status: "exited", code: 3, reason: "exit" });
  const { status, reason, error } = result["secondEnd"] as { status: string; reason: string; error: { code: string } };
  assert.deepEqual([status, reason, error.code], ["terminated", "terminated", "terminated"]);
}

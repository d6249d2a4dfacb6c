/** program.exports: what a program set on its global object, as functions that give promises. */
import { program, type PlainError } from "../support/hosts.ts";
import { runInPage } from "../support/pages.ts";
import { expect, spread, test } from "./any-browser.ts";

const programs = { exports: program("exports") };
const names = [
  "add", "callBack", "count", "describe", "echo", "fails", "forget", "later", "list", "math", "nothing", "panics", "record", "replace", "setLater",
];

for (const { build, variant } of spread) {
  test(`exports, ${build}, ${variant}`, async ({ tab }) => {
    const { result: seen } = await runInPage<Record<string, unknown>>(tab, build, "exports", { programs, variant });
    const refused = (name: string): PlainError => seen[name] as PlainError;
    const expected: Record<string, unknown> = {
      add: 5,
      isPromise: true,
      count: [0, 3],
      nothing: null,
      undefinedBack: true,
      identity: Array<boolean>(12).fill(true),
      describe: [
        "number [object Number]", "string [object String]", "boolean [object Boolean]", "null [object Null]", "undefined [object Undefined]",
        "object [object BigInt]", "object [object Array]", "object [object Object]", "object [object Uint8Array]", "function [object Function]",
        "symbol [object Symbol]", "object [object Error]",
      ],
      callBack: "got from Go",
      list: [1, "two", null, true, [3]],
      record: { name: "Ann", age: 7 },
      later: "in time",
      fails: { name: "Error", message: "failed in Go" },
      square: 25,
      deep: 2.5,
      self: 3,
      together: [3, "x", 9],
      hidden: ["undefined", "undefined", "undefined", "undefined"],
      awaited: true,
      has: [true, true, false, false, true, false],
      keys: names,
      nestedKeys: ["deep", "pi", "self", "square"],
      same: true,
      lateBefore: false,
      late: [true, "late", "late"],
      replaced: ["replaced", "replaced"],
      forgotten: [false, "unknown-export"],
      status: "crashed",
      uncaught: [],
    };
    for (const [name, value] of Object.entries(expected)) expect(seen[name], name).toEqual(value);
    for (const name of ["unknown", "unknownNested", "noFunction", "ofThePage", "inherited", "inheritedNested"]) {
      expect([refused(name).name, refused(name).code], name).toEqual(["GoExportError", "unknown-export"]);
    }
    for (const known of ["nope", "add", "math"]) expect(refused("unknown").message).toContain(known);
    expect([refused("panics").name, refused("panics").message]).toEqual(["GoPanicError", "panic: in an export"]);
    expect(refused("afterTheEnd").code).toBe("exited");
  });
}

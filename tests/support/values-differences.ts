/**
 * Where the values program may print something else on the bridge than on Go's wasm_exec.js: only what abi.md marks with a cross. By case id, the
 * text on the bridge. A case listed here that no longer differs fails the comparison.
 */

/** BigInt: a panic ("bad type flag") under wasm_exec.js; here a value of type object, whose Get, Call and Length act on Object(v). */
const onBigint: Readonly<Record<string, string>> = {
  value: "object",
  type: "object",
  string: '"<object>"',
  float: "panic: ValueError syscall/js: call of Value.Float on object",
  int: "panic: ValueError syscall/js: call of Value.Int on object",
  bool: "panic: ValueError syscall/js: call of Value.Bool on object",
  truthy: "true",
  length: "0",
  get: "undefined",
  getLength: "undefined",
  getConstructor: "function",
  getProto: "object",
  index: "undefined",
  indexAfterEnd: "undefined",
  callValueOf: "object",
  callMissing: "panic: syscall/js: Value.Call: property missing is not a function, got undefined",
  invoke: "panic: ValueError syscall/js: call of Value.Invoke on object",
  error: '"JavaScript error: <undefined>"',
  thereAndBack: "object",
  set: "undefined",
  setNew: "undefined",
  setIndex: "undefined",
  setIndexAfterEnd: "undefined",
  delete: "undefined",
  deleteIndex: "undefined",
  deleteMissing: "undefined",
  "throw/call": "panic: js.Error <undefined>, JavaScript error: <undefined>",
  "throw/new": "panic: js.Error <undefined>, JavaScript error: <undefined>",
};

const texts: Readonly<Record<string, string>> = { bigint: "42", bigintZero: "0", bigintHuge: "1208925819614629174706176" };

/** The table for one Go version: their messages differ a little. */
export function expectedDifferences(goVersion: string): Map<string, string> {
  const table = new Map<string, string>();
  const newMethod = Number(goVersion.split(".")[1]) >= 27 ? "New" : "Invoke"; // until Go 1.26, New's error named Invoke
  for (const [value, text] of Object.entries(texts)) {
    for (const [method, line] of Object.entries(onBigint)) table.set(`${method}/${value}`, line);
    table.set(`callToString/${value}`, `string "${text}"`);
    table.set(`new/${value}`, `panic: ValueError syscall/js: call of Value.${newMethod} on object`);
  }
  table.set("callValueOf/boxedBigint", "object");
  table.set("getLength/lengthBigint", "object");
  table.set("index/big64", "object");
  table.set("deleteIndex/big64", "object");
  table.set("index/get/big64[0]", "object");
  return table;
}

/** What the program printed, without what the host says of its end. */
export const linesOf = (outcome: { readonly stdout: string }): string[] => outcome.stdout.trimEnd().split("\n").filter((line) => !line.startsWith("host: "));

/** The lines by case id. Throws on two lines of one id: then neither would be compared. */
export function byCase(lines: readonly string[]): Map<string, string> {
  const cases = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(": ");
    const id = colon < 0 ? line : line.slice(0, colon);
    if (cases.has(id)) throw new Error(`two cases are called ${id}`);
    cases.set(id, colon < 0 ? "" : line.slice(colon + 2));
  }
  return cases;
}

/** Firefox and WebKit quote the host's source in some messages, such as `loadValue(...) is not a function`: without that they are compared. */
export const withoutSource = (line: string): string =>
  line
    .replace(/(TypeError: |error: ).+? is not a (constructor|function)/, "$1… is not a $2")
    .replace(/(invalid 'instanceof' operand ).+$/, "$1…")
    .replace(/('prototype' property of ).+ (is not an object)/, "$1… $2")
    .replace(/ \(evaluating '.*'\)/, "");

/** What is wrong with `ours`, measured by `theirs`, one text a fault. Empty: it passes. */
export function compareValues(goVersion: string, theirs: readonly string[], ours: readonly string[]): string[] {
  const faults: string[] = [];
  const expected = expectedDifferences(goVersion);
  const their = byCase(theirs);
  const our = byCase(ours);
  for (const [id, text] of their) {
    const got = our.get(id);
    const wanted = expected.get(id) ?? text;
    if (expected.has(id) && wanted === text) faults.push(`${id}: is listed as a difference, but wasm_exec.js prints the same: ${text}`);
    if (got !== wanted) faults.push(`${id}: got ${got ?? "nothing"}, want ${wanted}`);
    expected.delete(id);
  }
  for (const id of our.keys()) if (!their.has(id)) faults.push(`${id}: only the bridge printed it`);
  for (const id of expected.keys()) faults.push(`${id}: is listed as a difference, but there is no such case`);
  return faults;
}

/** What tests/go/stdio must print and read, in Node and in a page alike. */
import assert from "node:assert/strict";

/** One run: arguments of scenarios/output.mjs, and what it must give. */
export interface StdioCase {
  readonly name: string;
  readonly args: string[];
  readonly stdin?: Record<string, unknown>;
  readonly target?: "stream" | "ignore";
  readonly lines: readonly string[];
  readonly errors?: readonly string[];
  readonly code?: number;
}

/** What scenarios/outputs.mjs gives for one run. */
export interface OutputResult {
  readonly lines: string[];
  readonly errors: string[];
  readonly end: { readonly status: string; readonly code: number };
  readonly uncaught: unknown[];
  readonly failed?: string;
}

const bytes = (text: string): number[] => [...new TextEncoder().encode(text)];
const words = "grüße 1\n€😀 2\nlast";
const chunked = [bytes("grü").slice(0, 3), bytes("ü").slice(1), bytes("ße 1\n€")]; // a character lies across two chunks
const read = ['"grüße 1"', '"€😀 2"', '"last"', "end <nil>"];
const scanned = ['2 "ab" 1 <nil>', '2 "cd" 2 <nil>', '1 "last" 0 EOF'];

export const stdioCases: readonly StdioCase[] = [
  { name: "lines, and a last one without an end", args: ["lines"], lines: ["first", "second", "", "third with no end"] },
  { name: "partial lines at os.Exit", args: ["exit"], lines: ["partial"], errors: ["partial error"], code: 4 },
  { name: "characters split over writes", args: ["split"], lines: ["a😀b€", "c\ufffd", "\ufffd"] },
  { name: "carriage returns", args: ["carriage"], lines: ["one\r", "two\rthree"] },
  { name: "stdout and stderr apart", args: ["streams"], lines: ["out 1", "out 2"], errors: ["err 1", "runtime's own", "err 2"] },
  { name: "much", args: ["long"], lines: ["x".repeat(1 << 20), ...Array.from({ length: 10_000 }, (_, i) => `line ${i}`)] },
  { name: "inside a js.Func", args: ["inFunc"], lines: ["from inside", "partial inside 14 <nil>", "after"] },
  { name: "around a sleep", args: ["beforePark"], lines: ["at once", "later"] },
  { name: "a WritableStream", args: ["lines"], target: "stream", lines: ["first\nsecond\n\nthird with no end", "closed"], errors: ["closed"] },
  { name: "WritableStreams for both", args: ["streams"], target: "stream", lines: ["out 1\nout 2\n", "closed"], errors: ["err 1\nruntime's own\nerr 2\n", "closed"] },
  { name: "ignored", args: ["streams"], target: "ignore", lines: [] },
  { name: "no stdin: at its end", args: ["again"], lines: ["0 EOF", "0 EOF", "0 EOF"] },
  { name: "stdin: a string, by bufio", args: ["bufio"], stdin: { text: words }, lines: read },
  { name: "stdin: bytes", args: ["bufio"], stdin: { bytes: bytes(words) }, lines: read },
  { name: "stdin: an ArrayBuffer", args: ["bufio"], stdin: { buffer: bytes(words) }, lines: read },
  { name: "stdin: a stream of bytes", args: ["bufio"], stdin: { stream: [chunked[0], chunked[1], chunked[2], bytes("😀 2\nlast")] }, lines: read },
  { name: "stdin: a slow stream", args: ["bufio"], stdin: { stream: [bytes(words.slice(0, 3)), [], bytes(words.slice(3))], delay: 5 }, lines: read },
  { name: "stdin: a stream of strings", args: ["bufio"], stdin: { streamText: ["grü", "ße 1\n", "", "€😀 2\nlast"] }, lines: read },
  { name: "stdin: empty", args: ["bufio"], stdin: { text: "" }, lines: ["end <nil>"] },
  { name: "stdin: an empty stream", args: ["bufio"], stdin: { stream: [] }, lines: ["end <nil>"] },
  { name: "stdin by fmt.Scanln", args: ["scan"], stdin: { text: "ab 1\ncd 2\nlast" }, lines: scanned },
  { name: "stdin by fmt.Scanln, from a stream", args: ["scan"], stdin: { streamText: ["a", "b 1\ncd", " 2\nlast"] }, lines: scanned },
  { name: "stdin: 1 MiB at once", args: ["all"], stdin: { text: "abcdefgh".repeat(1 << 17) }, lines: ['1048576 bytes "abcdefghabcdefghabcd"… <nil>'] },
  { name: "stdin: two bytes at a time", args: ["small"], stdin: { text: "abc" }, lines: ['"ab" <nil>', '"c" <nil>', '"" EOF'] },
  { name: "stdin: chunks larger than what is asked for", args: ["small"], stdin: { stream: [bytes("abcde"), bytes("f")] }, lines: ['"ab" <nil>', '"cd" <nil>', '"e" <nil>', '"f" <nil>', '"" EOF'] },
  { name: "stdin: read on after the end", args: ["again"], stdin: { text: "abc" }, lines: ["3 <nil>", "0 EOF", "0 EOF"] },
  { name: "others run while one waits for input", args: ["others"], stdin: { streamText: ["typed", " in\n"], delay: 40 }, lines: ['"typed in\\n" <nil> ticked true'] },
];

/** The arguments of scenarios/outputs.mjs for all of them. */
export const stdioArguments = (): unknown[] => stdioCases.map(({ args, stdin, target }) => ({ program: "stdio", args, stdin, target }));

/** Checks one run. */
export function checkStdio({ lines, errors = [], code = 0 }: StdioCase, result: OutputResult | undefined): void {
  assert.ok(result, "the scenario reported it");
  assert.equal(result.failed, undefined);
  assert.deepEqual(result.lines, lines);
  assert.deepEqual(result.errors, errors);
  assert.deepEqual([result.end.status, result.end.code], ["exited", code]);
  assert.deepEqual(result.uncaught, []);
}

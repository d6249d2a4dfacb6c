/** What the scenario wasi comes to, in Node and in pages. */
import assert from "node:assert/strict";
import { buildGo, toolchain } from "./toolchain.ts";

/** What a place can do. */
export interface WasiPlace {
  readonly mode: "page" | "worker";
  /** A program may sleep. */
  readonly waits: boolean;
  /** And wait for a stream behind its standard input. */
  readonly reads: boolean;
  /** Its page goes on meanwhile (JSPI). */
  readonly suspends: boolean;
}

/** The command, and the library, which Go builds since 1.24; by the gallery's Go where no version is given. */
export const wasiPrograms = (version?: string): { wasip1: string; library?: string } => ({
  wasip1: buildGo({ dir: "tests/go/wasip1", os: "wasip1", version }),
  ...(hasLibraries(version) && { library: buildGo({ dir: "tests/go/wasip1-library", os: "wasip1", version, flags: ["-buildmode=c-shared"] }) }),
});

interface Ran {
  readonly lines: string[];
  readonly errors: string[];
  readonly code?: number;
  readonly reason?: string;
  readonly error?: Plain;
  readonly rejected?: Plain;
}
interface Plain {
  readonly name: string;
  readonly code: string;
  readonly message: string;
}
export type WasiResult = Record<"plain" | "exit" | "panic" | "deadlock" | "files" | "seeded" | "devices" | "none" | "input" | "lines" | "sleep" | "stream", Ran> & {
  readonly aborted?: Ran;
  readonly output: number[];
  readonly clean: unknown[];
  readonly library?: Record<string, unknown> & { readonly crash: Plain; readonly after: Plain; readonly wrong: Plain; readonly unknown: Plain; readonly quit: Plain; readonly end: { reason: string; error: Plain }; readonly quitEnd: { code: number; reason: string } };
  readonly refused: Record<"files" | "name" | "folder", Ran>;
};

const files = `files mkdir ok
mkdir again there
write ok
open ok
append ok
read at "world" ok
seek 10 ok
stat 13 true ok
truncate ok
close ok
rename ok
stat not there
read "hello" ok
symlink ok
readlink b/moved ok
through it "hello" ok
link ok
times ok
modified true ok
entry b true
entry hard false
entry soft false
ok
remove full there
odd name ok
outside Bad file number
remove ok
remove ok
left 0 ok`.split("\n");

/** FNV-1a, as the program computes it. */
function sum(text: string): number {
  let hash = 2166136261;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
  return hash >>> 0;
}

export function checkWasi(result: WasiResult, { mode, waits, reads, suspends }: WasiPlace): void {
  const ends = (ran: Ran): unknown => (ran.rejected ? ran.rejected : [ran.code, ran.reason]);
  assert.deepEqual(result.plain.lines, [
    'args ["args" "env" "clock" "random" "stderr=to stderr" "a \\"b\\"" "größer"]',
    'env ["A=1" "B=zwei = ü" "EMPTY="]',
    "clock true true",
    "random true",
    "stderr written",
  ]);
  assert.deepEqual([result.plain.errors, ends(result.plain)], [["to stderr"], [0, "exit"]]);
  assert.deepEqual(ends(result.exit), [7, "exit"]);
  for (const [ran, message] of [[result.panic, "panic: on purpose"], [result.deadlock, "fatal error: all goroutines are asleep - deadlock!"]] as const) {
    const error = mode === "page" ? ran.rejected : ran.error;
    assert.deepEqual([error?.name, error?.code, error?.message.replace(/ \[recovered.*/, "")], ["GoPanicError", "panic", message]);
    if (mode === "worker") assert.deepEqual(ends(ran), [2, "panic"]);
    assert.ok(ran.errors.some((line) => /^goroutine \d+/.test(line)), "its stack is printed");
  }
  assert.deepEqual(result.files.lines, [...files, ...files]);
  assert.deepEqual(result.seeded.lines, [
    "list d--------- /seed, ---------- /seed/__proto__, ---------- /seed/a.txt, d--------- /seed/deep, ---------- /seed/deep/er, L--------- /seed/link",
    `read 5 ${sum("12345")}`,
    `read 5 ${sum("12345")}`,
    "list d--------- /fixed, ---------- /fixed/constructor",
    "write failed: open /fixed/new: Read-only file system",
    "write failed: open /fixed/constructor: Read-only file system",
  ]);
  assert.deepEqual(result.devices.lines, ["list d--------- /dev, Dc--------- /dev/null, Dc--------- /dev/zero", `read 0 ${sum("")}`, "write done", `read 0 ${sum("")}`]);
  assert.deepEqual(result.none.lines.map((line) => line.slice(0, 11)), ["read failed", "list failed"]);
  assert.deepEqual(result.input.lines, [`input 300000 ${sum("x".repeat(300_000))}`]);
  assert.deepEqual(result.lines.lines.slice(0, 3), ["got one", "got two", "got three"]);
  assert.deepEqual(result.output, [300_000, "output written".length]);
  assert.deepEqual(result.clean, [null, [], []]);

  const mustWait = (ran: Ran, lines: string[], may: boolean, refusal: RegExp): void => {
    if (may) return assert.deepEqual([ran.lines, ends(ran)], [lines, [0, "exit"]]);
    const error = ran.rejected ?? ran.error;
    assert.deepEqual([error?.name, error?.code], ["GoTrapError", "would-wait"]);
    assert.match(error?.message ?? "", refusal);
  };
  mustWait(result.sleep, ["sleep true"], waits, /timer.*mode: "worker"/);
  mustWait(result.stream, ["got first", "got second", 'lines ["FIRST" "SECOND"], ticked true'], reads, mode === "page" ? /wait for .*mode: "worker"/ : /cross-origin isolated/);
  if (mode === "worker" || suspends) {
    const { aborted } = result;
    assert.equal(mode === "worker" ? aborted?.reason : aborted?.rejected?.code, mode === "worker" ? "terminated" : "load-aborted");
  }

  for (const ran of Object.values(result.refused)) assert.deepEqual([ran.rejected?.name, ran.rejected?.code], ["GoLoadError", "bad-option"]);
  assert.match(result.refused.files.rejected?.message ?? "", /preopens/);

  const { library } = result;
  if (!library) return;
  assert.deepEqual([library["status"], library["names"]], ["running", ["add", "half", "wide", "next", "say", "write", "wait", "grow", "crash", "quit"].sort()]);
  assert.deepEqual(library["calls"], [42, 2.5, String(2n ** 40n + 1n), 1, 2]);
  assert.equal(library["sync"], mode === "worker" ? "undefined" : 3);
  assert.equal(library.wrong.name, "SyntaxError|TypeError".includes(library.wrong.name) ? library.wrong.name : "TypeError");
  assert.equal(library.unknown.code, "unknown-export");
  if (waits) assert.deepEqual(library["waits"], [3, 4, 5]);
  assert.deepEqual(library["lines"], ["said to all"]);
  assert.deepEqual(library["stats"], [true, true, true]);
  assert.deepEqual([library.crash.code, library.crash.message, library.end.reason], ["panic", "panic: on purpose", "panic"]);
  assert.equal(library.after.code, "exited");
  assert.deepEqual(library["again"], ["running", 1]);
  assert.deepEqual([library.quit.code, library.quitEnd.code, library.quitEnd.reason], ["exited", 5, "exit"]);
  assert.equal(library["terminated"], "terminated");
}

/** Whether that Go builds libraries for WASI; the gallery's where no version is given. */
export const hasLibraries = (version?: string): boolean => Number(/1\.(\d+)/.exec(version ?? toolchain().goVersion)?.[1] ?? 0) >= 24;

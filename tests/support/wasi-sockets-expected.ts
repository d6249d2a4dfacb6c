/** What the scenario wasi-sockets comes to, in Node and in pages. */
import assert from "node:assert/strict";
import { buildGo } from "./toolchain.ts";
import { hasLibraries } from "./wasi-expected.ts";

/** What a place can do. */
export interface SocketPlace {
  readonly mode: "page" | "worker";
  /** How the worker's messages travel, where that is not for `load` to choose. */
  readonly transport?: "port";
  /** A program may wait for the page. */
  readonly waits: boolean;
  /** The address of no-jspi.js: nothing can be suspended. */
  readonly noJspi?: string;
  /** There is no shared memory. */
  readonly unshared?: boolean;
}

/** The program with sockets, the same as a library where that version builds one, and one that is not for WASI. */
export const socketPrograms = (version?: string): { socket: string; js: string; library?: string } => ({
  socket: buildGo({ dir: "tests/go/wasip1-socket", os: "wasip1", version }),
  js: buildGo({ dir: "tests/go/hello" }),
  ...(hasLibraries(version) && { library: buildGo({ dir: "tests/go/wasip1-socket", os: "wasip1", version, flags: ["-buildmode=c-shared"], out: `build/go/${version ?? "own"}/wasip1-socket.library.wasm` }) }),
});

export type SocketResult = Readonly<Record<string, unknown>>;

const program = "wasip1-socket.wasip1.wasm";
const badOption = (message: string): object => ({ name: "GoLoadError", code: "bad-option", message });
/** What is said of a channel whose program has ended, and what that was. */
const closed = (name: string, cause?: string): object => ({ name: "GoChannelError", code: "channel-closed", message: `channel ${name} of ${program} is closed: its program has ended`, ...(cause && { cause }) });
const exits = (...lines: string[]): object => ({ lines, code: 0, reason: "exit" });

export function checkSockets(seen: SocketResult, { mode, waits }: SocketPlace, programs: ReturnType<typeof socketPrograms>): void {
  const is = (name: string, expected: unknown): void => assert.deepEqual(seen[name], expected, name);
  is("refused", Array(6).fill(badOption(`${program} has an option sockets that is no list of at most 32 different names, none of them empty or with a NUL`)));
  is("notWasi", badOption("hello.wasm is no WASI program, and only these have sockets: it has channels (ferry.Open)"));
  is("none", { name: "GoChannelError", code: "no-channels", message: `${program} has no channels: it does not call ferry.Open, and has no option sockets` });
  if (waits || mode === "page") is("closed", exits("abcdef <nil>", "true"));
  is("exit", [{ text: "last words" }, { lines: ["<nil>"], code: 3, reason: "exit" }, closed("a")]);
  is("panic", [{ text: "last words", error: closed("a", "panic") }, { lines: [], code: 2, reason: "panic", error: { name: "GoPanicError", code: "panic", message: "panic: on purpose" } }]);
  if (!waits) {
    const remedy = mode === "page" ? 'load it in a worker: load(url, { mode: "worker" })' : "its worker sleeps meanwhile, and hears of that only through shared memory: let the page be cross-origin isolated";
    const [read, { error, ...end }] = seen["refusal"] as [unknown, { error: { message: string } }];
    assert.deepEqual([read, end], [{ messages: [], error: closed("a", "would-wait") }, { lines: [], code: -1, reason: "trap" }]);
    assert.ok(error.message.startsWith(`${program} has to wait for a socket; `) && error.message.endsWith(remedy), error.message);
    return;
  }
  const [total, sent, back, echoed] = seen["echo"] as [number, unknown, unknown, unknown];
  assert.deepEqual([back, echoed], [sent, exits(`${total} <nil> <nil>`)]);
  is("send", [0, [131_064, 131_064, 1, 131_064, 131_064, 37_872], exits("<nil>")]);
  is("stall", [true, ["<nil>", "all"]]);
  is("half", [{ text: "that was all" }, "running", exits("<nil> <nil>", "write tcp :0->:0: fd_write: Broken pipe true", "20000 <nil> <nil>")]);
  is("tooLong", { name: "GoChannelError", code: "message-too-large", message: `channel a of ${program} takes no message of 131065 bytes: it was opened for shorter ones (ferry.MaxMessage)` });
  const ended = ["a", "b", "never"].map(name => ({ messages: [], error: closed(name, "terminated") }));
  is("terminated", [...ended, closed("never", "terminated"), closed("a", "terminated"), "terminated", { name: "GoTerminatedError", code: "terminated", message: `${program} was terminated` }]);
  is("again", [true, 0]);
  is("asleep", [["<nil>"], true]);
  is("deadline", ["now", exits("true", "true", "true", "<nil>", "here <nil>")]);
  is("two", [true, true, exits("1500 <nil> <nil>", "1500 <nil> <nil>")]);
  is("compute", [["done true\n", "done true\n", "ONE\n", "TWO\n", "THREE\n"], exits("<nil>")]);
  is("codec", { name: "GoChannelError", code: "codec-mismatch", message: `channel lines of ${program} is in use with codec text, not bytes` });
  is("file", ["ÄÖÜ\n", "HALF A LINE\n", "END\n", 3_000_000, exits("Srw------- 0 <nil>", "<nil> <nil> <nil>")]);
  is("both", [["stdin 0\n", "socket 0\n", "stdin 1\n", "socket 1\n", "stdin 2\n", "socket 2\n", "stdin end\n", "socket last\n"], "socket end"]);
  // errno 6 EAGAIN, 8 EBADF, 28 EINVAL, 53 ENOTCONN, 57 ENOTSOCK, 64 EPIPE
  is("raw", ["ready", true, exits(
    "fdstat 0 6 4 404750410 0",
    "accept 28 57 8",
    'again 6 ""',
    "sent 0 5 28 0 57 0 8 0",
    "poll 0: 0 2 1 0",
    "poll 0: 0 1 6 0",
    'peek 0 "abc" 0 "abcdef"',
    'all 0 "abcdef012345" 0 "67"',
    'flags 28 "" 57 "" 8 ""',
    "shutdown 28 28 0 0 57 8",
    "pipe 64 0",
    'end 0 "89abcdthe rest" 0: 0 1 0 1 53',
  )]);
  if (programs.library) is("library", [["OF A LIBRARY\n"], 13, "running"]);
  is("ends", 15);
}

/** What each page of tests/browser/pages/drop-in-*.html comes to, under Go's own wasm_exec.js and under ours. */

/** Pages whose program needs `//go:wasmimport` and `//go:wasmexport`: Go 1.24 and later. */
export const needsWasmimport: readonly string[] = ["imports"];

const absentCalls = [
  "chmod", "chown", "close", "fchmod", "fchown", "fstat", "ftruncate", "lchown", "link", "lstat", "mkdir", "open", "read", "readdir", "readlink",
  "rename", "rmdir", "stat", "symlink", "truncate", "unlink", "utimes",
];
const notImplemented = ["not implemented", "ENOSYS"];
const service = [[1, "got FROM TEXT\n"], [2, "end of input <nil>\n"], 3];
const tables = {
  sums: Array.from({ length: 4 }, () => [99867, null, 0, true]).flat(),
  calls: true,
  held: 0,
  bounded: true,
  infinite: true,
  predefined: [2, 3, true],
};

/** By page: what it left in `outcome`, and what was said to the console. */
export const expectedOutcomes: Readonly<Record<string, { readonly outcome: unknown; readonly said: readonly string[] }>> = {
  "one-task": {
    outcome: {
      sum: 5,
      greeting: "Hello, Ann from js",
      members: {
        exited: false, inst: true, mem: true, view: true, argv: ["js"], env: {}, exit: "function", pending: null, timeouts: true, modules: "function",
        then: true, global: true,
      },
      grown: [0, true, true],
      code: 0,
      exited: true,
      late: "Go program has already exited",
    },
    said: [],
  },
  stdio: {
    outcome: {
      asleep: true,
      first: "got ONE\n",
      written: { 1: "got ONE\ngot TWO\ngot THREE\ngot FÜNF\n", 2: "end of input <nil>\n" },
      codes: [3],
      exited: true,
    },
    said: [],
  },
  timeouts: { outcome: { idle: 0, real: true, still: true, resumed: 1, left: 0 }, said: [] },
  "pending-event": {
    outcome: {
      waits: false,
      codes: [2],
      exited: true,
      report: ["waiting for ever", "fatal error: all goroutines are asleep - deadlock!"],
      functions: true,
      result: 42,
      taken: null,
      sum: 3,
    },
    said: [],
  },
  runs: {
    outcome: { codes: [0, 7, 0, 2, 0, 9], exited: [true, true, true, true, true], greeting: "Hello, Bo from last", running: false, atTheEnd: true },
    said: ["log: hello from js [once]", "log: hello from again [twice more]", "log: hello from js []"],
  },
  two: {
    outcome: { greetings: ["Hello, Ann from first", "Hello, Bo from second"], nested: "one and and 3", codes: { first: 4 }, first: true, second: false, sum: 7 },
    said: [],
  },
  exit: {
    outcome: { inMain: ["rejected: exit 6", true], inCallback: ["exit 8", "pending", true], last: 5, plain: true, ignored: "pending", codes: [0], exited: false },
    said: ["warn: exit code: 3", "log: hello from js []"],
  },
  environment: {
    outcome: {
      plain: [[1, "2 js|environment\n"], [1, "0 \n"], [1, "to stderr: \n"]],
      rich: [
        [1, `6 päth/to/app|environment||two words|😀|${"x".repeat(100)}\n`],
        [1, "4 A=1|EMPTY=|TEXT=größer=\n€|Z=last\n"],
        [1, "to stderr: größer=\n€\n"],
      ],
      values: [[1, "4 js|environment|7|true\n"], [1, "2 NUMBER=1.5|TEXT=null\n"], [1, "to stderr: null\n"]],
    },
    said: [],
  },
  errors: {
    outcome: {
      notAnInstance: "Go.run: WebAssembly.Instance expected",
      steps: {
        getter: ["RangeError", "of the getter"],
        after: ["returned", 3],
        again: ["TypeError", "once more"],
        getters: ["returned", "Hello, Cy from js"],
        method: ["returned", "this and"],
        numbers: ["returned", 42],
      },
      full: "no room",
      codes: [2],
      report: "panic: JavaScript error: of the page",
      sum: 2,
    },
    said: [],
  },
  files: { outcome: { kept: true, said: "from the page <nil>\ntrue\n/home <nil> 42\n" }, said: [] },
  globals: {
    outcome: {
      calls: { ...Object.fromEntries(absentCalls.map((name) => [name, ["ENOSYS", null]])), fsync: [null, null] },
      written: [15, 8, null, 15, "ENOSYS", "ENOSYS"],
      constants: { O_WRONLY: -1, O_RDWR: -1, O_CREAT: -1, O_TRUNC: -1, O_APPEND: -1, O_EXCL: -1, O_DIRECTORY: -1 },
      processes: {
        chdir: notImplemented, cwd: notImplemented, getegid: -1, geteuid: -1, getgid: -1, getgroups: notImplemented, getuid: -1, pid: -1, ppid: -1,
        umask: notImplemented,
      },
      path: "a//b/c",
    },
    said: ["log: a line", "log: and half of one", "log: a line"],
  },
  imports: {
    outcome: {
      taken: ["bytes of Go's memory", "bytes of Go's memory"],
      said: "twice 42\ntwice 63\n",
      steps: { fail: ["Error", "of the import"], after: ["returned", 8], again: ["Error", "of the import"], late: ["returned", 10] },
      traced: [true, true, true, true, true],
      exported: [5, 3000, 20_102, 12],
      left: [[6], true, ["Error", "Go program has already exited"]],
      spread: [15, "not reached", true],
      missing: "TypeError",
    },
    said: [],
  },
  tables: {
    outcome: {
      calling: { ...tables, finalized: false },
      finalizing: { ...tables, finalized: true },
      report: "panic: on purpose",
      codes: [2, true],
      exited: true,
      overlaid: "Hello, Di from js",
    },
    said: [],
  },
  worker: { outcome: { greeting: "Hello, Eve from worker", code: 2, exited: true, global: true }, said: [] },
  text: { outcome: { inWorker: service, inPage: service, leaked: ["undefined", "undefined"] }, said: [] },
  reactive: {
    outcome: {
      greeting: "Hello, Flo from reactive",
      mem: true,
      third: "Hello, Gil from traced",
      wrappers: true,
      codes: [1, 2],
      after: true,
      gone: null,
      exited: [true, true],
      json: "object",
    },
    said: [],
  },
  module: {
    outcome: { greeting: "Hello, Hal from js", classes: true, another: "function", kept: 1, strict: true },
    said: ["log: printed"],
  },
};

/** Each error code: what provokes it gives an error of the class that the table names, and docs/errors.md has its section. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { memory, opfs, readOnly, tar, url, zip } from "../../js/dist/files.js";
import * as goferry from "../../js/dist/index.js";
import { RINGS_AT, TAIL } from "../../js/src/channel/layout.ts";
import { errorCodes } from "../../js/src/error-codes.ts";
import { program } from "../support/hosts.ts";
import { buildGo, root } from "../support/toolchain.ts";
import { goExports, wasmModule } from "../support/wasm-module.ts";

type Code = goferry.GoferryErrorCode;
type Exports = Record<"name" | "crash" | "exit" | "nothing" | "sleeps", () => unknown>;
interface Provoked {
  /** Does what provokes the error; a rejection is the error, and so is what it gives. */
  readonly by: () => Promise<unknown>;
  /** What the message has to name. */
  readonly says: RegExp;
  /** What the cause has to say, where there is one. */
  readonly cause?: RegExp;
}

const wasmExit = ["gojs", "runtime.wasmExit"] as const;
const quiet = { stdout: "ignore", stderr: "ignore" } as const;
const bytesOf = (name: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(program(name)));
const start = (name: string, options: goferry.LoadOptions = {}): Promise<goferry.Program<Exports>> => goferry.load<Exports>(program(name), { ...quiet, ...options });
const refused = (...parts: Parameters<typeof wasmModule>): Promise<unknown> => goferry.load(wasmModule(...parts), quiet);
/** Runs something as an engine without JSPI does. */
async function withoutSuspension<T>(run: () => Promise<T>): Promise<T> {
  const engine = WebAssembly as { Suspending?: unknown };
  const { Suspending } = engine;
  delete engine.Suspending;
  return run().finally(() => Suspending && Object.assign(engine, { Suspending }));
}
/** Runs something as where there are files that can be held open. */
async function inBrowser<T>(navigator: object, run: () => Promise<T>): Promise<T> {
  const scope = globalThis as { FileSystemFileHandle?: unknown };
  const before = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true });
  scope.FileSystemFileHandle = class {
    createSyncAccessHandle() {}
  };
  return run().finally(() => {
    delete scope.FileSystemFileHandle;
    if (before) Object.defineProperty(globalThis, "navigator", before);
    else delete (globalThis as { navigator?: unknown }).navigator;
  });
}
const fails = (): never => {
  throw new Error("on purpose");
};

const cases: Readonly<Record<Code, Provoked>> = {
  "load-failed": { by: () => goferry.load("/nowhere/main.wasm"), says: /\/nowhere\/main\.wasm/, cause: /ENOENT/ },
  "load-aborted": { by: () => goferry.load(program("element"), { signal: AbortSignal.abort(new Error("never mind")) }), says: /element\.wasm/, cause: /never mind/ },
  "bad-option": { by: () => start("element", { mode: "worker", imports: {} as unknown as string }), says: /element\.wasm.*an object.*goferryImports/ },
  "worker-failed": {
    by: () => start("element", { mode: "worker", workerUrl: "data:text/javascript,throw new Error('on purpose')" }),
    says: /element\.wasm.*workerUrl|worker\.js/,
    cause: /on purpose/,
  },
  "not-wasm": { by: () => goferry.load(new TextEncoder().encode("<!doctype html>")), says: /HTML page/, cause: /CompileError/ },
  truncated: { by: () => goferry.load(bytesOf("element").slice(0, 20000)), says: /20000/, cause: /CompileError/ },
  "compile-failed": { by: () => goferry.load(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 99, 0])), says: /compile/, cause: /CompileError/ },
  "not-go": { by: () => refused({ exports: ["_start"] }), says: /GOOS=js GOARCH=wasm/ },
  tinygo: { by: () => refused({ imports: [["gojs", "syscall/js.valueGet"]], exports: ["_start", "go_scheduler"] }), says: /TinyGo/ },
  wasip1: { by: () => refused({ imports: [["wasi_unstable", "proc_exit"]], exports: ["_start"] }), says: /exports no memory/ },
  "would-wait": { by: () => withoutSuspension(() => goferry.load(buildGo({ dir: "tests/go/wasip1", os: "wasip1" }), { ...quiet, args: ["input"], stdin: new ReadableStream() })), says: /standard input.*mode: "worker"/ },
  "go-too-old": { by: () => refused({ imports: [["go", "runtime.wasmExit"]], exports: goExports, custom: { producers: "Go go1.17.13" } }), says: /go1\.17\.13/ },
  "go-too-new": { by: () => refused({ imports: [["gojs", "runtime.fromTheFuture"]], exports: goExports }), says: /runtime\.fromTheFuture/ },
  "unknown-layout": { by: () => refused({ imports: [wasmExit], exports: ["run"] }), says: /resume/ },
  "unknown-import": { by: () => start("ends", { args: ["main", "exit0", "errorHooks"] }), says: /imports: \{ "ends": \{ "throw"/ },
  exited: {
    async by() {
      const { exports, exited } = await start("element");
      await exports.exit().catch(() => {});
      await exited;
      return exports.name();
    },
    says: /element\.wasm/,
  },
  "unknown-export": { by: async () => (await start("element")).exports.nothing(), says: /nothing.*name, crash, exit/ },
  "not-cloneable": {
    async by() {
      const running = await goferry.load(program("exports"), { ...quiet, mode: "worker" });
      return running.exports["echo"]({ deep: [Symbol("x")] }).finally(() => running.terminate());
    },
    says: /\.deep\[0\] in argument 1 of echo, a symbol/,
    cause: /could not be cloned/,
  },
  panic: { by: async () => (await start("element")).exports.crash(), says: /^panic: on purpose/ },
  trap: { by: () => start("ends", { args: ["main", "import", "errorHooks"], imports: { ends: { throw: fails } } }), says: /ends\.wasm/, cause: /on purpose/ },
  "export-blocked": { by: async () => (await start("wasmexport")).exports.sleeps(), says: /sleeps/ },
  "bad-abi": { by: () => refused({ imports: [wasmExit], exports: goExports, calls: ["start", 0] }), says: /while it was being instantiated/ },
  terminated: {
    async by() {
      const running = await start("element");
      running.terminate();
      return (await running.exited).error;
    },
    says: /element\.wasm/,
  },
  "no-channels": { by: async () => (await start("element")).channel("x"), says: /element\.wasm.*ferry\.Open/ },
  "codec-mismatch": { by: async () => withChannels(program => program.channel("text", { codec: "json" }).opened), says: /channel text of .*channels\.wasm.*json here, and text in Go/ },
  "channel-closed": {
    by: () =>
      withChannels(program => {
        const echo = program.channel("echo");
        echo.close();
        return echo.send(new Uint8Array(1));
      }),
    says: /channel echo of .*channels\.wasm is closed/,
  },
  "channel-busy": {
    by: () => withChannels(async program => [0, 1].map(() => program.channel("echo")[Symbol.asyncIterator]())),
    says: /channel echo of .*iterated/,
  },
  "message-too-large": {
    by: () =>
      withChannels(async program => {
        const small = program.channel("small");
        await small.opened;
        return small.send(new Uint8Array(41));
      }),
    says: /channel small of .*41 bytes/,
  },
  "bad-message": {
    by: () =>
      withChannels(async program => {
        await program.channel("control", { codec: "text" }).send("bad");
        return program.channel("bad", { codec: "f64" })[Symbol.asyncIterator]().next();
      }),
    says: /channel bad of .*f64/,
    cause: /3 bytes/,
  },
  "channel-broken": {
    by: () =>
      withChannels(async (program, arena) => {
        const echo = program.channel("echo"); // the first that it opens
        await echo.opened;
        new Uint32Array(arena.buffer)[(RINGS_AT + TAIL) / 4] = 4; // no frame ends there
        return echo[Symbol.asyncIterator]().next();
      }),
    says: /channel echo of .*broken/,
  },
  "no-files": { by: async () => (await start("element")).files, says: /element\.wasm.*option files/ },
  "file-not-found": { by: () => withFiles(({ files }) => files.readFile("/none")), says: /element\.wasm: ENOENT.*open '\/none'/ },
  "file-exists": { by: () => withFiles(({ files }) => files.mkdir("/file")), says: /EEXIST.*'\/file'/ },
  "not-a-directory": { by: () => withFiles(({ files }) => files.list("/file")), says: /ENOTDIR.*'\/file'/ },
  "is-a-directory": { by: () => withFiles(({ files }) => files.readFile("/folder")), says: /EISDIR.*'\/folder'/ },
  "directory-not-empty": { by: () => withFiles(({ files }) => files.remove("/folder")), says: /ENOTEMPTY.*'\/folder'/ },
  "file-read-only": { by: () => withFiles(({ files }) => files.writeFile("/fixed/x", "")), says: /EROFS.*'\/fixed\/x'/ },
  "no-space": { by: () => withFiles(({ files }) => files.writeFile("/big", new Uint8Array(1 << 20))), says: /ENOSPC.*'\/big'/ },
  "file-unavailable": { by: () => start("element", { files: { "/x": zip("/nowhere/x.zip") } }), says: /zip archive .*nowhere\/x\.zip for \/x of element\.wasm/, cause: /ENOENT/ },
  "file-failed": { by: () => withFiles(({ files }) => files.rename("/folder", "/folder/in/itself")), says: /EINVAL.*'\/folder' -> '\/folder\/in\/itself'/ },
  "store-in-use": { by: () => inBrowser({ storage: { getDirectory() {} }, locks: { request: () => Promise.reject(new DOMException("", "AbortError")) } }, () => start("element", { files: { "/x": opfs("notes") } })), says: /element\.wasm: the store "notes" .*another tab/ },
  "store-unavailable": { by: () => start("element", { files: { "/x": opfs("notes") } }), says: /element\.wasm: the store "notes" .*no origin private file system/ },
  "bad-archive": { by: () => start("element", { files: tar(new TextEncoder().encode("no archive".repeat(100))) }), says: /tar archive for \/ of element\.wasm/, cause: /./ },
  "bad-manifest": { by: () => start("element", { files: { "/web": url("/folder/", { files: { "../out": 1 } }) } }), says: /manifest for \/web of element\.wasm.*"\.\.\/out"/ },
};

/** Runs the program of the channels' tests, with the memory that it has in common with its page, and ends it. */
async function withChannels(body: (program: goferry.Program, arena: WebAssembly.Memory) => Promise<unknown>): Promise<unknown> {
  const { Memory } = WebAssembly;
  const made: WebAssembly.Memory[] = [];
  WebAssembly.Memory = class extends Memory {
    constructor(type: WebAssembly.MemoryDescriptor) {
      super(type);
      made.push(this);
    }
  };
  const running = await goferry.load(program("channels"), quiet).finally(() => (WebAssembly.Memory = Memory));
  return body(running, made[0] as WebAssembly.Memory).finally(() => running.terminate());
}

/** Runs a program that has some files, and ends it. */
async function withFiles(body: (program: goferry.Program) => Promise<unknown>): Promise<unknown> {
  const files = { "/file": "", "/folder/in/it": "", "/fixed": readOnly(memory()) };
  const running = await start("element", { files, fileLimits: { bytes: 500_000 } });
  return body(running as goferry.Program).finally(() => running.terminate());
}

const provoke = ({ by }: Provoked): Promise<unknown> => by().catch((error: unknown) => error);
/** Where the program "ends" looks for what it asks of its page: nothing, here. */
Object.assign(globalThis, { errorHooks: {} });

for (const [code, provoked] of Object.entries(cases) as [Code, Provoked][]) {
  test(code, async () => {
    const error = await provoke(provoked);
    assert.ok(error instanceof goferry.GoferryError, `a GoferryError, not ${String(error)}`);
    assert.equal(error.code, code, error.stack);
    assert.equal(error.name, errorCodes[code]);
    assert.ok(error instanceof goferry[errorCodes[code]], "the class is exported");
    assert.match(error.message, provoked.says);
    assert.match(error.program ?? "", /\S/, "it names the program");
    if (provoked.cause) assert.match(String(error.cause), provoked.cause);
    assert.equal("cause" in error && error.cause !== undefined, provoked.cause !== undefined, "a cause where there is one");
  });
}

test("an address outside of memory is a bad-abi as well", async () => {
  const error = await provoke({ by: () => refused({ imports: [wasmExit], exports: goExports, calls: ["run", -8] }), says: /./ });
  assert.equal((error as goferry.GoferryError).code, "bad-abi", String(error));
});

test("a panic carries Go's own report", async () => {
  const error = (await provoke(cases.panic)) as goferry.GoPanicError;
  assert.match(error.goStack, /^panic: on purpose\n[^]*goroutine \d+ \[running\]:\n[^]*main\.go:\d+/);
});

test("docs/errors.md has a section for each code, in the table's order, that begins with its class", () => {
  const text = readFileSync(join(root, "docs/errors.md"), "utf8");
  const sections = text.split(/^## /m).slice(1).map((section) => section.split("\n", 2) as [code: string, line: string]);
  assert.deepEqual(sections.map(([code, line]) => [code, /^`(\w+)`\. \S/.exec(line)?.[1]]), Object.entries(errorCodes));
});

test("docs/errors.md names no code that there is not", () => {
  const text = readFileSync(join(root, "docs/errors.md"), "utf8");
  const named = [...text.matchAll(/code === "([^"]+)"|case "([^"]+)"/g)].map((match) => match[1] ?? match[2]);
  assert.ok(named.length > 0);
  for (const code of named) assert.ok(code !== undefined && code in errorCodes, code);
});

/** What `load` refuses: a Go that is too old or too new, other WebAssembly, damaged files. Each refusal is a typed error that names the thing, and says what to do. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { load, type Source } from "../../js/dist/index.js";
import { serveFiles, type ServedFile } from "../support/file-server.ts";
import { newestGo } from "../support/hosts.ts";
import { buildGo, missingGo, toolchain, type GoBuild } from "../support/toolchain.ts";

/** The real inputs are builds of this program. */
const hello = (build: Omit<GoBuild, "dir">): Buffer => readFileSync(buildGo({ dir: "tests/go/hello", version: newestGo(), ...build }));
const bytes = hello({});
const folder = mkdtempSync(join(tmpdir(), "goferry-refused-"));
after(() => rmSync(folder, { recursive: true }));
const run = (command: string, args: string[], env?: NodeJS.ProcessEnv): string => execFileSync(command, args, { cwd: folder, encoding: "utf8", env: { ...process.env, ...env } });

/** A copy in which every `from` has become `to`, of the same length. */
function patched(original: Buffer, from: string, to: string): Buffer {
  assert.equal(from.length, to.length);
  const parts = original.toString("latin1").split(from);
  assert.ok(parts.length > 1, `${from} is in the module`);
  return Buffer.from(parts.join(to), "latin1");
}

/** A module made by hand: `imports` are `module name`, `exports` functions beside a memory. For what cannot be built here. */
function handMade(memory: string, exports: readonly string[], imports: readonly string[]): Buffer {
  const lines = [
    ...imports.map((item) => `(import ${item.split(" ").map((part) => JSON.stringify(part)).join(" ")} (func (param i32)))`),
    `(memory (export "${memory}") 1)`,
    ...exports.map((item) => `(func (export "${item}"))`),
  ];
  writeFileSync(join(folder, "hand-made.wat"), `(module ${lines.join("\n")})`);
  run(join(toolchain().binaryen, "wasm-as"), ["hand-made.wat", "-o", "hand-made.wasm"]);
  return readFileSync(join(folder, "hand-made.wasm"));
}
const jsExports = ["run", "resume", "getsp"];

/** Plain C, by the compiler of the Emscripten that builds the bridge. */
function fromC(): Buffer {
  const { emscripten, emConfig } = toolchain();
  const llvm = run("python3", [join(emscripten, "em-config.py"), "LLVM_ROOT"], emConfig ? { EM_CONFIG: emConfig } : {}).trim();
  writeFileSync(join(folder, "add.c"), "int add(int a, int b) { return a + b; }\n");
  run(join(llvm, "clang"), ["--target=wasm32", "-O1", "-c", "add.c"]);
  run(join(llvm, "wasm-ld"), ["--no-entry", "--export=add", "-o", "add.wasm", "add.o"]);
  return readFileSync(join(folder, "add.wasm"));
}

const page = "<!doctype html><title>not found, but 200</title>";
const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0123\n";
const files: Record<string, ServedFile> = {
  "/page.wasm": { type: "text/html", body: page },
  "/page-as-wasm.wasm": { type: "application/wasm", body: page },
  "/empty.wasm": { type: "application/wasm", body: "" },
  "/text.wasm": { type: "application/wasm", body: pointer },
  "/packed.wasm": { type: "application/wasm", body: gzipSync(bytes) },
  "/cut.wasm": { type: "application/wasm", body: bytes.subarray(0, 20000) },
  "/cut-octets.wasm": { type: "application/octet-stream", body: bytes.subarray(0, 20000) },
  "/breaks-off.wasm": { type: "application/wasm", body: bytes, sent: 20000 },
};
let server: Awaited<ReturnType<typeof serveFiles>>;
let base = "";
before(async () => {
  server = await serveFiles(files);
  base = server.url;
});
after(() => server.close());

interface Refusal {
  readonly code: string;
  readonly message: RegExp;
  readonly source: () => Source;
  readonly go?: string;
}
const refusals: Record<string, Refusal> = {
  "Go 1.17": { code: "go-too-old", message: /^the Go program was built by go1\.17\.13\..*Go 1\.18 and newer/, go: "1.17", source: () => hello({ version: "1.17" }) },
  "Go 1.17, stripped": { code: "go-too-old", message: /go1\.17\.13/, go: "1.17", source: () => hello({ version: "1.17", flavor: "stripped" }) },
  // Their host functions, without what the linker wrote down (a tool may have removed it).
  "Go 1.14 to 1.16": { code: "go-too-old", message: /a Go older than 1\.18\./, source: () => handMade("mem", jsExports, ["go debug", "go runtime.wasmExit", "go runtime.nanotime1", "go runtime.walltime1"]) },
  "Go 1.13": { code: "go-too-old", message: /a Go older than 1\.18\./, source: () => handMade("mem", jsExports, ["go debug", "go runtime.wasmExit", "go runtime.nanotime", "go runtime.walltime"]) },
  // A Go to come: today's newest, with one of its imports renamed.
  "a Go to come": { code: "go-too-new", message: /go1\.\d+\S* which is newer.*runtime\.nanotime2.*[Uu]pgrade goferry/, source: () => patched(bytes, "runtime.nanotime1", "runtime.nanotime2") },
  "a Go with another import module": { code: "unknown-layout", message: /neither gojs nor go\..*upgrade goferry/, source: () => patched(bytes, "\x04gojs", "\x04newj") },
  "a Go whose exports were renamed": { code: "unknown-layout", message: /does not export getsp\..*as go build wrote it/, source: () => patched(bytes, "\x05getsp\0", "\x05minif\0") },
  "a module of an older WASI": { code: "wasip1", message: /preview 1 \(GOOS=wasip1\).*asks for wasi_unstable/, source: () => handMade("memory", ["_start"], ["wasi_unstable proc_exit"]) },
  "a WASI module without memory": { code: "wasip1", message: /exports no memory/, source: () => handMade("mem", ["_start"], ["wasi_snapshot_preview1 proc_exit"]) },
  // TinyGo is there in the preset conformance alone; these are the imports and exports that its sources give a program (src/runtime/runtime_wasm_js.go and its kin).
  "TinyGo": {
    code: "tinygo",
    message: /TinyGo.*GOOS=js GOARCH=wasm go build/,
    source: () => handMade("memory", ["_start", "resume", "go_scheduler", "malloc", "free"], ["wasi_snapshot_preview1 fd_write", "gojs runtime.ticks", "gojs runtime.sleepTicks", "gojs syscall/js.valueGet"]),
  },
  "TinyGo before 0.30": { code: "tinygo", message: /TinyGo/, source: () => handMade("memory", ["_start", "malloc"], ["wasi_snapshot_preview1 fd_write", "env syscall/js.valueGet"]) },
  "a C module": { code: "not-go", message: /no Go program.*run, resume, getsp, mem.*GOOS=js GOARCH=wasm go build/, source: fromC },
  "an empty module": { code: "not-go", message: /no Go program/, source: () => bytes.subarray(0, 8) },

  "an address that answers 404": { code: "load-failed", message: /\/missing\.wasm could not be loaded: the server answered 404 Not Found$/, source: () => `${base}/missing.wasm` },
  "a server that is not there": { code: "load-failed", message: /127\.0\.0\.1:9/, source: () => "http://127.0.0.1:9/main.wasm" },
  "a file that is not there": { code: "load-failed", message: /\/nowhere\/main\.wasm/, source: () => "/nowhere/main.wasm" },
  "a connection that breaks off": { code: "load-failed", message: /\/breaks-off\.wasm could not be read to its end.*break off\?/, source: () => `${base}/breaks-off.wasm` },

  "a fetch that failed": { code: "load-failed", message: /could not be fetched \(TypeError/, source: () => fetch("http://127.0.0.1:9/main.wasm") },
  "nothing": { code: "load-failed", message: /was given undefined: it takes an address/, source: () => undefined as unknown as Source },

  "an HTML page": { code: "not-wasm", message: /\/page\.wasm is an HTML page.*path/, source: () => `${base}/page.wasm` },
  "an HTML page that says it is WebAssembly": { code: "not-wasm", message: /\/page-as-wasm\.wasm is an HTML page/, source: () => `${base}/page-as-wasm.wasm` },
  "an HTML page in a data URL": { code: "not-wasm", message: /^the Go program is an HTML page/, source: () => `data:application/wasm,${encodeURIComponent(page)}` },
  "an HTML page as bytes": { code: "not-wasm", message: /an HTML page/, source: () => new TextEncoder().encode(page) },
  "an empty file": { code: "not-wasm", message: /\/empty\.wasm is empty/, source: () => `${base}/empty.wasm` },
  "no bytes": { code: "not-wasm", message: /empty/, source: () => new Uint8Array(0) },
  "another file": { code: "not-wasm", message: /begins with "version https:\/\/git-lfs\.github\.com\/spec\/v1"/, source: () => `${base}/text.wasm` },
  "a compressed file": { code: "not-wasm", message: /Content-Encoding: gzip/, source: () => `${base}/packed.wasm` },

  "a truncated file": { code: "truncated", message: /\/cut\.wasm is cut short: it has 20000 bytes/, source: () => `${base}/cut.wasm` },
  "a truncated file of another type": { code: "truncated", message: /\/cut-octets\.wasm is cut short/, source: () => `${base}/cut-octets.wasm` },
  "a file that ends within its header": { code: "truncated", message: /cut short: it has 6 bytes/, source: () => bytes.subarray(0, 6) },
  "a file without its last byte": { code: "truncated", message: /at least 1 are missing/, source: () => bytes.subarray(0, -1) },
  "a damaged file": { code: "compile-failed", message: /could not be compiled: CompileError.*as go build wrote it/, source: () => damaged() },
  "a response whose bytes are gone": { code: "compile-failed", message: /page-as-wasm\.wasm could not be compiled: CompileError/, source: () => fetch(`${base}/page-as-wasm.wasm`) },
};

/** The first section's kind is one that there is not. */
function damaged(): Buffer {
  const copy = Buffer.from(bytes);
  copy[8] = 99;
  return copy;
}

for (const [what, { code, message, source, go }] of Object.entries(refusals)) {
  test(`${what} is refused`, { skip: (go !== undefined && missingGo(go)) || false }, async () => {
    const error = await load(source()).then((program) => (program.terminate(), assert.fail("it loaded")), (reason: unknown) => reason as Error & { code?: string });
    assert.equal(error.name, "GoLoadError", error.message);
    assert.equal(error.code, code, error.message);
    assert.match(error.message, message);
  });
}

test("what the refused modules are made from does run", async () => {
  const lines: string[] = [];
  const program = await load(bytes, { stderr: (line) => lines.push(line) });
  assert.equal((await program.exited).code, 0);
  assert.deepEqual(lines, ["hello"]);
});

test("a path in a Node before 20.16 is refused, and the message says what works there", async () => {
  const held = process as { getBuiltinModule?: unknown };
  const { getBuiltinModule } = held;
  held.getBuiltinModule = undefined;
  try {
    await assert.rejects(load(buildGo({ dir: "examples/01-greet" })), { code: "load-failed", message: /takes Node 20\.16 or newer.*pass the bytes/ });
  } finally {
    held.getBuiltinModule = getBuiltinModule;
  }
});

/** A user's TypeScript on the installed package: what is accepted, what an export gives, and what is refused. Type-checked by tests/js/package.test.ts. */
import { GoferryError, load, transfer, type Exit, type FileInfo, type GoferryErrorCode, type LoadOptions, type PageProgram, type Program, type Stats } from "goferry";
import { memory, overlay, readOnly, tar, url, zip } from "goferry/files";
import type { GoFerryElement } from "goferry/element";
import "goferry/element";
import "goferry/wasm_exec";
import "goferry/classic/goferry.js";

interface Exports {
  greet(name: string): string;
  math: { add(a: number, b: number): Promise<number> };
}
const program = await load<Exports>("main.wasm", { args: ["-v"], env: { A: "1" }, stdin: "x", stdout: line => line.length, stderr: "ignore" });
export const greeting: Promise<string> = program.exports.greet("Alice");
export const sum: Promise<number> = program.exports.math.add(1, 2);
export const stats: Stats = await program.stats();
export const exit: Exit = await program.exited;
export const reason: "exit" | "panic" | "trap" | "terminated" = exit.reason;
export const status: "running" | "exited" | "crashed" | "terminated" = program.status;
const untyped: Program = await load(new URL("https://example.org/main.wasm"));
await untyped.exports["anything"](1, "two");
export const code: GoferryErrorCode = new GoferryError("panic", "message").code;

// @ts-expect-error a number is no name
program.exports.greet(1);
// @ts-expect-error there is no such export
program.exports.great("Alice");
// @ts-expect-error the result is a promise
export const direct: string = program.exports.greet("Alice");
// @ts-expect-error no such option
await load("main.wasm", { arguments: [] });
// @ts-expect-error a code that does not exist
export const wrong: GoferryErrorCode = "oops";

// Modes: what one has and the other has not.
interface Functions extends Exports {
  hash(bytes: Uint8Array, onProgress: (done: number) => void): string;
}
const inPage: PageProgram<Functions> = await load<Functions>("main.wasm", { mode: "page", imports: { mine: { now: () => Date.now() } } });
export const atOnce: string = inPage.sync.greet("Alice");
const inWorker: Program<Functions> = await load<Functions>("main.wasm", { mode: "worker", imports: "imports.js", workerUrl: new URL("https://example.org/worker.js"), wasmUrl: "/wasm/" });
const bytes = new Uint8Array(8);
export const hash: Promise<string> = inWorker.exports.hash(transfer(bytes, [bytes.buffer]), done => done.toFixed(), AbortSignal.timeout(100));
export const transport: "local" | "shared" | "port" = inWorker.transport;
const either: LoadOptions = { mode: Math.random() < 0.5 ? "page" : "worker" };
export const ofEither: Program<Exports> = await load<Exports>("main.wasm", either);
await inWorker.restart();
inWorker.terminate();
// @ts-expect-error in a worker nothing can be called directly
inWorker.sync.greet("Alice");
// @ts-expect-error nor where it may be one
ofEither.sync.greet("Alice");
// @ts-expect-error functions do not cross
await load("main.wasm", { mode: "worker", imports: { mine: { now: () => Date.now() } } });
// @ts-expect-error an address is for workers
await load("main.wasm", { mode: "page", imports: "imports.js" });
// @ts-expect-error there is no worker
await load("main.wasm", { workerUrl: "worker.js" });
// @ts-expect-error no such mode
await load("main.wasm", { mode: "thread" });
// @ts-expect-error an argument is missing before the signal
inWorker.exports.hash(bytes, AbortSignal.timeout(100));

// Files.
const withFiles: PageProgram = await load("main.wasm", { files: { "/a": "text", "/b": new Uint8Array(1), "/c": new Blob([]), "/d": { content: "x", mode: 0o600, modified: new Date() }, "/e": memory({ x: "y" }), "/f": overlay(url("/f/files.json")), "/g": readOnly(zip("g.zip")) }, fileLimits: { bytes: 1e6 } });
export const asText: Promise<string> = withFiles.files.readFile("/a", "utf8");
export const asBytes: Promise<Uint8Array> = withFiles.files.readFile("/a");
export const infos: readonly FileInfo[] = await withFiles.files.list("/", { recursive: true });
export const zipped: Blob = await withFiles.files.export("/", { onProgress: ({ files, totalFiles }) => files / totalFiles });
const stopWatching: () => void = withFiles.files.watch("/e", changes => changes.map(({ path, type }) => `${path} ${type}`), { recursive: true });
stopWatching();
await load("main.wasm", { mode: "worker", files: tar(new Uint8Array(512)) });
// @ts-expect-error a number is no file
await load("main.wasm", { files: { "/a": 5 } });
// @ts-expect-error an encoding that there is not
withFiles.files.readFile("/a", "latin1");
// @ts-expect-error no such mount
await load("main.wasm", { files: { "/a": { kind: "floppy" } } });

// The element, by its tag.
const ferry: GoFerryElement | null = document.querySelector("go-ferry");
document.createElement("go-ferry").addEventListener("ready", event => event.detail.stats());
export const loaded: Program | undefined = ferry?.program;

// The drop-in's class, as a global.
const go = new Go();
go.argv = ["main", "-v"];
go.env["HOME"] = "/";
go.importObject["mine"] = { now: () => Date.now() };
export const { instance } = await WebAssembly.instantiateStreaming(fetch("main.wasm"), go.importObject);
export const done: Promise<void> = go.run(instance);
// @ts-expect-error wants an instance
go.run("main.wasm");

// The script-tag build's global.
const again: Program<Exports> = await goferry.load<Exports>("main.wasm");
export const sameClass: typeof GoferryError = goferry.GoferryError;
// @ts-expect-error the page does not replace it
goferry.load = load;
export { again };

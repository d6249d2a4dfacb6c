/** What `load` takes, and what it says of what it cannot take. Each refusal is a typed error that names the thing. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, mock, test } from "node:test";
import { pathToFileURL } from "node:url";
import { load, type GoferryError, type LoadProgress, type Source } from "../../js/dist/index.js";
import { buildGo } from "../support/toolchain.ts";

const greet = buildGo({ dir: "examples/01-greet" });
const bytes = readFileSync(greet);
// (module (import "wasi_snapshot_preview1" "proc_exit" (func (param i32))) (func (export "_start")))
const wasi = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 8, 2, 96, 1, 127, 0, 96, 0, 0, 2, 36, 1, 22, ...Buffer.from("wasi_snapshot_preview1"), 9, ...Buffer.from("proc_exit"), 0, 0, 3, 2, 1, 1, 7, 10, 1, 6,
  ...Buffer.from("_start"), 0, 1, 10, 4, 1, 2, 0, 11,
]);
const empty = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

let server: Server;
let base = "";
before(async () => {
  const files: Record<string, [type: string, body: Uint8Array | string]> = {
    "/main.wasm": ["application/wasm", bytes],
    "/octets.wasm": ["application/octet-stream", bytes],
    "/page.wasm": ["text/html", "<!doctype html><title>not found, but 200</title>"],
    "/page2.wasm": ["application/wasm", "<!doctype html>"],
    "/cut.wasm": ["application/wasm", bytes.subarray(0, 20000)],
  };
  server = createServer((request, response) => {
    const file = files[request.url ?? ""];
    if (!file) return void response.writeHead(404, "Not Found").end("no such file");
    response.writeHead(200, { "content-type": file[0], "content-length": file[1].length }).end(file[1]);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => void server.close());

async function runs(source: Source): Promise<void> {
  const program = await load<{ greet(name: string): string }>(source);
  assert.equal(await program.exports.greet("Alice"), "Hello, Alice from Go WASM!");
  program.terminate();
}

/** The error that loading gives; fails if it gives none. */
async function refusal(source: Source, options?: Parameters<typeof load>[1]): Promise<GoferryError> {
  try {
    const program = await load(source, options);
    program.terminate();
  } catch (error) {
    return error as GoferryError;
  }
  return assert.fail("it loaded");
}

test("a path, a file URL, bytes, a module, a response, an address", async () => {
  await runs(greet);
  await runs(pathToFileURL(greet));
  await runs(pathToFileURL(greet).href);
  await runs(bytes);
  await runs(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  await runs(await WebAssembly.compile(bytes));
  await runs(`${base}/main.wasm`);
  await runs(new URL("/main.wasm", base));
  await runs(await fetch(`${base}/main.wasm`));
  await runs(fetch(`${base}/main.wasm`));
});

test("a wrong content type still loads, with one warning", async t => {
  const warn = t.mock.method(console, "warn", () => {});
  await runs(`${base}/octets.wasm`);
  await runs(`${base}/octets.wasm`);
  const warnings = warn.mock.calls.map(call => String(call.arguments[0]));
  assert.equal(warnings.filter(text => /octets\.wasm is served as "application\/octet-stream"/.test(text)).length, 1);
});

const refusals: [what: string, source: () => Source, name: string, code: string, message: RegExp][] = [
  ["an address that answers 404", () => `${base}/missing.wasm`, "GoLoadError", "load-failed", /missing\.wasm.*404 Not Found/],
  ["a server that is not there", () => "http://127.0.0.1:9/main.wasm", "GoLoadError", "load-failed", /127\.0\.0\.1:9/],
  ["a file that is not there", () => "/nowhere/main.wasm", "GoLoadError", "load-failed", /\/nowhere\/main\.wasm/],
  ["an HTML page", () => `${base}/page.wasm`, "GoLoadError", "not-wasm", /page\.wasm is an HTML page/],
  ["an HTML page that says it is WebAssembly", () => `${base}/page2.wasm`, "GoLoadError", "compile-failed", /page2\.wasm/],
  ["an empty file", () => new Uint8Array(0), "GoLoadError", "not-wasm", /empty/],
  ["text", () => new TextEncoder().encode("hello"), "GoLoadError", "not-wasm", /no WebAssembly/],
  ["a truncated module", () => `${base}/cut.wasm`, "GoLoadError", "compile-failed", /cut\.wasm/],
  ["truncated bytes", () => bytes.subarray(0, 20000), "GoLoadError", "compile-failed", /complete/],
  ["a module that is no Go program", () => empty, "GoLoadError", "not-go", /run, resume, getsp and mem/],
  ["a WASI module", () => wasi, "GoLoadError", "not-go", /WASI/],
];
for (const [what, source, name, code, message] of refusals) {
  test(`${what} is refused`, async () => {
    const error = await refusal(source());
    assert.equal(error.name, name);
    assert.equal(error.code, code);
    assert.match(error.message, message);
  });
}

test("arguments that do not fit are refused, and name the limit", async () => {
  const error = await refusal(greet, { args: ["x".repeat(9000)] });
  assert.equal(error.code, "arguments-too-long");
  assert.match(error.message, /8192/);
});

test("an aborted signal: before, while loading, while running", async () => {
  const before = await refusal(greet, { signal: AbortSignal.abort(new Error("never mind")) });
  assert.equal(before.code, "load-aborted");
  assert.match(String(before.cause), /never mind/);

  const loading = new AbortController();
  const while_ = refusal(`${base}/main.wasm`, { signal: loading.signal });
  loading.abort();
  assert.equal((await while_).code, "load-aborted");

  const running = new AbortController();
  const program = await load(greet, { signal: running.signal });
  running.abort();
  assert.equal((await program.exited).reason, "terminated");
  assert.equal(program.status, "terminated");
});

test("progress reaches the total that the server gave", async () => {
  const seen: LoadProgress[] = [];
  const onProgress = mock.fn((progress: LoadProgress) => void seen.push(progress));
  const program = await load(`${base}/main.wasm`, { onProgress });
  while (seen.at(-1)?.loaded !== bytes.length) await new Promise(resolve => setImmediate(resolve));
  assert.equal(seen.at(-1)?.total, bytes.length);
  assert.ok(seen.every((progress, i) => i === 0 || progress.loaded > (seen[i - 1] as LoadProgress).loaded));
  program.terminate();
});

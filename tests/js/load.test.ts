/** What `load` takes. What it refuses: refused.test.ts. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, mock, test } from "node:test";
import { pathToFileURL } from "node:url";
import { load, type GoferryError, type LoadProgress, type Source } from "../../js/dist/index.js";
import { serveFiles } from "../support/file-server.ts";
import { buildGo } from "../support/toolchain.ts";

const greet = buildGo({ dir: "examples/01-greet" });
const bytes = readFileSync(greet);

let server: Awaited<ReturnType<typeof serveFiles>>;
let base = "";
before(async () => {
  server = await serveFiles({
    "/main.wasm": { type: "application/wasm", body: bytes },
    "/octets.wasm": { type: "application/octet-stream", body: bytes },
  });
  base = server.url;
});
after(() => server.close());

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

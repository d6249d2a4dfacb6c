/** The option files and program.files (tests/go/files). */
import assert from "node:assert/strict";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { Zip, ZipPassThrough, zipSync } from "fflate";
import { packTar } from "modern-tar";
import { memory, overlay, readOnly, tar, url, zip } from "../../js/dist/files.js";
import { load } from "../../js/dist/index.js";
import { checkFiles, prepareFiles } from "../support/files-expected.ts";
import { serveRanges } from "../support/range-server.ts";
import { newestGo, nodeHosts, program, runScenario, runWasmExec } from "../support/hosts.ts";

/** What the program prints on a real filesystem, under Go's own host. */
async function onRealFiles(version: string, host: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "goferry-files-"));
  const { stdout } = await runWasmExec(host, version, program("files", version), { args: ["all", folder] });
  rmdirSync(folder); // it has left it empty
  return stdout.trimEnd().split("\n");
}

for (const host of nodeHosts()) {
  for (const mode of ["page", "worker"] as const) {
    test(`files, ${mode} mode, ${host.name}`, async () => {
      const { server, args } = await prepareFiles(mode);
      const expected = await onRealFiles(newestGo(), host.node);
      const run = await runScenario<Record<string, unknown>>(host, "files", { programs: { files: program("files") }, args }).finally(() => server.close());
      assert.equal(expected.at(-1), "host: exit 0");
      checkFiles(run.result, expected.slice(0, -1), server.requests, mode);
      assert.deepEqual([run.code, run.uncaught, run.console.error], [0, [], []]);
      // What Go is only told a number of. The two are fetched side by side: either may be the first to fail.
      if (mode === "page") {
        const [gone, wrong, ...others] = run.console.warn.toSorted();
        assert.match(gone ?? "", /gone\.txt could not be fetched: the server answered 404.*EIO$/);
        assert.match(wrong ?? "", /wrong\.txt has 14 bytes, and its manifest says 9/);
        assert.deepEqual(others, []);
      }
    });
  }
}

test("the oldest Go prints the same as on a real filesystem", async () => {
  const version = "1.18";
  const lines: string[] = [];
  const running = await load(program("files", version), { args: ["all", "/goferry-files"], files: { "/goferry-files/": "" }, stdout: line => lines.push(line) });
  assert.equal((await running.exited).code, 0);
  assert.deepEqual([...lines, "host: exit 0"], await onRealFiles(version, process.execPath));
});

test("a name may begin with a byte order mark, as any other bytes", async () => {
  const running = await load(program("files"), { args: ["all", "/goferry-files"], stdout: "ignore", files: { "/goferry-files/": "", "/named/\uFEFFmarked": "1", "/named/marked": "2" } });
  await running.exited;
  assert.deepEqual((await running.files?.list("/named"))?.map(({ name }) => name).sort(), ["marked", "\uFEFFmarked"]);
});

test("a folder may have more files below it than a call can have arguments", async () => {
  const count = 130_000;
  const names = Array.from({ length: count }, (_, i) => [`/many/below/${i}`, ""]);
  const running = await load(program("files"), { args: ["all", "/goferry-files"], stdout: "ignore", files: { "/goferry-files/": "", ...Object.fromEntries(names) } });
  await running.exited;
  assert.equal((await running.files?.list("/many", { recursive: true }))?.length, count + 1);
});

/** What a user may get wrong in the option: what the message has to say. */
const badOptions: readonly (readonly [unknown, RegExp])[] = [
  [7, /files of files\.wasm is 7: it takes an object/],
  ["/data", /is "\/data"/],
  [[memory()], /is an array/],
  [null, /is null/],
  [{ "data/x": "" }, /"data\/x", which is no absolute path/],
  [{ "/a/../b": "" }, /"\/a\/\.\.\/b", which is no plain path/],
  [{ "/a\0b": "" }, /no plain path/],
  [{ "/x": 5 }, /at "\/x" 5: a file is a text/],
  [{ "/x": null }, /at "\/x" null/],
  [{ "/x": ["a"] }, /at "\/x" an array/],
  [{ "/x": { content: 5 } }, /at "\/x" 5/],
  [{ "/x": {} }, /at "\/x" undefined/],
  [{ "/x": { content: "", mode: 0o10000 } }, /the mode 4096/],
  [{ "/x": { content: "", mode: "0644" } }, /the mode "0644"/],
  [{ "/x": { content: "", modified: "today" } }, /the time "today"/],
  [{ "/x": { kind: "floppy" } }, /at \/x a mount of the unknown kind "floppy"/],
  [{ "/x": memory(), "/x/": memory() }, /two mounts at \/x/],
  [{ "/": url("/a/", { files: {} }), "/x": "" }, /a mount at "\/" that does not take them/],
  [{ "/x": memory(5 as never) }, /at "\/x" a memory mount of 5/],
  [{ "/x": memory({ "a/../../b": "" }) }, /"a\/\.\.\/\.\.\/b" below \/x, which would lie outside/],
  [{ "/x": memory({ a: 1n as never }) }, /"a" below \/x 1/],
  [{ "/x": zip(5 as never) }, /at "\/x" a zip of 5/],
  [{ "/x": readOnly("text" as never) }, /readOnly of "text"/],
  [{ "/x": overlay(undefined as never) }, /overlay of undefined/],
  [{ "/x": readOnly(zip({} as never)) }, /a zip of an object/],
];

test("a bad option files is refused, with its place", async () => {
  for (const [files, says] of badOptions) {
    await assert.rejects(load(program("files"), { files: files as never }), { name: "GoLoadError", code: "bad-option", message: says }, String(says));
  }
  for (const fileLimits of [7, { bytes: -1 }, { bytes: "1" }, { size: 1 }]) {
    await assert.rejects(load(program("files"), { files: {}, fileLimits: fileLimits as never }), { code: "bad-option", message: /fileLimits of files\.wasm/ });
  }
});

/** Manifests of a hostile or careless server. */
const badManifests: readonly (readonly [string, RegExp])[] = [
  ["", /is not JSON/],
  ["<!doctype html>", /is not JSON: parse error at line 1, column 1:/],
  ['{"files": {\n  "a": 1,\n}}', /is not JSON: parse error at line 3, column 1:/],
  ['{"files": {"a": 1, "./a": 2}}', /has "\.\/a" twice/],
  ["null", /has no "files"/],
  ["[]", /has no "files"/],
  ['{"files": []}', /has no "files"/],
  ['{"files": {"": 1}}', /"", which is no path/],
  ['{"files": {"..": 1}}', /"\.\.", which is no path/],
  ['{"files": {"a/../../b": 1}}', /which is no path/],
  ['{"files": {"a\\u0000b": 1}}', /which is no path/],
  ['{"files": {"a": "big"}}', /at "a" "big": it takes a size/],
  ['{"files": {"a": null}}', /at "a" null/],
  ['{"files": {"a": -1}}', /the size -1/],
  ['{"files": {"a": 1.5}}', /the size 1\.5/],
  ['{"files": {"a": 1e300}}', /the size 1e300/],
  ['{"files": {"a": {}}}', /at "a" no size/],
  ['{"files": {"a": {"size": 1, "mode": 99999}}}', /the mode 99999/],
  ['{"files": {"a": {"size": 1, "mode": "r"}}}', /the mode "r"/],
  ['{"files": {"a": {"size": 1, "modified": "x"}}}', /the time "x"/],
  ['{"files": {"a": {"symlink": ""}}}', /symlink to ""/],
  ['{"files": {"a": {"size": 1, "url": 5}}}', /the url 5/],
  ['{"files": {"a": {"size": 1, "url": "http://["}}}', /the url "http:\/\/\["/],
  ['{"files": {"a": 1, "a/b": 1}}', /a\/b/],
];

test("a bad manifest is refused, with its place", async () => {
  const server = await serveRanges(Object.fromEntries(badManifests.map(([text], i) => [`${i}.json`, text])));
  try {
    for (const [i, [text, says]] of badManifests.entries()) {
      await assert.rejects(load(program("files"), { files: { "/web": url(`${server.url}${i}.json`) } }), { name: "GoFileError", message: says }, text);
    }
    const circular: { files: Record<string, unknown> } = { files: {} };
    circular.files["a"] = circular;
    for (const [manifest, says] of [[circular, /cannot be written as JSON/], [{ files: { a: 1n } }, /cannot be written as JSON/], [{ files: { a: Number.NaN } }, /at "a" null/], [[], /has no "files"/]] as const) {
      await assert.rejects(load(program("files"), { files: { "/web": url(server.url, manifest as never) } }), { name: "GoFileError", code: "bad-manifest", message: says });
    }
    const odd = '{"files": {"__proto__": 3, "constructor/x": 3, "' + "n".repeat(255) + '": 3}}';
    const running = await load(program("files"), { args: ["tree", "/web"], files: { "/web": url("http://127.0.0.1:1/", JSON.parse(odd) as never) }, stdout: "ignore" });
    assert.deepEqual((await running.files.list("/web")).map(({ name }) => name), ["__proto__", "constructor", "n".repeat(255)]);
  } finally {
    await server.close();
  }
});

test("an archive that leads out of itself is refused", async () => {
  const up = zipSync({ "../up": new Uint8Array(1) });
  const deep = await packTar([{ header: { name: "a/../../up", size: 1, type: "file" }, body: "x" }]);
  for (const [mount, says] of [[zip(up), /"\.\.\/up" would lie outside/], [tar(deep), /"a\/\.\.\/\.\.\/up" would lie outside/], [zip(up.slice(0, 20)), /zip archive/]] as const) {
    await assert.rejects(load(program("files"), { files: { "/x": mount } }), { name: "GoFileError", code: "bad-archive", message: says });
  }
  const parts: Uint8Array[] = [];
  const odd = new Zip((_, part) => void parts.push(part)); // zipSync would lose the first name
  for (const name of ["__proto__", "a/__proto__/b"]) {
    const file = new ZipPassThrough(name);
    odd.add(file);
    file.push(new Uint8Array([65]), true);
  }
  odd.end();
  const running = await load(program("files"), { files: zip(Buffer.concat(parts)), stdout: "ignore" });
  assert.deepEqual((await running.files.list("/", { recursive: true })).map(({ path, type }) => [path, type]), [["/__proto__", "file"], ["/a", "directory"], ["/a/__proto__", "directory"], ["/a/__proto__/b", "file"]]);
  assert.equal(await running.files.readFile("/__proto__", "utf8"), "A");
});

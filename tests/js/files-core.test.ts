/** Bytes through files.wasm: what is read is what was written, whichever way it is cut. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openCore, type Core } from "../../js/src/files/core.ts";
import * as layout from "../../js/src/files/layout.ts";
import { root } from "../support/toolchain.ts";

const module = (name: string): WebAssembly.Module => new WebAssembly.Module(readFileSync(join(root, "build/wasm/out", name)));
const SIZE = 3 * 65536 + 777; // the blocks of a file have 64 KiB

function openFile(): { core: Core; fd: number } {
  const core = openCore({ files: module("files-compat.wasm"), gomem: module("gomem.wasm") });
  core.exports.setup(0, 0, 0, 0);
  return { core, fd: core.path("/file", (at, length) => core.exports.open(at, length, layout.O_RDWR | layout.O_CREAT, 0o600)) };
}

/** Positions and lengths around the edges of blocks, and beyond the end. */
function* cuts(): Generator<[number, number]> {
  for (const edge of [0, 65536, 2 * 65536, 3 * 65536, SIZE]) {
    for (const at of [edge - 65537, edge - 3, edge, edge + 5]) {
      for (const length of [0, 1, 3, 8, 4096, 65536, 65537, 140_000]) if (at >= 0) yield [at, length];
    }
  }
}

test("a file is read as it was written, within a block and across blocks", () => {
  const { core, fd } = openFile();
  const bytes = new Uint8Array(SIZE).map((_, i) => (i * 7919) >> 5);
  for (let at = 0, length = 1; at < SIZE; at += length, length = (length * 5) % 40_009) assert.equal(core.write(fd, bytes.subarray(at, at + length), at), Math.min(length, SIZE - at));
  for (const [at, length] of cuts()) {
    const to = new Uint8Array(length).fill(255);
    const count = core.read(fd, to, at);
    assert.equal(count, Math.max(0, Math.min(length, SIZE - at)), `${length} bytes at ${at}`);
    assert.deepEqual(Buffer.compare(to.subarray(0, count), bytes.subarray(at, at + count)), 0, `${length} bytes at ${at}`);
    assert.ok(to.subarray(count).every(byte => byte === 255));
  }
});

test("holes are zeros, also where a read begins or ends in one", () => {
  const { core, fd } = openFile();
  core.write(fd, Uint8Array.of(1, 2, 3), 65536 - 1);
  core.write(fd, Uint8Array.of(4), 3 * 65536 + 10);
  const expected = new Uint8Array(3 * 65536 + 11);
  expected.set([1, 2, 3], 65536 - 1);
  expected[3 * 65536 + 10] = 4;
  for (const [at, length] of cuts()) {
    const to = new Uint8Array(length);
    const count = core.read(fd, to, at);
    assert.equal(Buffer.compare(to.subarray(0, Math.max(0, count)), expected.subarray(at, at + length)), 0, `${length} bytes at ${at}`);
  }
});

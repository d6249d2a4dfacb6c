/** The arrays that Go makes for its own reads and writes are used again (js/src/files/own-arrays.ts), by each Go; and nobody else's are. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { load } from "../../js/dist/index.js";
import { Callers } from "../../js/src/files/callers.ts";
import { Views } from "../../js/src/host/views.ts";
import { newestGo } from "../support/hosts.ts";
import { buildGo, flavors, matrixGo, missingGo, type Flavor } from "../support/toolchain.ts";

const program = (version: string, flavor: Flavor = "default"): string => buildGo({ dir: "tests/go/arrays", version, flavor });

/** Runs it, and gives what it printed. */
async function run(file: string, args: string[], options: { stdin?: string; stdout?: WritableStream<Uint8Array> } = {}): Promise<string[]> {
  const lines: string[] = [];
  const running = await load(file, { args, files: { "/data/": "" }, stdout: line => void lines.push(line), ...options });
  const { code, error } = await running.exited;
  assert.equal(code, 0, String(error));
  return lines;
}

/** How much memory of a block's size was made while the program wrote and read 512 blocks each, or read 1024 times at a file's end. */
async function piecesMade(file: string, what: "large" | "ends"): Promise<number> {
  const made = new Set<object>();
  const before = globalThis.Uint8Array;
  globalThis.Uint8Array = new Proxy(before, {
    construct(target, args, own) {
      const array = Reflect.construct(target, args, own === globalThis.Uint8Array ? target : own) as Uint8Array;
      if (array.buffer.byteLength === 65536) made.add(array.buffer);
      return array;
    },
  });
  try {
    assert.deepEqual(await run(file, [what]), [`done ${what}`]);
  } finally {
    globalThis.Uint8Array = before;
  }
  return made.size;
}

for (const version of matrixGo) {
  test(`Go ${version}: a large file takes little memory outside of Go`, { skip: missingGo(version) ?? false }, async t => {
    for (const flavor of version === newestGo() ? flavors : (["default"] as const)) {
      await t.test(flavor, async () => {
        for (const what of ["large", "ends"] as const) {
          const made = await piecesMade(program(version, flavor), what);
          assert.ok(made < 10, `${made} pieces of memory, ${what}`);
        }
      });
    }
  });
}

test("an array of the program's own keeps what lies behind the bytes that were read", async () => {
  assert.deepEqual(await run(program(newestGo()), ["own"]), ["done own"]);
});

test("many goroutines, sizes and errors at once", async () => {
  assert.deepEqual(await run(program(newestGo()), ["many", "failing", "many"]), ["done many", "done failing", "done many"]);
});

test("standard streams have arrays of their own", async () => {
  const text = "0123456789".repeat(20_000);
  const sum = [...text].reduce((all, char) => all + char.charCodeAt(0), 0);
  assert.deepEqual(await run(program(newestGo()), ["large", "input"], { stdin: text }), ["done large", `input ${text.length} ${sum}`, "done input"]);
  // A stream's reader may come to a piece long after it was written.
  const pieces: Uint8Array[] = [];
  let closed = (): void => {};
  const end = new Promise<void>(resolve => (closed = resolve));
  const late = new WritableStream<Uint8Array>({ write: piece => void pieces.push(piece), close: () => closed() }, { highWaterMark: 1000 });
  await run(program(newestGo()), ["large", "print", "large"], { stdout: late });
  await end;
  const printed = Buffer.concat(pieces).toString();
  assert.equal(printed, `done large\n${Array.from({ length: 20 }, (_, i) => `${String.fromCharCode(97 + i).repeat(4999)}\n`).join("")}done print\ndone large\n`);
});

test("what a function of the page is given in their place is its own", async () => {
  const kept: { array: Uint8Array; copy: Uint8Array }[] = [];
  const globals = globalThis as { replaceFileFunctions?: (fs: Record<string, (...args: unknown[]) => void>) => void };
  globals.replaceFileFunctions = fs => {
    for (const name of ["read", "write"]) {
      const ours = fs[name] as (...args: unknown[]) => void;
      fs[name] = (...args) => {
        const array = args[1] as Uint8Array;
        const callback = args.pop() as (...results: unknown[]) => void;
        ours.call(fs, ...args, (...results: unknown[]) => {
          kept.push({ array, copy: array.slice() });
          callback(...results);
        });
      };
    }
  };
  try {
    assert.deepEqual(await run(program(newestGo()), ["large", "replace", "large"]), ["done large", "done replace", "done large"]);
  } finally {
    delete globals.replaceFileFunctions;
  }
  const blocks = kept.filter(({ array }) => array.length === 65536);
  assert.equal(blocks.length, 1024);
  assert.equal(new Set(blocks.map(({ array }) => array)).size, 1024);
  assert.ok(blocks.every(({ array, copy }) => Buffer.compare(array, copy) === 0), "one was used again");
  assert.ok(blocks.every(({ array }) => array.byteLength === array.buffer.byteLength), "one is a part of another buffer");
});

test("callers are looked for in any memory without harm", () => {
  const module = new WebAssembly.Module(readFileSync(program(newestGo())));
  const imports: WebAssembly.Imports = {};
  for (const item of WebAssembly.Module.imports(module)) (imports[item.module] ??= {})[item.name] = () => {};
  const memory = new WebAssembly.Instance(module, imports).exports["mem"] as WebAssembly.Memory;
  const image = new Uint32Array(memory.buffer).slice();
  const header = image.indexOf(0xfffffff1);
  assert.ok(header > 0);
  let seed = 1;
  const below = (end: number): number => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) % end;
  for (let round = 0; round < 200; round++) {
    const words = new Uint32Array(memory.buffer);
    words.set(image);
    // The header's offsets, the tables behind it, and the stack: each now and then something else.
    for (let i = below(4); i > 0; i--) words[header + 2 + below(16)] = below(2) ? below(1 << 20) : 0xffffffff - below(1 << 20);
    for (let i = below(2000); i > 0; i--) words[header + 18 + below(200_000)] = below(0xffffffff);
    const callers = new Callers(new Views().attach(memory), ["syscall.Read"]);
    for (const sp of [0, 8, 1 << 16, memory.buffer.byteLength - 8, memory.buffer.byteLength, 0xfffffff8]) {
      words[sp >>> 2] = below(0xffffffff);
      assert.equal(typeof callers.argumentsOf(sp), "number");
    }
  }
});

/** An ended program that the page still holds keeps none of its memory: neither Go's nor the bridge's. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { load, type Program } from "../../js/dist/index.js";
import { nodeHosts, program } from "../support/hosts.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** What the page keeps: the program, functions of it, and weak references to the memories. */
async function run(variant: "merged" | "compat"): Promise<{ program: Program; kept: unknown[]; memories: WeakRef<object>[] }> {
  const memories: WeakRef<object>[] = [];
  const kept: unknown[] = [];
  const { Instance } = WebAssembly;
  const spied = new Proxy(Instance, {
    construct(target, args: [WebAssembly.Module, WebAssembly.Imports?]) {
      const instance = new target(...args);
      for (const value of Object.values(instance.exports)) if (value instanceof WebAssembly.Memory) memories.push(new WeakRef(value));
      return instance;
    },
  });
  WebAssembly.Instance = spied; // the bridge is instantiated by it
  const started = await load(readFileSync(program("wasmexport")), {
    variant,
    stdout: "ignore",
    imports: ({ memory, exports }) => {
      memories.push(new WeakRef(memory));
      kept.push(exports["add"]);
      return {};
    },
  }).finally(() => (WebAssembly.Instance = Instance));
  kept.push(started.exports["mixed"], started.exports["add"]);
  assert.equal(await started.exports["add"](1, 2), 3);
  return { program: started, kept, memories };
}

for (const { name, variant } of nodeHosts()) {
  test(name, async () => {
    const { program, kept, memories } = await run(variant);
    assert.equal(memories.length, 2);
    program.terminate();
    await program.exited;
    for (let i = 0; i < 10 && memories.some((memory) => memory.deref()); i++) {
      await turn(); // a WeakRef is kept alive until the end of the task that looked at it
      collect();
    }
    assert.deepEqual(memories.map((memory) => memory.deref()), [undefined, undefined]);
    assert.equal(kept.length, 3);
    await assert.rejects(program.exports["add"](1, 2), { code: "exited" });
  });
}

/** Go's own wasm_exec.js, and memfs as `globalThis.fs`. */
import path from "node:path";
import { createFsFromVolume, Volume } from "memfs";
import { numberOf } from "./subject.ts";
import type { Files, Place, Subject } from "./subject.ts";

interface Go {
  readonly importObject: WebAssembly.Imports;
  run(instance: WebAssembly.Instance): Promise<void>;
}
declare global {
  var benchRow: (number: number) => Promise<void>;
}

export async function openMemfs(files: Files, place: Place): Promise<Subject> {
  Object.assign(globalThis, { fs: createFsFromVolume(new Volume()), path });
  await place.script(files.wasmExec);
  const go = new (globalThis as unknown as { Go: new () => Go }).Go();
  const instance = await WebAssembly.instantiate(await place.compile(files.js), go.importObject);
  void go.run(instance);
  return {
    run: task => globalThis.benchRow(numberOf(task)),
    goMemoryBytes: async () => (instance.exports["mem"] as WebAssembly.Memory).buffer.byteLength,
  };
}

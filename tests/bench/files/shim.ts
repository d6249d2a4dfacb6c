/** The package browser_wasi_shim, with its files in memory. */
import { ConsoleStdout, File, OpenFile, PreopenDirectory, WASI } from "@bjorn3/browser_wasi_shim";
import { checked, numberOf } from "./subject.ts";
import type { Files, Place, Subject } from "./subject.ts";

export async function openShim(files: Files, place: Place): Promise<Subject> {
  const lines = ConsoleStdout.lineBuffered(line => console.log(line));
  const wasi = new WASI([], [], [new OpenFile(new File([])), lines, lines, new PreopenDirectory("/", new Map())], { debug: false }); // it logs each call otherwise
  const instance = await WebAssembly.instantiate(await place.compile(files.wasi), { wasi_snapshot_preview1: wasi.wasiImport });
  const exports = instance.exports as { memory: WebAssembly.Memory; benchRow(number: number): number };
  wasi.initialize(instance as Parameters<WASI["initialize"]>[0]);
  return {
    run: async task => checked(task, exports.benchRow(numberOf(task))),
    goMemoryBytes: async () => exports.memory.buffer.byteLength,
  };
}

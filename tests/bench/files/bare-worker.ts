/** The bare sync access handle: writes and reads as program/rows.go does, and answers with nothing, or with what went wrong. */
import type { Task } from "./rows.ts";

const BYTES = 64 << 20;

/** What TypeScript's library has for workers alone. */
interface Handle {
  read(to: Uint8Array, options: { at: number }): number;
  write(from: Uint8Array, options: { at: number }): number;
  truncate(size: number): void;
  flush(): void;
}
let handle: Handle | undefined;

async function run(task: Task): Promise<void> {
  if (!handle) {
    const file = await (await navigator.storage.getDirectory()).getFileHandle("bare", { create: true });
    handle = await (file as unknown as { createSyncAccessHandle(): Promise<Handle> }).createSyncAccessHandle();
  }
  if (task === "collect") return new Promise(resolve => setTimeout(resolve, 30)); // the other side does as much: neither comes warm from the run before
  const size = task.includes("of 4 MiB") ? 4 << 20 : 64 << 10;
  const block = new Uint8Array(size);
  if (task.startsWith("write")) {
    handle.truncate(0);
    for (let i = 0; i < BYTES / size; i++) {
      block[0] = i;
      if (handle.write(block, { at: i * size }) !== size) throw new Error("a block was not written");
    }
    handle.flush();
  } else if (task.startsWith("read")) {
    const times = task.endsWith("four times") ? 4 : 1;
    for (let i = 0, at = 0; i < (times * BYTES) / size; i++, at = (at + size) % BYTES) {
      if (handle.read(block, { at }) !== size || block[0] !== (at / size) % 256) throw new Error(`block ${i} is wrong`);
    }
  }
}

addEventListener("message", ({ data }: MessageEvent<Task>) => {
  run(data).then(() => postMessage(undefined), error => postMessage(String(error)));
});

/** The bare sync access handle: writes and reads as program/rows.go does, and answers with nothing, or with what went wrong. */
import type { Task } from "./rows.ts";

const BLOCK = 64 << 10;
const BLOCKS = 1024;

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
  const block = new Uint8Array(BLOCK);
  if (task.startsWith("write")) {
    handle.truncate(0);
    for (let i = 0; i < BLOCKS; i++) {
      block[0] = i;
      if (handle.write(block, { at: i * BLOCK }) !== BLOCK) throw new Error("a block was not written");
    }
    handle.flush();
  } else if (task.startsWith("read")) {
    for (let i = 0; i < BLOCKS; i++) {
      if (handle.read(block, { at: i * BLOCK }) !== BLOCK || block[0] !== i % 256) throw new Error(`block ${i} is wrong`);
    }
  }
}

addEventListener("message", ({ data }: MessageEvent<Task>) => {
  run(data).then(() => postMessage(undefined), error => postMessage(String(error)));
});

/** A file of the origin private file system, by a bare sync access handle in a worker. */
import type { Subject } from "./subject.ts";

export function openBare(): Subject {
  const worker = new Worker(new URL("bare-worker.js", location.href));
  return {
    run: task => new Promise((resolve, reject) => {
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.onmessage = ({ data }: MessageEvent<string | undefined>) => (data === undefined ? resolve() : reject(new Error(data)));
      worker.postMessage(task);
    }),
    goMemoryBytes: async () => 0,
  };
}

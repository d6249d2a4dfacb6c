/** Node only: when the event loop has run empty, nothing can wake a program that waits, so Go is told to look for a deadlock. */
import { nodeProcess } from "./node.js";

interface Sleeper {
  deadlock(): void;
}
const sleepers = new Set<Sleeper>();
const wakeAll = (): void => {
  for (const sleeper of [...sleepers]) sleeper.deadlock();
};

/** Watches over one program until the returned function is called. Elsewhere than in Node it does nothing. */
export function watchEventLoop(program: Sleeper): () => void {
  const process = nodeProcess();
  if (!process?.on) return () => {};
  if (sleepers.size === 0) process.on("beforeExit", wakeAll);
  sleepers.add(program);
  return () => {
    sleepers.delete(program);
    if (sleepers.size === 0) process.off?.("beforeExit", wakeAll);
  };
}

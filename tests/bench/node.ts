/** Rounds in Node: each job in a process of its own. */
import { fork } from "node:child_process";
import type { Engine } from "./engine.ts";
import type { Files, MemoryJob, Mode, RoundJob } from "./jobs.ts";
import type { NodeJob } from "./node-child.ts";
import type { Memory, Pair } from "./results.ts";

/** Where the bundled `node-child.ts` lies, and what it is to measure. */
export interface NodeFiles extends Files {
  readonly child: string;
}

/** An engine that is the Node binary at `execPath`. */
export function nodeEngine(name: string, execPath: string, files: NodeFiles): Engine {
  const run = <T>(job: NodeJob["job"]) => runChild<T>(execPath, files, job);
  return {
    name,
    hasDocument: false,
    round: (round: RoundJob) => run<Record<string, Pair>>({ round }),
    async memory(mode: Mode): Promise<Memory> {
      const job = (side: MemoryJob["side"]): MemoryJob => ({ mode, side, before: 2, programs: 20 });
      return { theirs_bytes: await run<number>({ memory: job("theirs") }), ours_bytes: await run<number>({ memory: job("ours") }) };
    },
    close: async () => {},
  };
}

/** Forks one measuring process and resolves with what it sends. Rejects if it ends without a word. */
function runChild<T>(execPath: string, { child, ...files }: NodeFiles, job: NodeJob["job"]): Promise<T> {
  return new Promise((resolve, reject) => {
    const task: NodeJob = { files, job };
    const running = fork(child, [JSON.stringify(task)], { execPath, execArgv: ["--expose-gc"] });
    running.once("message", (message) => resolve(message as T));
    running.once("error", reject);
    running.once("exit", (code, signal) => reject(new Error(`a measuring process ended (${signal ?? code}) without a result`)));
  });
}

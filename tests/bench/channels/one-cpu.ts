/** Keeps this process, and those that it starts, on one CPU: a wake-up is a change of threads then, and costs no signal from core to core. */
import { execFile } from "node:child_process";
import process from "node:process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Runs it on the first CPU that this process may use; undefined where the system has no `taskset`, or this process only one CPU. */
export async function onOneCpu<T>(use: () => Promise<T>): Promise<T | undefined> {
  const pid = String(process.pid);
  const list = await run("taskset", ["-cp", pid]).then(({ stdout }) => /: *([\d,-]+)\s*$/.exec(stdout)?.[1], () => undefined);
  const first = /^\d+/.exec(list ?? "")?.[0];
  if (list === undefined || first === undefined || first === list) return undefined;
  await run("taskset", ["-acp", first, pid]);
  try {
    return await use();
  } finally {
    await run("taskset", ["-acp", list, pid]);
  }
}

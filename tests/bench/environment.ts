/** A place where rounds run: a page or a Node process. Both give the same few things; the rest is shared. */
import { makeFloor } from "./floor.ts";
import { onBridge, onWasmExec } from "./hosts.ts";
import type { GoClass, Loader, Start, Started } from "./hosts.ts";
import type { MemoryJob, Mode, RoundJob, Side } from "./jobs.ts";
import { measureRound } from "./measure.ts";
import type { Host } from "./measure.ts";
import type { Pair } from "./results.ts";
import { makeFixture, startSubject } from "./subject.ts";
import type { Fixture } from "./subject.ts";

/** What differs between a page and Node. */
export interface Environment {
  readonly main: WebAssembly.Module;
  readonly floor: WebAssembly.Module;
  /** Loads Go's own host. */
  wasmExec(): Promise<GoClass>;
  /** Loads the bridge's wasm_exec.js. */
  dropIn(): Promise<GoClass>;
  /** Loads the bridge's package. */
  bridge(): Promise<Loader>;
  /** The document and a new element of it, in a page. */
  dom(): Pick<Fixture, "document" | "stage">;
}

/** Starts a program on each host and measures all rows. */
export async function runRound(environment: Environment, { mode, round }: RoundJob): Promise<Record<string, Pair>> {
  const fixture = () => makeFixture(environment.dom());
  const hosts: Host[] = [];
  for (const side of round.sides) {
    const start = await hostOf(environment, mode, side);
    hosts.push({ side, subject: await startSubject(side, fixture(), (key) => start(environment.main, key)) });
  }
  return measureRound(hosts, makeFloor(environment.floor, fixture()), round);
}

/**
 * Starts programs of one side and returns what each takes beside Go's memory; `usedBytes` collects garbage and reads all
 * that the process or page holds.
 */
export async function measureMemory(environment: Environment, job: MemoryJob, usedBytes: () => Promise<number>): Promise<number> {
  const start = await hostOf(environment, job.mode, job.side);
  const programs: Started[] = [];
  let before = 0;
  for (let i = 0; i < job.before + job.programs; i++) {
    if (i === job.before) before = (await usedBytes()) - (await goMemoryBytes(programs));
    const subject = await startSubject(`memory${i}`, makeFixture(), async (key) => {
      programs.push(await start(environment.main, key));
    });
    // A little life, so that tables and caches have their usual size.
    subject.run("mixed", 1000);
    subject.settle();
  }
  return ((await usedBytes()) - (await goMemoryBytes(programs)) - before) / job.programs;
}

async function goMemoryBytes(programs: readonly Started[]): Promise<number> {
  let sum = 0;
  for (const program of programs) sum += await program.goMemoryBytes();
  return sum;
}

async function hostOf(environment: Environment, mode: Mode, side: Side): Promise<Start> {
  if (side === "dropIn") return onWasmExec(await environment.dropIn());
  if (side === "theirs" || mode === "self") return onWasmExec(await environment.wasmExec());
  return onBridge(await environment.bridge(), mode);
}

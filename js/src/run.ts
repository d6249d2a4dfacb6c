/** One run of a program, from its start to its end; a restarted program has had several. `Run` is one on this thread. */
import type { BridgeModules } from "./bridge/variant.js";
import type { ChannelMaker } from "./channel/chunk.js";
import type { EngineChannels } from "./channel/go-side.js";
import type { Hub } from "./channel/hub.js";
import { Engine } from "./engine.js";
import type { FilesMaker } from "./files/chunk.js";
import type { EngineFiles } from "./files/engine-files.js";
import type { ProgramFiles } from "./files/program-files.js";
import { GoExitedError, GoLinkError, GoTerminatedError, GoferryError, messageOf } from "./errors.js";
import type { GrowingScope } from "./exports.js";
import { State, type End } from "./host/exits.js";
import type { Stats } from "./host/stats.js";
import type { GoAbi } from "./module-kind.js";
import { watchEventLoop } from "./node-loop.js";
import type { EngineOptions, LoadOptions, PageOptions } from "./options.js";

import type { WasiMaker } from "./wasi/chunk.js";

/** How messages of channels travel: not at all between threads, through shared memory, or through a MessagePort. */
export type Transport = "local" | "shared" | "port";

/** What `Program` and `load` need to know of a run, on whichever thread. */
export interface ProgramRun {
  /** Resolves at its end, whatever that is. */
  readonly ended: Promise<End>;
  /** Its end, once that is known. */
  readonly end: End | undefined;
  /** What it offers to be called. */
  readonly exported: GrowingScope;
  readonly transport: Transport;
  /** Its channels, once it is started and if it uses any. */
  readonly hub: Pick<Hub, "channel"> | undefined;
  /** Its files, once it is started and if its options name any. */
  readonly files?: ProgramFiles | undefined;
  stats(): Stats | Promise<Stats>;
  /** Runs the module until its goroutines wait for the first time. Throws where it cannot be started, or crashes or is terminated before. */
  start(module: WebAssembly.Module, abi: GoAbi, options: PageOptions, channels?: ChannelMaker, files?: FilesMaker, wasi?: WasiMaker): Promise<void>;
  /** Ends it now. Has no effect on one that has ended. */
  terminate(): void;
}

/** Lets a signal terminate a run. */
export function obey({ signal }: Pick<LoadOptions, "signal">, run: Pick<ProgramRun, "ended" | "terminate">): void {
  if (!signal) return;
  const stop = (): void => run.terminate();
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });
  void run.ended.then(() => signal.removeEventListener("abort", stop));
}

/** What a call rejects with that the end has left without an answer. */
function unanswered(program: string, what: string, end: End): GoferryError {
  if (end.state === State.terminated) return end.error;
  return new GoExitedError("exited", `${program} ended before ${what} was answered`, { program, ...(end.error && { cause: end.error }) });
}

/** A run on this thread. */
export class Run implements ProgramRun {
  readonly engine: Engine;
  readonly ended: Promise<End>;
  readonly transport = "local";
  readonly exported: GrowingScope;
  hub: Hub | undefined;
  files: ProgramFiles | undefined;
  readonly #name: string;
  readonly #unanswered = new Set<(end: End) => void>();

  /** Prepares what does not take the module. */
  constructor(name: string, modules: BridgeModules) {
    let settle: (end: End) => void = () => {};
    this.ended = new Promise(resolve => (settle = resolve));
    this.engine = new Engine(name, modules, settle);
    this.#name = name;
    this.exported = { ...this.engine.exported, unlessEnded: (path, given) => this.#unlessEnded(path, given) };
    // In a task of its own: behind what has been settled before the end.
    void this.ended.then(end => this.#unanswered.size > 0 && setTimeout(() => this.#unanswered.forEach(refuse => refuse(end))));
  }

  get end(): End | undefined {
    return this.engine.exits.end;
  }

  stats(): Stats {
    return this.engine.stats();
  }

  async start(module: WebAssembly.Module, abi: GoAbi, options: EngineOptions & Pick<PageOptions, "signal">, channels?: ChannelMaker | EngineChannels, files?: FilesMaker | Promise<EngineFiles>): Promise<void> {
    const part = channels && "local" in channels ? this.#openHub(channels) : channels;
    obey(options, this);
    void this.ended.then(watchEventLoop(this.engine));
    try {
      const filesPart = files && (await ("local" in files ? this.#openFiles(files) : files));
      if (filesPart) void this.ended.then(() => filesPart.close());
      await this.engine.start(module, abi, options, part, filesPart);
    } catch (cause) {
      this.terminate();
      if (cause instanceof GoferryError) throw cause;
      throw new GoLinkError("unknown-import", `${this.#name} could not be linked: ${messageOf(cause)}`, { program: this.#name, cause });
    }
    const { end } = this;
    if (end?.state === State.crashed || end?.state === State.terminated) throw end.error;
  }

  #openHub(channels: ChannelMaker): EngineChannels {
    const { hub, part } = channels.local();
    this.hub = hub;
    void this.ended.then(end => hub.end(end.error));
    return part;
  }

  async #openFiles(maker: FilesMaker): Promise<EngineFiles> {
    const { files, part } = await maker.local();
    this.files = files;
    return part;
  }

  #unlessEnded(path: readonly string[], given: PromiseLike<unknown>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const refuse = (end: End): void => reject(unanswered(this.#name, path.join("."), end));
      if (!this.end) this.#unanswered.add(refuse);
      void given.then(resolve, reject).then(() => this.#unanswered.delete(refuse));
    });
  }

  terminate(): void {
    const error = new GoTerminatedError("terminated", `${this.#name} was terminated`, { program: this.#name });
    this.engine.exits.finish({ state: State.terminated, error });
  }
}

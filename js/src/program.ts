/** A running Go program, as users see it. */
import type { Variant } from "./bridge/variant.js";
import type { Stats } from "./host/stats.js";
import type { Channel, ChannelOptions, ChannelView } from "./channel/channel.js";
import type { ChannelCodec, CodecValue } from "./channel/codecs.js";
import type { ProgramFiles } from "./files/program-files.js";
import { GoChannelError, GoExitedError, GoFileError, GoPanicError, type GoferryError } from "./errors.js";
import { createExports, type AnyExports, type AsyncExports, type ExportScope } from "./exports.js";
import { State, type End } from "./host/exits.js";
import type { ProgramRun, Transport } from "./run.js";

/** What state a program is in: `crashed` after a panic or a trap, `terminated` by the page. */
export type ProgramStatus = "running" | "exited" | "crashed" | "terminated";

/** How a program ended. */
export interface Exit {
  /** Go's exit code; 2 after a panic; -1 where Go was left without one. */
  code: number;
  /** What ended it: Go's own exit, a panic or fatal error, a trap (or an exception through Go's frames), or the page. */
  reason: "exit" | "panic" | "trap" | "terminated";
  /** Why, for every reason but "exit". */
  error?: GoferryError;
}

/** One running Go module. `T` describes its exports: an interface of plain functions. */
export class Program<T extends object = AnyExports> {
  /** The name used in messages: the last part of the URL. */
  readonly name: string;
  /** How the bridge reaches Go's memory in this engine. */
  readonly variant: Variant;
  /**
   * The functions, and objects of functions, that this program set on its global object, and its `//go:wasmexport` functions of numbers and
   * bools (an int64 is a BigInt, a bool that they return 0 or 1; they must not block). Each gives a promise. An unknown name rejects with a
   * GoExportError that lists the known ones; `in` and `Object.keys` know the names set so far. No promise outlives the program: at its end those
   * that are left reject (`exited`, `terminated`).
   */
  readonly exports: AsyncExports<T>;
  /** @internal PageProgram tells of it: in worker mode it is undefined. */
  readonly sync: T;
  #run: ProgramRun;
  #exited: Promise<Exit>;
  readonly #again: () => { run: ProgramRun; started: Promise<void> };

  /** @internal Programs are made by `load`. `again` starts a further run. */
  constructor(name: string, variant: Variant, run: ProgramRun, again: () => { run: ProgramRun; started: Promise<void> }) {
    this.name = name;
    this.variant = variant;
    this.#run = run;
    this.#exited = run.ended.then(exitOf);
    this.#again = again;
    const scope: ExportScope = {
      get: item => this.#run.exported.get(item),
      names: () => this.#run.exported.names(),
      ...(run.exported.call
        ? { call: (path, args) => this.#run.exported.call?.(path, args) }
        : { unlessEnded: (path, given) => this.#run.exported.unlessEnded?.(path, given) as Promise<unknown>, later: (path, args) => this.#run.exported.later?.(path, args) }),
    };
    this.exports = createExports(name, scope) as AsyncExports<T>;
    this.sync = (scope.call ? undefined : createExports(name, scope, true)) as T;
  }

  /** Resolves when the program has ended, however it did; never rejects. After `restart`: another promise, of the new run. */
  get exited(): Promise<Exit> {
    return this.#exited;
  }

  /** How channels' messages travel: `local` in page mode; from a worker through shared memory, or through a MessagePort where there is none. */
  get transport(): Transport {
    return this.#run.transport;
  }

  /** @internal Called with each further run. */
  readonly onRestart = new Set<() => void>();

  /** The state it is in now. */
  get status(): ProgramStatus {
    const state = this.#run.end?.state ?? State.running;
    return (["running", "exited", "crashed", "terminated"] as const)[state];
  }

  /**
   * Waits until the program has set a function (or an object) of this name on its global object, and gives what `exports` has under it.
   * Rejects with a GoExitedError if the program ends before, and with the signal's reason when that is aborted.
   */
  async exported<K extends string & keyof AsyncExports<T>>(name: K, { signal }: { signal?: AbortSignal } = {}): Promise<AsyncExports<T>[K]> {
    const { exported, ended } = this.#run;
    const isThere = (): boolean => exported.names().includes(name);
    signal?.throwIfAborted();
    if (isThere()) return this.exports[name];
    let clean = (): void => {};
    await new Promise<void>((resolve, reject) => {
      const unwatch = exported.watch(() => isThere() && resolve());
      const abort = (): void => reject(signal?.reason as Error);
      signal?.addEventListener("abort", abort);
      clean = () => {
        unwatch();
        signal?.removeEventListener("abort", abort);
      };
      void ended.then(end => reject(new GoExitedError("exited", `${this.name} ended before it exported ${name}`, { program: this.name, cause: end.error })));
    }).finally(() => clean());
    return this.exports[name];
  }

  /** Live figures; of an ended program the last ones. (Of one that is terminated in its worker, the last that were asked for.) */
  async stats(): Promise<Stats> {
    return this.#run.stats();
  }

  /**
   * The channel of that name: one object for each, before or after Go opens its side (`ferry.Open`). Its `codec` says what the messages are, and
   * has to be the one that Go says. With `views`, received arrays lie in place, each to be released. Of a program for WASI: the other end of its
   * socket of that name (the option `sockets`), whose bytes are what `codec` says.
   */
  channel<C extends ChannelCodec = "bytes">(name: string, options: { codec?: C; views: true }): Channel<CodecValue<C>, ChannelView<CodecValue<C>>>;
  /** The same: each message is a value of its own. */
  channel<C extends ChannelCodec = "bytes">(name: string, options?: { codec?: C; views?: false }): Channel<CodecValue<C>, CodecValue<C>>;
  /** The same, with types of the caller's. */
  channel<In, Out = In>(name: string, options?: ChannelOptions): Channel<In, Out>;
  channel(name: string, options?: ChannelOptions): unknown {
    const { hub } = this.#run;
    if (!hub) throw new GoChannelError("no-channels", `${this.name} has no channels: it does not call ferry.Open, and has no option sockets`, { program: this.name });
    return hub.channel(name, options);
  }

  /** The program's files, those of its option `files`, or the `preopens` of one for WASI. They are still there when it has ended (but in a worker that was terminated); `restart` begins with new ones. */
  get files(): ProgramFiles {
    const { files } = this.#run;
    if (files) return files;
    throw new GoFileError("no-files", `${this.name} has no files: load it with the option files, such as { files: {} }`, { program: this.name });
  }

  /** Ends the program now: none of its code runs again, its timers are gone. Has no effect on one that has ended. */
  terminate(): void {
    this.#run.terminate();
  }

  /**
   * Ends the program, and runs the same module again from its beginning, with memory of its own (in worker mode: in a worker of its own) and
   * the same options (a stream goes on where it is). Nothing is fetched or compiled again. Resolves when the new run waits for the first time; rejects as `load` does.
   */
  async restart(): Promise<void> {
    this.terminate();
    const { run, started } = this.#again();
    this.#run = run;
    this.#exited = run.ended.then(exitOf);
    for (const told of [...this.onRestart]) told();
    await started;
  }
}

/** A running Go program in page mode: its functions can be called directly too. */
export interface PageProgram<T extends object = AnyExports> extends Program<T> {
  /** The functions of `exports`, called directly: they return what Go's functions do, and throw what they throw. */
  readonly sync: T;
}

function exitOf(end: End): Exit {
  if (end.state === State.exited) return { code: end.code, reason: "exit" };
  const reason = end.state === State.terminated ? "terminated" : end.error instanceof GoPanicError ? "panic" : "trap";
  return { code: end.code ?? -1, reason, error: end.error };
}

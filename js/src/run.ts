/** One run of a program: an engine from its start to its end. A restarted program has had several. */
import type { BridgeModules } from "./bridge/variant.js";
import { Engine } from "./engine.js";
import { GoLinkError, GoTerminatedError, GoferryError, messageOf } from "./errors.js";
import { State, type End } from "./host/exits.js";
import type { GoAbi } from "./module-kind.js";
import { watchEventLoop } from "./node-loop.js";
import type { LoadOptions } from "./options.js";

export class Run {
  readonly engine: Engine;
  /** Resolves at its end, whatever that is. */
  readonly ended: Promise<End>;
  readonly #name: string;

  /** Prepares what does not take the module. */
  constructor(name: string, modules: BridgeModules) {
    let settle: (end: End) => void = () => {};
    this.ended = new Promise(resolve => (settle = resolve));
    this.engine = new Engine(name, modules, settle);
    this.#name = name;
  }

  /** Runs the module until its goroutines wait for the first time. Throws where it cannot be started, or crashes or is terminated before. */
  async start(module: WebAssembly.Module, abi: GoAbi, options: LoadOptions): Promise<void> {
    const { signal } = options;
    const stop = (): void => this.terminate();
    if (signal?.aborted) stop();
    signal?.addEventListener("abort", stop, { once: true });
    const unwatch = watchEventLoop(this.engine);
    void this.ended.then(() => {
      signal?.removeEventListener("abort", stop);
      unwatch();
    });
    try {
      await this.engine.start(module, abi, options);
    } catch (cause) {
      this.terminate();
      if (cause instanceof GoferryError) throw cause;
      throw new GoLinkError("unknown-import", `${this.#name} could not be linked: ${messageOf(cause)}`, { program: this.#name, cause });
    }
    const { end } = this.engine.exits;
    if (end?.state === State.crashed || end?.state === State.terminated) throw end.error;
  }

  /** Ends it now. Has no effect on one that has ended. */
  terminate(): void {
    const error = new GoTerminatedError("terminated", `${this.#name} was terminated`, { program: this.#name });
    this.engine.exits.finish({ state: State.terminated, error });
  }
}

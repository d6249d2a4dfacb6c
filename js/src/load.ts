/** `load`: fetches, compiles, links and starts a Go module. */
import { bridgeModules, detectVariant, type CompatSource } from "./bridge/variant.js";
import { Engine } from "./engine.js";
import { GoLinkError, GoferryError, messageOf } from "./errors.js";
import type { AnyExports } from "./exports.js";
import { State, type End } from "./host/exits.js";
import { inspectModule } from "./imports.js";
import { watchEventLoop } from "./node-loop.js";
import type { LoadOptions } from "./options.js";
import { Program } from "./program.js";
import { aborted, compileSource, sourceName, type Source } from "./source.js";

/** Starts Go programs. */
export type Load = <T extends object = AnyExports>(source: Source, options?: LoadOptions) => Promise<Program<T>>;

/** Makes `load`; `compatSource` says where the compat variant comes from in this build of the package. */
export function createLoad(compatSource: CompatSource): Load {
  return async <T extends object>(source: Source, options: LoadOptions = {}): Promise<Program<T>> => {
    const name = sourceName(source);
    const { signal } = options;
    if (signal?.aborted) throw aborted(name, signal);
    const variant = options.variant ?? detectVariant();
    const compiling = compileSource(name, source, options); // first, so that decoding the bridge hides behind the network
    const bridge = bridgeModules(variant, compatSource);
    bridge.catch(() => {}); // reported below, unless the module fails first
    const module = await compiling;
    const abi = inspectModule(name, module);
    const modules = await bridge;
    if (signal?.aborted) throw aborted(name, signal);

    let settle: (end: End) => void = () => {};
    const ended = new Promise<End>(resolve => (settle = resolve));
    const engine = new Engine(name, modules, options, settle);
    const program = new Program<T>(name, variant, engine, ended);
    const stop = (): void => program.terminate();
    signal?.addEventListener("abort", stop, { once: true });
    const unwatch = watchEventLoop(engine);
    void ended.then(() => {
      signal?.removeEventListener("abort", stop);
      unwatch();
    });
    try {
      await engine.start(module, abi, options);
    } catch (cause) {
      program.terminate();
      if (cause instanceof GoferryError) throw cause;
      throw new GoLinkError("unknown-import", `${name} could not be linked: ${messageOf(cause)}`, { program: name, cause });
    }
    const end = engine.exits.end as End | undefined;
    if (end?.state === State.crashed) throw end.error;
    if (end?.state === State.terminated) throw signal?.aborted ? aborted(name, signal) : end.error;
    return program;
  };
}

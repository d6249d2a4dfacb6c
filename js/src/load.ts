/** `load`: fetches, compiles, links and starts a Go module. */
import { bridgeModules, detectVariant, type CompatSource } from "./bridge/variant.js";
import type { AnyExports } from "./exports.js";
import { inspectModule } from "./module-kind.js";
import type { LoadOptions } from "./options.js";
import { Program } from "./program.js";
import { Run } from "./run.js";
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
    const compiling = compileSource(name, source, options); // first: the rest hides behind the network
    const preparing = bridgeModules(variant, compatSource).then(modules => ({ modules, run: new Run(name, modules) }));
    preparing.catch(() => {}); // reported below, unless the module fails first
    const module = await compiling;
    const abi = inspectModule(name, module);
    const { modules, run } = await preparing;
    if (signal?.aborted) throw aborted(name, signal);

    const program = new Program<T>(name, variant, run, () => {
      const next = new Run(name, modules);
      return { run: next, started: next.start(module, abi, options).catch(error => Promise.reject(signal?.aborted ? aborted(name, signal) : error)) };
    });
    try {
      await run.start(module, abi, options);
      await Promise.all((options.ready ?? []).map(item => program.exported(item as never)));
    } catch (error) {
      program.terminate();
      throw signal?.aborted ? aborted(name, signal) : error;
    }
    return program;
  };
}

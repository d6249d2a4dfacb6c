/** What `load` asks for where a module is one of WASI: a chunk of its own, for most programs are not. */
import type { BridgeModules } from "../bridge/variant.js";
import { wasiModules, type WasiModules } from "./modules.js";
import { planPreopens, type Preopens, type PreopensOption } from "./preopens.js";
import { WasiRun } from "./run.js";
import { createMailbox, type Mailbox } from "./stdin.js";
import type { WasiTools } from "./tools.js";

/** What a worker is given to run a WASI program. */
export interface WasiInit {
  modules: WasiModules;
  preopens: Preopens;
  /** Where standard input comes, if it is a stream and there is shared memory. */
  mailbox: Mailbox | undefined;
}

/** Makes the runs of one program. */
export interface WasiMaker {
  createRun(): WasiRun;
  /** For a run in a worker. */
  init(streams: boolean): WasiInit;
}

/** Those of load that are about files. */
export interface WasiOptions {
  preopens?: PreopensOption;
  files?: unknown;
}

/** This chunk, as `load` sees it. */
export interface WasiChunk {
  prepareWasi(tools: WasiTools, modules: BridgeModules, options: WasiOptions): Promise<WasiMaker>;
}

export async function prepareWasi(tools: WasiTools, modules: BridgeModules, { preopens: option = {}, files }: WasiOptions): Promise<WasiMaker> {
  const { name, errors } = tools;
  if (files !== undefined) throw new errors.GoLoadError("bad-option", `${name} is a WASI program, which sees only the folders that it is given: name them in the option preopens, in place of files`, { program: name });
  const [compiled, preopens] = await Promise.all([wasiModules(modules), planPreopens(option, { name, GoFileError: errors.GoFileError, GoLoadError: errors.GoLoadError })]);
  return {
    createRun: () => new WasiRun(tools, compiled, preopens, { worker: false }),
    init: streams => ({ modules: compiled, preopens, mailbox: streams && typeof SharedArrayBuffer === "function" ? createMailbox() : undefined }),
  };
}

/** What `load` asks for where a module is one of WASI: a chunk of its own, for most programs are not. */
import type { BridgeModules } from "../bridge/variant.js";
import { programFiles, remoteFiles, type RemoteFiles } from "../files/chunk.js";
import type { CallBackend } from "../files/engine-files.js";
import type { FileLimits } from "../files/mounts.js";
import { wasiModules, type WasiModules } from "./modules.js";
import { planPreopens, type Preopens, type PreopensOption } from "./preopens.js";
import { WasiRun } from "./run.js";
import { createMailbox, type Mailbox } from "./stdin.js";
import type { WasiTools } from "./tools.js";
import { jspi } from "./waiting.js";

/** What a worker is given to run a WASI program. */
export interface WasiInit {
  modules: WasiModules;
  preopens: Preopens;
  /** Where standard input comes, if it is a stream, the engine cannot suspend the program while it waits for that, and there is shared memory. */
  mailbox: Mailbox | undefined;
}

/** Makes the runs of one program. */
export interface WasiMaker {
  createRun(): WasiRun;
  /** For a run in a worker. */
  init(streams: boolean): WasiInit;
  /** The page's part of that one's files; `ask` calls in the worker. */
  files(ask: CallBackend): RemoteFiles;
}

/** Those of load that are about files. */
export interface WasiOptions {
  preopens?: PreopensOption;
  fileLimits?: FileLimits;
  files?: unknown;
}

/** This chunk, as `load` sees it. */
export interface WasiChunk {
  prepareWasi(tools: WasiTools, modules: BridgeModules, options: WasiOptions): Promise<WasiMaker>;
}

export async function prepareWasi(tools: WasiTools, modules: BridgeModules, { preopens: option = {}, fileLimits = {}, files }: WasiOptions): Promise<WasiMaker> {
  const { name, errors } = tools;
  if (files !== undefined) throw new errors.GoLoadError("bad-option", `${name} is a WASI program, which sees only the folders that it is given: name them in the option preopens, in place of files`, { program: name });
  const planTools = { name, GoFileError: errors.GoFileError, GoLoadError: errors.GoLoadError };
  const [compiled, preopens] = await Promise.all([wasiModules(modules), planPreopens(option, fileLimits, planTools)]);
  return {
    createRun() {
      const run = new WasiRun(tools, compiled, preopens, { worker: false });
      run.files = programFiles(planTools, run.fileCalls.call);
      return run;
    },
    init: streams => ({ modules: compiled, preopens, mailbox: streams && !jspi() && typeof SharedArrayBuffer === "function" ? createMailbox() : undefined }),
    files: ask => remoteFiles(planTools, { modules: compiled.files, plan: preopens.plan }, ask),
  };
}

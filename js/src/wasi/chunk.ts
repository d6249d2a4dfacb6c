/** What `load` asks for where a module is one of WASI: a chunk of its own, for most programs are not. */
import type { BridgeModules } from "../bridge/variant.js";
import type { ChannelMaker } from "../channel/chunk.js";
import type { ChannelInfo } from "../channel/end.js";
import { socketInfo } from "../channel/socket-info.js";
import { programFiles, remoteFiles, type RemoteFiles } from "../files/chunk.js";
import type { CallBackend } from "../files/engine-files.js";
import type { FileLimits } from "../files/mounts.js";
import { wasiModules, type WasiModules } from "./modules.js";
import { planPreopens, type Preopens, type PreopensOption } from "./preopens.js";
import { WasiRun, type Place } from "./run.js";
import { socketNames } from "./socket-names.js";
import { createMailbox, type Mailbox } from "./stdin.js";
import type { WasiPageTools } from "./tools.js";
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
  /** Its sockets, if it has any. */
  sockets: readonly ChannelInfo[];
  channels: ChannelMaker | undefined;
}

/** Those of load that are about files and sockets. */
export interface WasiOptions {
  preopens?: PreopensOption;
  sockets?: readonly string[];
  fileLimits?: FileLimits;
  files?: unknown;
}

/** This chunk, as `load` sees it. */
export interface WasiChunk {
  /** `isWasi`: the program is one for WASI; what others may not have is refused. */
  prepareWasi(tools: WasiPageTools, modules: BridgeModules, options: WasiOptions, isWasi: boolean): Promise<WasiMaker>;
}

export async function prepareWasi(tools: WasiPageTools, modules: BridgeModules, { preopens: option = {}, fileLimits = {}, files, sockets: given = [] }: WasiOptions, isWasi: boolean): Promise<WasiMaker> {
  const { name, errors } = tools;
  const bad = (what: string): Error => new errors.GoLoadError("bad-option", `${name} ${what}`, { program: name });
  if (!isWasi) throw bad("is no WASI program, and only these have sockets: it has channels (ferry.Open)");
  if (files !== undefined) throw bad("is a WASI program, which sees only the folders that it is given: name them in the option preopens, in place of files");
  const sockets = socketNames(given, bad).map(socketInfo);
  const planTools = { name, GoFileError: errors.GoFileError, GoLoadError: errors.GoLoadError };
  const prepareChannels = async (): Promise<ChannelMaker> => (await tools.channels()).prepareChannels({ name, modules, GoChannelError: errors.GoChannelError, transport: tools.transport });
  const [compiled, preopens, channels] = await Promise.all([wasiModules(modules), planPreopens(option, fileLimits, planTools), sockets.length > 0 ? prepareChannels() : undefined]);
  return {
    createRun() {
      const place: Place = { worker: false };
      const run = new WasiRun(tools, compiled, preopens, place);
      run.files = programFiles(planTools, run.fileCalls.call);
      if (channels) {
        const { hub } = ({ part: place.sockets, hub: run.hub } = channels.local(sockets));
        void run.ended.then(end => hub.end(end.error));
      }
      return run;
    },
    init: streams => ({ modules: compiled, preopens, mailbox: streams && !jspi() && typeof SharedArrayBuffer === "function" ? createMailbox() : undefined }),
    sockets,
    channels,
    files: ask => remoteFiles(planTools, { modules: compiled.files, plan: preopens.plan }, ask),
  };
}

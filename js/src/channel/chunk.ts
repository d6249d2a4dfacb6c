/** What `load` asks for where a program uses channels: a chunk of its own, for most programs do not. */
import type { BridgeModules } from "../bridge/variant.js";
import type { GoChannelError } from "../errors.js";
import type { Wire } from "./doorbell.js";
import type { ChannelInfo } from "./end.js";
import type { EngineChannels } from "./go-side.js";
import { Hub } from "./hub.js";
import { localChannels } from "./local.js";
import { channelModules } from "./modules.js";
import { remoteChannels, type RemoteChannels } from "./remote.js";
import { localSockets, type Sockets } from "./sockets.js";

/** What the core gives: this chunk must not bundle it again. */
export interface ChannelTools {
  /** The program's name. */
  name: string;
  modules: BridgeModules;
  GoChannelError: typeof GoChannelError;
  /** Where Go runs. */
  transport: "local" | "shared" | "port";
}

/** The channels of one run on this thread. */
export interface LocalChannels<Part = EngineChannels> {
  hub: Hub;
  part: Part;
}

/** Makes the channels of each run of a program. */
export interface ChannelMaker {
  local(): LocalChannels;
  /** Those of a program for WASI. */
  local(sockets: readonly ChannelInfo[]): LocalChannels<Sockets>;
  remote(worker: Wire): RemoteChannels;
}

/** This chunk, as `load` sees it. */
export interface ChannelsChunk {
  prepareChannels(tools: ChannelTools): Promise<ChannelMaker>;
}

export async function prepareChannels({ name, modules, GoChannelError: Type, transport }: ChannelTools): Promise<ChannelMaker> {
  const shared = transport === "shared";
  const compiled = await channelModules(modules, shared);
  return {
    local(sockets?: readonly ChannelInfo[]) {
      const hub = new Hub(name, Type);
      return { hub, part: (sockets ? localSockets(hub, sockets) : localChannels(name, compiled, hub)) as EngineChannels & Sockets };
    },
    remote: worker => remoteChannels(new Hub(name, Type), name, compiled, shared, worker),
  };
}

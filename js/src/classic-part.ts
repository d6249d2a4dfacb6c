/** The scripts beside goferry.js: what each has, and how it hands that over to goferry.js, which has asked for it. */
import type { ChannelsChunk } from "./channel/chunk.js";
import type { engineChannels } from "./channel/remote.js";
import type { engineSockets } from "./channel/sockets.js";
import type { createFerry } from "./ferry/ferry.js";
import type { FilesChunk } from "./files/chunk.js";
import type { engineFiles } from "./files/engine-files.js";
import type { serveStore } from "./files/opfs-helper.js";
import type { WasiChunk } from "./wasi/chunk.js";
import type { openWasi } from "./wasi/worker.js";

/** All that each script has, by its name. */
export interface ClassicParts {
  channels: ChannelsChunk & { engineChannels: typeof engineChannels; engineSockets: typeof engineSockets };
  ferry: { createFerry: typeof createFerry };
  files: FilesChunk & WasiChunk & { engineFiles: typeof engineFiles; openWasi: typeof openWasi; serveStore: typeof serveStore };
  manifest: { readonly manifest: string };
}

/** Loads a script that another one needs in turn. Rejects with a GoLoadError. */
export type PartLoader = <Name extends keyof ClassicParts>(name: Name) => Promise<ClassicParts[Name]>;

/** Who loads a script has this while it does: in a page the script element, which nobody else sees; a worker itself. */
export interface PartTaker {
  goferryPart?: (part: ClassicParts[keyof ClassicParts]) => PartLoader;
}

/** Called by a script, once, as it runs. Gives what it gets further scripts by, if somebody has asked for this one. */
export function handOver(part: ClassicParts[keyof ClassicParts]): PartLoader | undefined {
  const taker = (typeof document === "object" ? document.currentScript : globalThis) as PartTaker | null;
  return taker?.goferryPart?.(part);
}

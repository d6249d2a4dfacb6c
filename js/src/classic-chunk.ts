/** How the script-tag build gets the script with the channels: it lies beside goferry.js. */
import type { ChannelsChunk } from "./channel/chunk.js";
import type { engineChannels } from "./channel/remote.js";
import { GoLoadError } from "./errors.js";

/** All that the script has. */
export interface ClassicChannels extends ChannelsChunk {
  engineChannels: typeof engineChannels;
}

/** Who loads the script has this while it does. */
export interface ChannelsHandover {
  goferryChannels?: (chunk: ClassicChannels) => void;
}

const own = typeof document === "object" ? (document.currentScript as HTMLScriptElement | null) : null;
// Read at once: later there is no current script.
const { src = "", crossOrigin = null, nonce = "" } = own ?? {};

/** The script's address. */
export function channelsUrl(): string {
  const { baseUrl } = (globalThis as { goferry?: { baseUrl?: string } }).goferry ?? {};
  const base = src || (baseUrl && new URL(baseUrl.replace(/\/?$/, "/"), document.baseURI).href);
  if (base) return new URL("channels.js", base).href;
  throw new GoLoadError("load-failed", "channels are in a script beside goferry.js, and where that lies is not known: set goferry.baseUrl to the folder of classic/channels.js");
}

let loaded: Promise<ClassicChannels> | undefined;

/** In a page. */
export function channelsInPage(): Promise<ClassicChannels> {
  loaded ??= new Promise((resolve, reject) => {
    const url = channelsUrl();
    const script: HTMLScriptElement & ChannelsHandover = document.createElement("script");
    script.goferryChannels = resolve;
    script.onload = script.onerror = () => {
      script.remove();
      reject(new GoLoadError("load-failed", `${url}, the script with the channels, could not be loaded`)); // has no effect if it has answered
    };
    Object.assign(script, { src: url, crossOrigin, nonce });
    document.head.append(script);
  });
  loaded.catch(() => (loaded = undefined)); // it may be there the next time
  return loaded;
}

/** In a worker, by the address that the page knows. */
export function channelsInWorker(url: string): ClassicChannels {
  const scope = globalThis as ChannelsHandover & { importScripts?(url: string): void };
  let chunk: ClassicChannels | undefined;
  scope.goferryChannels = given => (chunk = given);
  try {
    scope.importScripts?.(url);
  } finally {
    delete scope.goferryChannels;
  }
  if (!chunk) throw new GoLoadError("load-failed", `${url}, the script with the channels, could not be loaded in the worker`);
  return chunk;
}

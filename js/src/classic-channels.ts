/** What only programs with channels need of the script-tag build: a script that hands its functions to goferry.js, which has asked for it. */
import { prepareChannels } from "./channel/chunk.js";
import { engineChannels } from "./channel/remote.js";
import type { ChannelsHandover } from "./classic-chunk.js";

// In a page on its own script element, which nobody else sees; in a worker there is none.
const taker = (typeof document === "object" ? document.currentScript : globalThis) as ChannelsHandover | null;
taker?.goferryChannels?.({ prepareChannels, engineChannels });

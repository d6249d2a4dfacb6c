/** What only programs with channels need of the script-tag build. */
import { prepareChannels } from "./channel/chunk.js";
import { engineChannels } from "./channel/remote.js";
import { engineSockets } from "./channel/sockets.js";
import { handOver } from "./classic-part.js";

handOver({ prepareChannels, engineChannels, engineSockets });

/** The script of a worker: serves one program to whoever has started it. */
import { engineChannels } from "../channel/remote.js";
import { engineSockets } from "../channel/sockets.js";
import { engineFiles } from "../files/engine-files.js";
import { serveStore } from "../files/opfs-helper.js";
import { openWasi } from "../wasi/worker.js";
import { serveProgram, surroundings } from "./serve.js";

serveProgram(surroundings(), engineChannels, engineSockets, engineFiles, openWasi, serveStore);

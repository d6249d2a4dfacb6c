/** The script of a worker: serves one program to whoever has started it. */
import { engineChannels } from "../channel/remote.js";
import { serveProgram, surroundings } from "./serve.js";

serveProgram(surroundings(), engineChannels);

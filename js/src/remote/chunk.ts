/** The chunk `remote.js`, which page programs never fetch: the page's side of worker mode, with the worker's script as a text. */
import { workerSource } from "../../generated/worker.js";
import { spawnHelper as spawn } from "./helper.js";
import { RemoteRun, type RemoteChunk, type RemoteTools } from "./remote-run.js";

export const createRemoteRun = (tools: RemoteTools): RemoteRun => new RemoteRun(workerSource, tools);
export const spawnHelper: RemoteChunk["spawnHelper"] = (...args) => spawn(workerSource, ...args);

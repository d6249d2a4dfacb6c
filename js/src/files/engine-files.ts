/** The files of one run, beside its engine: in the page, or in its worker. */
import type { GoFileError } from "../errors.js";
import type { Shims } from "../host/shims.js";
import type { Input, Output } from "../host/stdio.js";
import { Backend, OPERATIONS } from "./backend.js";
import { Changes } from "./changes.js";
import { Core, instantiateFiles } from "./core.js";
import { fileError } from "./file-error.js";
import type { FilesModules } from "./modules.js";
import { mountPlan, rememberRemote } from "./mounting.js";
import { createFileShims } from "./node-face.js";
import type { FilesPlan, PlannedMount } from "./plan.js";
import { RemoteData } from "./remote-data.js";
import { isSystemError } from "./system-error.js";

/** How the operations of a Backend are called: directly, or in a worker. */
export type CallBackend = (operation: string, args: unknown[]) => Promise<unknown>;

/** What a worker is given, by a message. */
export interface FilesInit {
  readonly modules: FilesModules;
  readonly plan: FilesPlan;
}

/** What an engine and its program need of the files. */
export interface EngineFiles {
  /** What the program sees as `fs`, `process` and `path`; `ended` says that it wants no answers any more. */
  shims(input: Input, outputs: ReadonlyMap<number, Output>, ended: () => boolean): Shims;
  call: CallBackend;
  /** A copy of all that there is, from which `resumeFiles` goes on. */
  snapshot(): ArrayBuffer;
}

/** Makes a program's filesystem. Throws a GoFileError where its mounts do not fit into it. */
export function engineFiles(name: string, { modules, plan }: FilesInit, Type: typeof GoFileError): EngineFiles {
  const core = new Core(instantiateFiles(modules));
  const remote = new RemoteData(core);
  try {
    mountPlan(core, remote, plan);
  } catch (cause) {
    throw isSystemError(cause) ? fileError({ name, GoFileError: Type }, cause) : cause;
  }
  return over(core, remote);
}

/** The filesystem that a snapshot is of. `mounts` are all that it has, in the order in which they were made. */
export function resumeFiles(modules: FilesModules, snapshot: ArrayBuffer, mounts: readonly PlannedMount[]): EngineFiles {
  const exports = instantiateFiles(modules);
  const { memory } = exports;
  const missing = snapshot.byteLength - memory.buffer.byteLength;
  if (missing > 0) memory.grow(missing / 65536);
  new Uint8Array(memory.buffer).set(new Uint8Array(snapshot));
  const core = new Core(exports);
  const remote = new RemoteData(core);
  for (const mount of mounts) rememberRemote(remote, mount);
  return over(core, remote);
}

function over(core: Core, remote: RemoteData): EngineFiles {
  const changes = new Changes();
  const backend = new Backend(core, remote, changes);
  return {
    shims: (input, outputs, ended) => createFileShims({ core, remote, changes }, input, outputs, ended),
    call: async (operation, args) => {
      if (!OPERATIONS.includes(operation)) throw new TypeError(`files have no operation ${operation}`);
      return (backend[operation as keyof Backend] as (...args: unknown[]) => Promise<unknown>)(...args);
    },
    snapshot: () => core.exports.memory.buffer.slice(0) as ArrayBuffer,
  };
}

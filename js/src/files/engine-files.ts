/** The files of one run, beside its engine: in the page, or in its worker. */
import type { GoFileError } from "../errors.js";
import type { Shims } from "../host/shims.js";
import type { Input, Output } from "../host/stdio.js";
import { Backend, OPERATIONS } from "./backend.js";
import { Changes } from "./changes.js";
import { Core, instantiateFiles, openCore } from "./core.js";
import { fileError } from "./file-error.js";
import type { FilesModules } from "./modules.js";
import { mountPlan, rememberRemote } from "./mounting.js";
import { storeOpener } from "./open-store.js";
import type { SpawnHelper } from "./opfs-page.js";
import { createFileShims } from "./node-face.js";
import { storesOf, type FilesPlan, type PlannedMount } from "./planned.js";
import { OwnArrays, type ArrayUser } from "./own-arrays.js";
import { RemoteData } from "./remote-data.js";
import { Stores } from "./stores.js";
import { isSystemError, systemError } from "./system-error.js";

/** How the operations of a Backend are called: directly, or in a worker. */
export type CallBackend = (operation: string, args: unknown[]) => Promise<unknown>;

/** What a worker is given, by a message. */
export interface FilesInit {
  readonly modules: FilesModules;
  readonly plan: FilesPlan;
}

/** What `program.files` needs of a filesystem. */
export interface FileCalls {
  call: CallBackend;
  /** A copy of all that there is, from which `resumeFiles` goes on. */
  snapshot(): ArrayBuffer;
  /** The program has ended: what lies in stores is written, and they are left to others. */
  close(): void;
}

/** What an engine and its program need of the files. */
export interface EngineFiles extends FileCalls {
  /** What the program sees as `fs`, `process` and `path`; `ended` says that it wants no answers any more. */
  shims(input: Input, outputs: ReadonlyMap<number, Output>, ended: () => boolean): Shims;
  /** The program's instance is there, and its bridge is not yet. */
  connect(user: ArrayUser): void;
}

/** Makes a program's filesystem; `spawn` starts helpers, for a page. Rejects with a GoFileError where its mounts do not fit into it, or cannot be had. */
export async function engineFiles(name: string, { modules, plan }: FilesInit, Type: typeof GoFileError, spawn?: SpawnHelper): Promise<EngineFiles> {
  const tools = { name, GoFileError: Type };
  const stores = await openStores(plan, tools, spawn);
  const core = openCore(modules, stores);
  const remote = new RemoteData(core);
  mountAll(core, remote, plan, tools);
  const changes = new Changes();
  const arrays = new OwnArrays();
  let isOurs = (): boolean => false;
  return {
    ...fileCalls(core, remote, changes),
    shims(input, outputs, ended) {
      const shims = createFileShims({ core, remote, changes, arrays }, input, outputs, ended);
      const { fs } = shims;
      const inPlace = (name: string): unknown => Object.getOwnPropertyDescriptor(fs, name)?.value; // and no getter of the program's
      const [read, write] = [inPlace("read"), inPlace("write")];
      isOurs = () => inPlace("read") === read && inPlace("write") === write;
      return shims;
    },
    connect: user => arrays.connect(user, isOurs),
  };
}

/** The stores of a plan, open. Rejects with a GoFileError. */
export async function openStores({ mounts }: FilesPlan, tools: { name: string; GoFileError: typeof GoFileError }, spawn?: SpawnHelper): Promise<Stores> {
  const stores = new Stores(storeOpener(tools, spawn));
  await stores.open(mounts.flatMap(({ mount }) => storesOf(mount)));
  return stores;
}

/** Writes what has not been written yet. What fails here has been told to nobody. */
async function syncStores(core: Core, remote: RemoteData): Promise<void> {
  const result = await remote.complete(() => core.exports.sync()).catch(() => -5);
  if (result < 0) console.warn(`goferry: a store could not be written: ${systemError(result, "sync").message}`);
}

/** `mountPlan`, with a GoFileError where the mounts do not fit. */
export function mountAll(core: Core, remote: RemoteData, plan: FilesPlan, tools: { name: string; GoFileError: typeof GoFileError }): void {
  const { stores } = core;
  stores.syncs = () => void syncStores(core, remote);
  try {
    mountPlan(core, remote, plan);
  } catch (cause) {
    stores.close();
    throw isSystemError(cause) ? fileError(tools, cause) : cause;
  }
}

/** The filesystem that a snapshot is of. `mounts` are all that it has, in the order in which they were made. */
export function resumeFiles(modules: FilesModules, snapshot: ArrayBuffer, mounts: readonly PlannedMount[]): FileCalls {
  const stores = new Stores();
  const exports = instantiateFiles(modules, stores);
  const { memory } = exports;
  const missing = snapshot.byteLength - memory.buffer.byteLength;
  if (missing > 0) memory.grow(missing / 65536);
  new Uint8Array(memory.buffer).set(new Uint8Array(snapshot));
  const core = new Core(exports, stores);
  const remote = new RemoteData(core);
  for (const mount of mounts) rememberRemote(remote, mount);
  return fileCalls(core, remote, new Changes());
}

/** The operations over a filesystem. */
export function fileCalls(core: Core, remote: RemoteData, changes: Changes): FileCalls {
  const backend = new Backend(core, remote, changes);
  return {
    call: async (operation, args) => {
      if (!OPERATIONS.includes(operation)) throw new TypeError(`files have no operation ${operation}`);
      return (backend[operation as keyof Backend] as (...args: unknown[]) => Promise<unknown>)(...args);
    },
    snapshot: () => core.exports.memory.buffer.slice(0) as ArrayBuffer,
    close() {
      const { stores } = core;
      if (!stores.any) return;
      // In a worker it has happened when the call returns.
      const written = syncStores(core, remote);
      core.exports.freeze_stores();
      if (stores.holds) stores.close();
      else void written.then(() => stores.close());
    },
  };
}

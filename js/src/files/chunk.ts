/** What `load` asks for where a program has files: a chunk of its own, for most programs have none. */
import type { BridgeModules } from "../bridge/variant.js";
import { engineFiles, resumeFiles, type CallBackend, type EngineFiles, type FileCalls, type FilesInit } from "./engine-files.js";
import { filesModules } from "./modules.js";
import type { SpawnHelper } from "./opfs-page.js";
import type { FileLimits, FilesOption, Mount } from "./mounts.js";
import { planFiles, planMount } from "./plan.js";
import type { PlannedMount, PlanTools } from "./planned.js";
import { ProgramFiles } from "./program-files.js";

/** What the core gives: this chunk must not bundle it again. */
export interface FilesTools extends PlanTools {
  readonly modules: BridgeModules;
  readonly files: FilesOption;
  readonly limits: FileLimits;
  readonly cwd: string;
  /** Starts a worker that holds the files of a store. */
  readonly spawn: SpawnHelper;
}

/** The files of one run on this thread. */
export interface LocalFiles {
  readonly files: ProgramFiles;
  readonly part: EngineFiles;
}

/** The page's part of the files of a run in a worker. */
export interface RemoteFiles {
  readonly files: ProgramFiles;
  /** For the worker. */
  readonly init: FilesInit;
  /** The program has ended in order: from now on its files are here. */
  resume(snapshot: ArrayBuffer): void;
}

/** Makes the files of each run of a program: each begins with the same. */
export interface FilesMaker {
  local(): Promise<LocalFiles>;
  /** `ask` calls in the worker. */
  remote(ask: CallBackend): RemoteFiles;
}

/** This chunk, as `load` sees it. */
export interface FilesChunk {
  prepareFiles(tools: FilesTools): Promise<FilesMaker>;
}

export async function prepareFiles(tools: FilesTools): Promise<FilesMaker> {
  const { name, GoFileError, spawn } = tools;
  const [modules, plan] = await Promise.all([filesModules(tools.modules), planFiles(tools.files, tools.limits, tools, tools.cwd)]);
  const init: FilesInit = { modules, plan };
  return {
    async local() {
      const part = await engineFiles(name, init, GoFileError, spawn);
      return { part, files: programFiles(tools, part.call) };
    },
    remote: ask => remoteFiles(tools, init, ask),
  };
}

/** `program.files` over operations. */
export function programFiles(tools: PlanTools, call: CallBackend): ProgramFiles {
  const { name, GoFileError } = tools;
  return new ProgramFiles({ name, GoFileError, call, plan: (path: string, mount: Mount): Promise<PlannedMount> => planMount(path, mount, tools) });
}

/** The page's part of the files of a run in a worker; `ask` calls there. */
export function remoteFiles(tools: PlanTools, init: FilesInit, ask: CallBackend): RemoteFiles {
  let local: FileCalls | undefined;
  const mounts = init.plan.mounts.map(({ mount }) => mount);
  const call: CallBackend = async (operation, args) => {
    if (local) return local.call(operation, args);
    try {
      const result = await ask(operation, args);
      if (operation === "mount") mounts.push(args[1] as PlannedMount);
      return result;
    } catch (error) {
      // The worker had ended, and has not done it.
      if (local && (error as { code?: unknown }).code === "exited") return (local as FileCalls).call(operation, args);
      throw error;
    }
  };
  return { files: programFiles(tools, call), init, resume: snapshot => void (local = resumeFiles(init.modules, snapshot, mounts)) };
}

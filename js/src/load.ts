/** `load`: fetches, compiles, links and starts a Go module. */
import { bridgeModules, detectVariant, type BridgeModules, type CompatSource, type Variant } from "./bridge/variant.js";
import type { ChannelMaker, ChannelsChunk } from "./channel/chunk.js";
import { errorClasses as errors, messageOf } from "./errors.js";
import type { AnyExports } from "./exports.js";
import type { FilesChunk, FilesMaker } from "./files/chunk.js";
import type { FilesOption } from "./files/mounts.js";
import type { SpawnHelper } from "./files/opfs-page.js";
import { createInput, createOutput } from "./host/stdio.js";
import { goImports } from "./imports.js";
import { inspectModule, WASI, type GoAbi } from "./module-kind.js";
import type { LoadOptions, PageOptions, WorkerOptions } from "./options.js";
import { Program, type PageProgram } from "./program.js";
import type { RemoteChunk } from "./remote/remote-run.js";
import { obey, Run, type ProgramRun } from "./run.js";
import { aborted, compileSource, sourceName, type Source } from "./source.js";
import { takeTransferList } from "./transfer.js";
import type { WasiChunk, WasiMaker } from "./wasi/chunk.js";

/** Starts Go programs. */
export interface Load {
  /** On the page's own thread. */
  <T extends object = AnyExports>(source: Source, options?: PageOptions): Promise<PageProgram<T>>;
  /** In a worker. */
  <T extends object = AnyExports>(source: Source, options: WorkerOptions): Promise<Program<T>>;
  /** Where the options say it at run time. */
  <T extends object = AnyExports>(source: Source, options?: LoadOptions): Promise<Program<T>>;
}

/** Where the parts come from that not every page needs: behind `import()` in the ES module, embedded in the classic script. */
export interface Chunks {
  compat: CompatSource;
  remote: () => Promise<RemoteChunk> | RemoteChunk;
  channels: () => Promise<ChannelsChunk> | ChannelsChunk;
  files: () => Promise<FilesChunk & WasiChunk> | (FilesChunk & WasiChunk);
}

/** Makes `load`. */
export function createLoad(chunks: Chunks): Load {
  return async <T extends object>(source: Source, options: LoadOptions = {}): Promise<PageProgram<T>> => {
    const name = sourceName(source);
    const { signal } = options;
    if (signal?.aborted) throw aborted(name, signal);
    const variant = options.variant ?? detectVariant();
    const compiling = compileSource(name, source, options); // first: the rest hides behind the network
    const spawn: SpawnHelper = async (...args) => (await chunks.remote()).spawnHelper((options as WorkerOptions).workerUrl, ...args);
    const preparing = prepareRuns(name, variant, chunks, options, spawn);
    preparing.catch(() => {}); // reported below, unless the module fails first
    let module: WebAssembly.Module;
    let abi: GoAbi;
    try {
      module = await compiling;
      abi = inspectModule(name, module);
    } catch (error) {
      void preparing.then(({ first }) => first.terminate(), () => {});
      throw error;
    }
    let { first, next, modules, files } = await preparing;
    let channels: ChannelMaker | undefined;
    let wasi: WasiMaker | undefined;
    try {
      if (abi.userImports.some(item => item.module === "goferry")) {
        channels = await (await chunks.channels()).prepareChannels({ name, modules, GoChannelError: errors.GoChannelError, transport: first.transport });
      }
      const isWasi = abi.module === WASI;
      if (isWasi || options.sockets) wasi = await (await chunks.files()).prepareWasi({ name, errors, messageOf, createInput, createOutput, goImports, obey, spawn, channels: chunks.channels, transport: first.transport }, modules, options, isWasi);
    } catch (error) {
      first.terminate();
      throw error;
    }
    if (wasi && options.mode !== "worker") {
      first.terminate();
      first = (next = wasi.createRun)();
    }
    const starting = (run: ProgramRun): Promise<void> =>
      run.start(module, abi, options as PageOptions, channels, files, wasi).catch(error => Promise.reject(signal?.aborted ? aborted(name, signal) : error));
    const program = new Program<T>(name, variant, first, () => {
      const run = next();
      return { run, started: starting(run) };
    });
    try {
      await starting(first);
      await Promise.all((options.ready ?? []).map(item => program.exported(item as never)));
    } catch (error) {
      program.terminate();
      throw signal?.aborted ? aborted(name, signal) : error;
    }
    return program;
  };
}

/** What it takes to run a program, on the thread that the options say; one run is prepared already. */
async function prepareRuns(name: string, variant: Variant, chunks: Chunks, options: LoadOptions, spawn: SpawnHelper): Promise<{ first: ProgramRun; next: () => ProgramRun; modules: BridgeModules; files: FilesMaker | undefined }> {
  const wanted = options.wasmUrl === undefined ? bridgeModules(variant, chunks.compat) : fetchBridge(variant, options.wasmUrl);
  const { files: wantedFiles, fileLimits: limits = {}, cwd = "/" } = options;
  const [modules, remote, filesChunk] = await Promise.all([wanted, options.mode === "worker" ? chunks.remote() : undefined, wantedFiles === undefined ? undefined : chunks.files()]);
  const files = filesChunk && (await filesChunk.prepareFiles({ name, modules, files: wantedFiles as FilesOption, limits, cwd, spawn, GoFileError: errors.GoFileError, GoLoadError: errors.GoLoadError }));
  let next: () => ProgramRun;
  if (remote) {
    next = () => remote.createRemoteRun({ name, modules, options: options as WorkerOptions, errors, messageOf, createInput, createOutput, takeTransferList, obey });
  } else {
    next = () => new Run(name, modules);
  }
  return { first: next(), next, modules, files };
}

/** The compiled modules of a variant, from the package's own files. */
async function fetchBridge(variant: Variant, folder: string | URL): Promise<BridgeModules> {
  const compile = (file: string): Promise<WebAssembly.Module> => compileSource(`${file}.wasm`, `${String(folder).replace(/\/$/, "")}/${file}.wasm`, {});
  const [link, bridge, gomem] = await Promise.all([compile("link"), compile(variant), variant === "compat" ? compile("gomem") : undefined]);
  return { variant, link, bridge, gomem };
}

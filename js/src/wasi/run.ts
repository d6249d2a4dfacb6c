/** One run of a WASI program on this thread: trampolines, its instance, files.wasm between them. */
import type { GoPanicError } from "../errors.js";
import type { Hub } from "../channel/hub.js";
import { SOCKET_LONGEST } from "../channel/socket-info.js";
import type { Sockets } from "../channel/sockets.js";
import type { GrowingScope } from "../exports.js";
import { Changes } from "../files/changes.js";
import { Core, instantiateFiles, type FilesExports } from "../files/core.js";
import { fileCalls, mountAll, openStores, type FileCalls } from "../files/engine-files.js";
import type { ProgramFiles } from "../files/program-files.js";
import { RemoteData } from "../files/remote-data.js";
import type { Stores } from "../files/stores.js";
import type { End } from "../host/exits.js";
import { resolvePath } from "../host/shims.js";
import type { Stats } from "../host/stats.js";
import type { Output } from "../host/stdio.js";
import { Views } from "../host/views.js";
import type { GoAbi } from "../module-kind.js";
import type { EngineOptions, PageOptions } from "../options.js";
import { Entries, type Call } from "./entries.js";
import { FIRST_SOCKET, wasiHost } from "./host.js";
import { Report, signalNames } from "./ends.js";
import type { WasiModules } from "./modules.js";
import type { Preopens } from "./preopens.js";
import { Socket } from "./socket.js";
import { piecesOf, Incoming, type Pieces } from "./stdin.js";
import { CRASHED, EXITED, TERMINATED, type WasiTools } from "./tools.js";
import { chooseWaiting, jspi, MESSAGES_MS, pause, SHORT_MS, sleep } from "./waiting.js";

/** What files.wasm exports for WASI; bridge/embind/wasi.cpp. */
interface WasiExports extends FilesExports {
  [handler: `h_${string}`]: Call;
  wasi_start(strings: number, length: number, args: number): void;
  wasi_preopen(name: number, nameLength: number, path: number, pathLength: number): number;
  wasi_socket(stream: number, nonblock: number): number;
  wasi_wait(): number;
  wasi_wait_ms(): number;
  wasi_watch(on: number): void;
  wasi_calls(): number;
}

const EVENTS = 1;
const INPUT = 2;
const SOCKET = 4;
const EIO = 5;
const FILE = "a file that is not fetched yet";

/** Where a run is. */
export interface Place {
  /** In a worker: `start` resolves before the program runs. So it does where there are sockets, which nobody could use else. */
  worker: boolean;
  /** Standard input that comes from another thread through shared memory. */
  pieces?: Pieces;
  sockets?: Sockets;
  /** What other threads wake this one by, where it sleeps. */
  word?: Int32Array;
}

/** A ProgramRun (run.ts). */
export class WasiRun {
  readonly transport = "local";
  hub: Hub | undefined;
  files: ProgramFiles | undefined;
  /** Its filesystem, as soon as that is there; it stays after the end. */
  readonly fileCalls: Pick<FileCalls, "call" | "close"> & { snapshot(): ArrayBuffer | undefined };
  readonly exported: GrowingScope;
  readonly #tools: WasiTools;
  readonly #modules: WasiModules;
  readonly #preopens: Preopens;
  readonly #place: Place;
  readonly #entries: Entries;
  readonly #memory = new Views();
  readonly #functions = new Map<string, Call>();
  #report: Report | undefined;
  #outputs: ReadonlyMap<number, Output> = new Map();
  #stdin: Incoming | undefined;
  #sockets: readonly Socket[] = [];
  #table: WebAssembly.Table | undefined;
  #core: Core | undefined;
  #opened: FileCalls | undefined;
  #openedFiles: (files: FileCalls) => void = () => {};
  #remote: RemoteData | undefined;
  #word: Int32Array | undefined;
  #wanted: { streams: number; timeoutMs: number } | undefined; // of the call that waits; undefined: the filesystem's
  #wake = (): void => {}; // out of a suspension
  #wasAway = 0; // when messages were last read
  #last: Stats | undefined;

  constructor(tools: WasiTools, modules: WasiModules, preopens: Preopens, place: Place) {
    this.#tools = tools;
    this.#modules = modules;
    this.#preopens = preopens;
    this.#place = place;
    this.#entries = new Entries(tools, () => this.#release());
    const opened = new Promise<FileCalls>(resolve => (this.#openedFiles = resolve));
    this.fileCalls = {
      call: async (operation, args) => (await Promise.race([opened, this.ended.then(() => this.#neverOpened())])).call(operation, args),
      snapshot: () => this.#opened?.snapshot(),
      close: () => this.#opened?.close(),
    };
    this.exported = {
      get: name => {
        const call = this.#functions.get(name);
        return call && ((...args: unknown[]) => this.#entries.now(name, call, args));
      },
      later: (path, args) => {
        const call = path.length === 1 ? this.#functions.get(path[0] as string) : undefined;
        return call && this.#entries.later(path[0], call, args);
      },
      unlessEnded: async (_path, given) => given, // a call that the end interrupts throws
      names: () => [...this.#functions.keys()],
      watch: () => () => {},
    };
  }

  get ended(): Promise<End> {
    return this.#entries.ended;
  }

  get end(): End | undefined {
    return this.#entries.end;
  }

  stats(): Stats {
    return (
      this.#last ?? {
        refs: 0,
        wrappers: 0,
        memoryBytes: this.#memory.size(),
        bridgeBytes: this.#core?.exports.memory.buffer.byteLength ?? 0,
        hostCalls: this.#wasi?.wasi_calls() ?? 0,
        callbacks: this.#entries.entered,
      }
    );
  }

  /** In a page: until a command has ended, or a library is initialized. In a worker: until it can run. */
  async start(module: WebAssembly.Module, abi: GoAbi, options: EngineOptions & Pick<PageOptions, "signal">): Promise<void> {
    const { name, errors, messageOf } = this.#tools;
    this.#tools.obey(options, this);
    let instance: WebAssembly.Instance | undefined;
    try {
      instance = await this.#instantiate(module, abi, options);
    } catch (cause) {
      this.terminate();
      if (cause instanceof errors.GoferryError) throw cause;
      if (cause instanceof WebAssembly.RuntimeError) throw new errors.GoTrapError("trap", `${name} crashed while it was being instantiated: ${messageOf(cause)}`, { program: name, cause });
      throw new errors.GoLinkError("unknown-import", `${name} could not be linked: ${messageOf(cause)}`, { program: name, cause });
    }
    if (instance) await this.#begin(instance.exports);
    const { end } = this;
    if (end && end.state !== EXITED) throw end.error;
  }

  terminate(): void {
    const { name, errors } = this.#tools;
    this.#entries.finish({ state: TERMINATED, error: new errors.GoTerminatedError("terminated", `${name} was terminated`, { program: name }) });
  }

  get #wasi(): WasiExports | undefined {
    return this.#core?.exports as WasiExports | undefined;
  }

  async #instantiate(module: WebAssembly.Module, abi: GoAbi, options: EngineOptions): Promise<WebAssembly.Instance | undefined> {
    const { name, errors, createInput, createOutput, goImports } = this.#tools;
    if (this.end) return undefined;
    const { stdin, stdout, stderr } = options;
    this.#outputs = new Map([
      [1, createOutput(stdout ?? "console", line => console.log(line))],
      [2, createOutput(stderr ?? "console", line => console.error(line))],
    ]);
    const { pieces, sockets } = this.#place;
    const wake = (): void => this.#wake();
    this.#stdin = new Incoming(pieces ?? piecesOf(createInput(stdin), wake));
    if (sockets) {
      sockets.heard = wake;
      this.#sockets = sockets.ends.map(end => new Socket(end, SOCKET_LONGEST));
    }
    if (abi.builtBy()) this.#report = new Report();
    this.#entries.panic = () => this.#panic();
    const { mode, word } = chooseWaiting();
    this.#entries.mode = mode;
    this.#word = (mode === "block" && this.#place.word) || word;

    const { table, ...functions } = this.#link();
    for (const item of abi.goImports) {
      if (!(item.name in functions)) throw new errors.GoLinkError("unknown-import", `${name} imports ${item.module}.${item.name}, which WASI preview 1 does not have`, { program: name });
    }
    const imports = goImports(name, abi, functions as Record<string, WebAssembly.ImportValue>, options.imports);
    for (const item of abi.userImports) this.#watch(imports.importObject[item.module] as WebAssembly.ModuleImports, item.name);
    const instance = await WebAssembly.instantiate(module, imports.importObject);
    if (this.end) return undefined;
    const memory = instance.exports["memory"] as WebAssembly.Memory;
    if (!(memory.buffer instanceof ArrayBuffer)) throw new errors.GoLoadError("wasip1", `${name} was built for threads (its memory is shared), which a WASI program has not here`, { program: name });
    this.#memory.attach(memory);
    const stores = await openStores(this.#preopens.plan, { name, GoFileError: errors.GoFileError }, this.#tools.spawn);
    if (this.end) {
      stores.close();
      return undefined;
    }
    this.#connect(table as WebAssembly.Table, memory, stores, options, abi.builtBy() !== undefined);
    const guarded = Object.entries(instance.exports).map(([item, value]): [string, WebAssembly.ExportValue] => {
      if (typeof value !== "function") return [item, value];
      if (item !== "_start" && item !== "_initialize") this.#functions.set(item, value as Call);
      return [item, (...args: unknown[]) => this.#entries.now(item, value as Call, args)];
    });
    imports.connect({ memory, exports: Object.fromEntries(guarded) as WebAssembly.Exports });
    return instance;
  }

  /** What a function of the user's throws is no mistake of who has called the program. */
  #watch(functions: WebAssembly.ModuleImports, name: string): void {
    const call = functions[name];
    if (typeof call !== "function") return;
    functions[name] = (...args: unknown[]): unknown => {
      try {
        return (call as Call)(...args);
      } catch (error) {
        this.#entries.pageFailed();
        throw error;
      }
    };
  }

  #link(): WebAssembly.Exports {
    const { name, errors } = this.#tools;
    const wait = async (): Promise<void> => this.#entries.away(() => this.#suspended());
    const engine = this.#entries.mode === "suspend" ? jspi() : undefined;
    return new WebAssembly.Instance(this.#modules.link, {
      host: {
        unready: () => {
          throw new errors.GoTrapError("bad-abi", `${name} called a function of WASI while it was being instantiated`, { program: name });
        },
        before_wait: () => this.#beforeWait(),
        wait: engine ? new engine.Suspending(wait) : () => this.#asleep(),
      },
    }).exports;
  }

  #connect(table: WebAssembly.Table, memory: WebAssembly.Memory, stores: Stores, { args = [], env = {} }: EngineOptions, isGo: boolean): void {
    const { name, errors } = this.#tools;
    const entries = this.#entries;
    const outputs = new Map(this.#outputs);
    const stderr = outputs.get(2);
    const report = this.#report;
    if (stderr && report) outputs.set(2, { write: bytes => (report.write(bytes), stderr.write(bytes)), end: () => stderr.end() });
    const files = instantiateFiles(this.#modules.files, stores, memory, wasiHost({
      memory: this.#memory,
      stdin: this.#stdin as Incoming,
      sockets: this.#sockets,
      own: (at, length) => core.bytes.subarray(at, at + length),
      outputs,
      exit: (code, signal) => this.#exit(code, signal),
      returned: () => void (entries.end && entries.unwind()),
      changed: (at, length, removed) => changes.note(resolvePath("/", [core.text(at, length)]), removed ? "removed" : "changed"),
      failed: () => entries.pageFailed(),
    })) as WasiExports;
    const core: Core = (this.#core = new Core(files, stores, this.#memory));
    const changes = new Changes(watched => files.wasi_watch(watched ? 1 : 0));
    this.#remote = new RemoteData(core);
    mountAll(core, this.#remote, this.#preopens.plan, { name, GoFileError: errors.GoFileError });
    const variables = Object.keys(env).map(item => `${item}=${env[item]}`);
    const strings = new TextEncoder().encode([name, ...args, ...variables].map(text => `${text.split("\0", 1)[0]}\0`).join(""));
    core.data(strings, (at, length) => (files.wasi_start(at, length, args.length + 1), 0));
    for (const { name: known, at } of this.#preopens.names) core.paths(known, at, (...where) => files.wasi_preopen(...where));
    // As Go makes its standard streams (syscall/fs_wasip1.go): a goroutine that reads holds up no other one.
    this.#sockets.forEach((_, i) => files.wasi_socket(FIRST_SOCKET + i, isGo ? 1 : 0));
    this.#modules.order.forEach((item, i) => table.set(i, files[`h_${item}`]));
    this.#table = table;
    this.#openedFiles((this.#opened = fileCalls(core, this.#remote, changes)));
  }

  #neverOpened(): FileCalls {
    const { name, errors } = this.#tools;
    if (this.#opened) return this.#opened;
    throw new errors.GoExitedError("exited", `${name} has ended before it had files`, { program: name, cause: this.end?.error });
  }

  /** A command runs once; a library is initialized, and called from then on. */
  async #begin({ _start: start, _initialize: initialize }: WebAssembly.Exports): Promise<void> {
    const early = start && (this.#place.worker || this.#place.sockets);
    const run = (async (): Promise<void> => {
      if (early) await new Promise(resolve => setTimeout(resolve)); // the page is told first
      const first = (start ?? initialize) as Call | undefined;
      if (first) await this.#entries.later(undefined, first);
      if (start) this.#entries.finish({ state: EXITED, code: 0 });
    })().catch(error => {
      if (!this.end) this.#entries.finish({ state: CRASHED, error: error as never });
    });
    if (!early) await run;
  }

  #panic(): GoPanicError | undefined {
    const report = this.#report?.report();
    return report && new this.#tools.errors.GoPanicError(report.message, report.stack, { program: this.#tools.name });
  }

  #exit(code: number, signal: number): never {
    const { name, errors } = this.#tools;
    const panic = code === 2 ? this.#panic() : undefined;
    if (signal !== 0) this.#entries.finish({ state: CRASHED, error: new errors.GoTrapError("trap", `${name} crashed: it raised ${signalNames[signal] ?? signal}`, { program: name }) });
    else if (panic) this.#entries.finish({ state: CRASHED, code, error: panic });
    else this.#entries.finish({ state: EXITED, code: code >>> 0 });
    return this.#entries.unwind();
  }

  /** A call has to wait: 1, it has done so; 0, `wait` is to be called: it suspends where the engine can, and else sleeps. Throws where neither can be, which ends the program. */
  #beforeWait(): 0 | 1 {
    const { name, errors } = this.#tools;
    const wasi = this.#wasi as WasiExports;
    const bits = wasi.wasi_wait();
    this.#wanted = bits & EVENTS ? { streams: bits & (INPUT | SOCKET), timeoutMs: wasi.wasi_wait_ms() } : undefined;
    const isShort = this.#wanted?.streams === 0 && this.#wanted.timeoutMs >= 0 && this.#wanted.timeoutMs <= SHORT_MS;
    const maySleep = this.#word !== undefined;
    if (this.#entries.maySuspend && !(isShort && maySleep && performance.now() - this.#wasAway < MESSAGES_MS)) return 0;
    if (maySleep || isShort) {
      if (this.#entries.mode !== "suspend") return 0;
      this.#asleep();
      return 1;
    }
    const why = this.#entries.mode === "suspend" ? "a function that is called directly (program.sync) cannot be suspended: call it through program.exports, or" : "this thread must not sleep, and the engine cannot suspend WebAssembly (JSPI):";
    throw new errors.GoTrapError("would-wait", `${name} has to wait for ${this.#what}; ${why} load it in a worker: load(url, { mode: "worker" })`, { program: name });
  }

  get #what(): string {
    const { streams } = this.#wanted ?? {};
    return streams === undefined ? FILE : streams & INPUT ? "standard input" : streams ? "a socket" : "a timer";
  }

  async #suspended(): Promise<void> {
    const { sockets } = this.#place;
    sockets?.sleep?.();
    if (this.#wanted) await pause(this.#wanted.timeoutMs, wake => (this.#wake = wake));
    else await Promise.race([this.#remote?.fetch(), new Promise<void>(resolve => (this.#wake = resolve))]).catch(() => this.#wasi?.provide_failed(EIO));
    sockets?.beforeSleep?.();
    this.#wasAway = performance.now();
  }

  #asleep(): void {
    const { name, errors } = this.#tools;
    const wanted = this.#wanted;
    if (wanted) {
      // A clock would only have the program ask for ever.
      const isDeaf = (wanted.streams & INPUT && !this.#stdin?.pieces.wakes) || (wanted.streams & SOCKET && !this.#place.sockets?.word);
      if (!isDeaf) return sleep(this.#word, wanted.timeoutMs);
      const why = this.#place.worker ? `its worker sleeps meanwhile, and hears of that only through shared memory: let the page be cross-origin isolated${wanted.streams & INPUT ? ", or give stdin as a text or bytes" : ""}` : 'load it in a worker: load(url, { mode: "worker" })';
      throw new errors.GoTrapError("would-wait", `${name} has to wait for ${this.#what}; ${why}`, { program: name });
    }
    let fetched = false;
    try {
      fetched = this.#remote?.fetchNow() ?? false;
    } catch {
      this.#wasi?.provide_failed(EIO);
      return;
    }
    if (!fetched) throw new errors.GoTrapError("would-wait", `${name} has to wait for ${FILE}, and this thread can neither fetch while it waits nor suspend WebAssembly (JSPI)`, { program: name });
  }

  #release(): void {
    this.#last = this.stats();
    this.#opened?.close();
    this.#wake();
    this.#stdin?.pieces.end();
    this.#place.sockets?.close?.();
    for (const output of this.#outputs.values()) output.end();
    for (let i = 0; i < (this.#table?.length ?? 0); i++) this.#table?.set(i, null);
    for (const item of this.#functions.keys()) this.#functions.set(item, () => undefined); // their names stay; a call says that the program has ended
    this.#memory.detach();
    this.#core = this.#remote = this.#table = this.#stdin = undefined;
  }
}

/** The page's side of a program in a worker. What it needs of the core is given to it, for it is a chunk of its own. */
import type { BridgeModules } from "../bridge/variant.js";
import type { ChannelMaker } from "../channel/chunk.js";
import type { Wire } from "../channel/doorbell.js";
import type { Hub } from "../channel/hub.js";
import { BELL_GO } from "../channel/layout.js";
import type { Stats } from "../host/stats.js";
import type { errorClasses, GoferryError } from "../errors.js";
import type { GrowingScope } from "../exports.js";
import type { FilesMaker, RemoteFiles } from "../files/chunk.js";
import type { Helper } from "../files/opfs-page.js";
import type { ProgramFiles } from "../files/program-files.js";
import type { End, State } from "../host/exits.js";
import type { Input, InputSource, Output, OutputTarget } from "../host/stdio.js";
import type { GoAbi } from "../module-kind.js";
import { inNode } from "../node.js";
import type { WorkerOptions } from "../options.js";
import { PROTOCOL, type Names, type WorkerMessage } from "../protocol.js";
import type { obey, ProgramRun, Transport } from "../run.js";
import type { WasiMaker } from "../wasi/chunk.js";
import { deliver, type Mailbox } from "../wasi/stdin.js";
import { jspi } from "../wasi/waiting.js";
import { Peer } from "../wire/peer.js";
import { CancelSlots } from "./slots.js";
import { spawn, type Spawned } from "./spawn.js";

/** What `load` gives. */
export interface RemoteTools {
  name: string;
  modules: BridgeModules;
  options: WorkerOptions;
  errors: typeof errorClasses;
  messageOf(thrown: unknown): string;
  createInput(source: InputSource | undefined): Input;
  createOutput(target: OutputTarget, log: (line: string) => void): Output;
  takeTransferList(value: object): readonly Transferable[];
  obey: typeof obey;
}

/** This chunk, as `load` sees it. */
export interface RemoteChunk {
  /** Prepares a run: starts its worker. */
  createRemoteRun(tools: RemoteTools): ProgramRun;
  /** Starts a worker that holds the files of a store. */
  spawnHelper(address: string | URL | undefined, name: string, failed: (cause: unknown) => void): Helper;
}

const TERMINATED: typeof State.terminated = 3;
const CRASHED: typeof State.crashed = 2;
const EXITED: typeof State.exited = 1;
/** How much of a stream is read at a time for standard input. */
const INPUT_BYTES = 65536;

/** `source` is the worker's script. */
export class RemoteRun implements ProgramRun {
  readonly ended: Promise<End>;
  readonly exported: GrowingScope;
  readonly transport: Transport;
  end: End | undefined;
  hub: Hub | undefined;
  readonly #tools: RemoteTools;
  readonly #imports: string | undefined;
  readonly #spawned: Spawned;
  readonly #peer: Peer;
  readonly #outputs: ReadonlyMap<number, Output>;
  readonly #watchers = new Set<() => void>();
  readonly #slots = new CancelSlots();
  #input: Input | undefined;
  #mailbox: Mailbox | undefined;
  #word: Int32Array | undefined; // that the worker sleeps on
  #files: RemoteFiles | undefined;
  #names: Names = {};
  #settle: (end: End) => void = () => {};
  #started: { resolve(): void; reject(error: unknown): void } | undefined;
  #answered = false;
  #last: Stats = { refs: 0, wrappers: 0, memoryBytes: 0, bridgeBytes: 0, hostCalls: 0, callbacks: 0 };

  constructor(source: string, tools: RemoteTools) {
    const { name, errors, options } = tools;
    this.#tools = tools;
    this.transport = options.transport ?? (typeof SharedArrayBuffer === "function" ? "shared" : "port"); // the constructor: isolation alone says too little
    this.#imports = importsOf(tools);
    this.ended = new Promise(resolve => (this.#settle = resolve));
    this.#outputs = outputsOf(tools);
    this.exported = {
      get: item => (Object.hasOwn(this.#names, item) ? this.#names[item] : undefined),
      names: () => Object.keys(this.#names),
      watch: changed => {
        this.#watchers.add(changed);
        return () => void this.#watchers.delete(changed);
      },
      call: (path, args) => this.#peer.ask(path.join("."), args, (id, packed) => ({ type: "call", id, path, args: packed })),
    };
    try {
      this.#spawned = spawn(`goferry ${name}`, source, options.workerUrl, cause => this.#fail(cause));
    } catch (cause) {
      throw this.#notStarted(cause);
    }
    const { endpoint } = this.#spawned;
    endpoint.addEventListener("message", ({ data }) => this.#take(data as WorkerMessage));
    this.#peer = new Peer(endpoint, {
      classes: errors,
      messageOf: tools.messageOf,
      takeTransferList: tools.takeTransferList,
      takeSlot: () => this.#slots.take(),
      notCloneable: (what, cause) => new errors.GoExportError("not-cloneable", `${what}, cannot be sent to the worker of ${name}: it gets copies, and of this there are none. Pass its data, or load the program in page mode`, { program: name, cause }),
    });
  }

  async start(module: WebAssembly.Module, abi: GoAbi, _options?: unknown, channels?: ChannelMaker, files?: FilesMaker, wasi?: WasiMaker): Promise<void> {
    const { name, modules, options, createInput } = this.#tools;
    const { args = [], env = {}, stdin } = options;
    this.#tools.obey(options, this);
    if (this.end) throw this.end.error as GoferryError;
    const streams = stdin instanceof ReadableStream;
    if (streams) this.#input = createInput(stdin);
    const starting = new Promise<void>((resolve, reject) => (this.#started = { resolve, reject }));
    const remote = wasi ? wasi.channels?.remote(jspi() ? this.#spawned.endpoint : this.#wordWire()) : channels?.remote(this.#spawned.endpoint);
    this.hub = remote?.hub;
    const ask = (operation: string, args: unknown[]): Promise<unknown> => this.#peer.ask(`files.${operation}`, args, (id, packed) => ({ type: "files", id, operation, args: packed }));
    this.#files = files?.remote(ask) ?? wasi?.files(ask);
    const wasiInit = wasi?.init(streams);
    this.#mailbox = wasiInit?.mailbox;
    if (remote?.init.arena) this.#word = new Int32Array(remote.init.arena.buffer, BELL_GO, 1);
    else if (this.#mailbox) this.#word = new Int32Array(this.#mailbox, 0, 1);
    if (remote?.hub.setCanceled) this.#slots.connect(remote.hub.setCanceled);
    this.#peer.send({
      type: "start",
      name,
      modules,
      module,
      abi: { ...abi, builtBy: abi.builtBy() },
      args: [...args],
      env: { ...env },
      stdin: streams ? "stream" : { bytes: stdin },
      outputs: [...this.#outputs.keys()],
      imports: this.#imports,
      channels: remote && { ...remote.init, ...(wasi && { sockets: wasi.sockets }) },
      files: wasi ? undefined : this.#files?.init,
      wasi: wasiInit,
    }, remote?.transfer);
    return starting;
  }

  get files(): ProgramFiles | undefined {
    return this.#files?.files;
  }

  async stats(): Promise<Stats> {
    if (!this.end) {
      const asked = this.#peer.ask("stats", [], id => ({ type: "stats", id })) as Promise<Stats>;
      this.#last = await asked.catch(() => this.#last);
    }
    return this.#last;
  }

  terminate(): void {
    const { name, errors } = this.#tools;
    if (!this.end) this.#finish({ state: TERMINATED, error: new errors.GoTerminatedError("terminated", `${name} was terminated`, { program: name }) });
    this.#close();
  }

  #take(message: WorkerMessage): void {
    if (this.#peer.take(message)) return;
    switch (message.type) {
      case "hello":
        this.#answered = true;
        this.#spawned.answered();
        if (message.protocol === PROTOCOL) return;
        return this.#abandon(this.#notStarted(`it is of another version: its protocol is ${message.protocol}, the page's ${PROTOCOL}. Copy goferry/worker.js of the installed package again`));
      case "names":
        this.#names = message.names;
        for (const watcher of [...this.#watchers]) watcher();
        return;
      case "output":
        return this.#outputs.get(message.descriptor)?.write(message.bytes);
      case "read":
        return void this.#peer.answer(message.id, "stdin", () => this.#read());
      case "feed": {
        const give = (bytes: Uint8Array | undefined): void => deliver(this.#mailbox as Mailbox, bytes, this.#word as Int32Array);
        return void this.#read().then(bytes => give(bytes ?? new Uint8Array(0)), () => give(undefined));
      }
      case "started":
        return this.#started?.resolve();
      case "failed":
        return this.#abandon(this.#peer.unpack(message.error));
      case "end": {
        this.#last = message.stats;
        if (message.files) this.#files?.resume(message.files);
        const error = message.error && (this.#peer.unpack(message.error) as GoferryError);
        this.#finish(error ? { state: CRASHED, error, ...(message.code !== undefined && { code: message.code }) } : { state: EXITED, code: message.code ?? 0 }, true);
        return;
      }
      case "bye":
        return this.#close();
    }
  }

  /** For a worker that sleeps, and reads no messages meanwhile: what is rung by a message elsewhere (doorbell.ts) has set its word, and wakes it. */
  #wordWire(): Wire {
    const { endpoint } = this.#spawned;
    return {
      postMessage: () => this.#word && Atomics.notify(this.#word, 0),
      addEventListener: (type, listener) => endpoint.addEventListener(type, listener),
      removeEventListener: (type, listener) => endpoint.removeEventListener(type, listener),
    };
  }

  #read(): Promise<Uint8Array | undefined> {
    const buffer = new Uint8Array(INPUT_BYTES);
    return new Promise((resolve, reject) => {
      if (!this.#input) return resolve(undefined);
      this.#input.read(buffer, (error, count) => (error ? reject(error) : resolve(count === 0 ? undefined : buffer.slice(0, count))));
    });
  }

  /** The worker could not be started, or has ended of itself. */
  #fail(cause: unknown): void {
    if (this.end) return this.#close();
    const { name, errors } = this.#tools;
    if (!this.#started || !this.#answered) return this.#abandon(this.#notStarted(cause));
    const error = new errors.GoTrapError("trap", `the worker of ${name} has ended: ${this.#tools.messageOf(cause)}`, { program: name, cause });
    this.#finish({ state: CRASHED, error });
    this.#close();
  }

  #notStarted(cause: unknown): GoferryError {
    const { name, errors, options } = this.#tools;
    const why = options.workerUrl === undefined
      ? "does a Content-Security-Policy forbid workers from blob:? Then put a copy of goferry/worker.js on the page's own origin, and name it: load(url, { mode: \"worker\", workerUrl })"
      : `${String(options.workerUrl)} has to be a copy of goferry/worker.js of this version, on the page's own origin, that the Content-Security-Policy (worker-src) allows`;
    const said = cause === undefined ? "" : ` (${this.#tools.messageOf(cause)})`;
    return new errors.GoLoadError("worker-failed", `the worker for ${name} could not be started${said}: ${why}`, { program: name, ...(cause !== undefined && { cause }) });
  }

  /** It could not be started: what `start` rejects with. */
  #abandon(error: unknown): void {
    this.#started?.reject(error);
    this.#started ??= { resolve() {}, reject() {} };
    if (!this.end) this.#finish({ state: CRASHED, error: error as GoferryError });
    this.#close();
  }

  /** `orderly`: the worker has told of it. */
  #finish(end: End, orderly = false): void {
    this.end = end;
    this.hub?.end(end.error, orderly);
    for (const output of this.#outputs.values()) output.end();
    this.#input?.end();
    if (end.state === EXITED) this.#started?.resolve();
    else this.#started?.reject(end.error);
    this.#settle(end);
  }

  /** Ends the worker; what has still been asked of it is refused. */
  #close(): void {
    const { name, errors } = this.#tools;
    const end = this.end as End;
    this.#spawned.terminate();
    let asking = true;
    this.#peer.close(what => {
      if (asking && end.state === TERMINATED) return end.error;
      const message = asking ? `${name} ended before ${what} was answered` : `${name} has ended; its functions can no longer be called`;
      return new errors.GoExitedError("exited", message, { program: name, ...(end.error && { cause: end.error }) });
    });
    asking = false;
  }
}

/** Standard output and error, where anyone wants them. */
function outputsOf({ options, createOutput }: RemoteTools): Map<number, Output> {
  const outputs = new Map<number, Output>();
  const { stdout = "console", stderr = "console" } = options;
  if (stdout !== "ignore") outputs.set(1, createOutput(stdout, line => console.log(line)));
  if (stderr !== "ignore") outputs.set(2, createOutput(stderr, line => console.error(line)));
  return outputs;
}

/** The absolute address of the script with the imports. */
function importsOf({ name, errors, options: { imports } }: RemoteTools): string | undefined {
  if (imports === undefined) return undefined;
  if (typeof imports !== "string" && !(imports instanceof URL)) {
    const message = `the imports of ${name} were given as ${typeof imports === "function" ? "a function" : "an object"}, which cannot cross to a worker: in worker mode give the address of a script that sets globalThis.goferryImports`;
    throw new errors.GoLoadError("bad-option", message, { program: name });
  }
  return inNode() ? String(imports) : new URL(imports, (globalThis as { document?: Document }).document?.baseURI ?? location.href).href;
}

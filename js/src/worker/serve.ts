/** The inside of a program's worker: runs one program, and does what the page asks by messages. */
import type { EngineChannels } from "../channel/go-side.js";
import type { ChannelsInit } from "../channel/remote.js";
import type { Sockets } from "../channel/sockets.js";
import { createExports } from "../exports.js";
import { errorClasses, GoExportError, GoFileError, GoLoadError, messageOf } from "../errors.js";
import type { EngineFiles, FilesInit } from "../files/engine-files.js";
import { State } from "../host/exits.js";
import { createInput, createOutput, type Output } from "../host/stdio.js";
import { goImports } from "../imports.js";
import { nodeProcess } from "../node.js";
import type { EngineOptions } from "../options.js";
import { PROTOCOL, type Endpoint, type PageMessage, type StartMessage } from "../protocol.js";
import { obey, Run } from "../run.js";
import type { WasiInit } from "../wasi/chunk.js";
import type { WasiRun } from "../wasi/run.js";
import type { WasiTools } from "../wasi/tools.js";
import { Peer } from "../wire/peer.js";
import { loadImports } from "./imports.js";
import { namesOf } from "./names.js";

/** The page, as a worker sees it; in Node, the thread that has started this one. */
export function surroundings(): Endpoint {
  const threads = nodeProcess()?.getBuiltinModule?.("node:worker_threads") as { parentPort: Endpoint } | undefined;
  return threads?.parentPort ?? (globalThis as unknown as Endpoint);
}

/** Makes Go's side of the channels. */
export type OpenChannels = (init: ChannelsInit) => EngineChannels;

/** The same for a program for WASI. */
export type OpenSockets = (init: ChannelsInit, page: Endpoint) => Sockets;

/** Makes the program's files. */
export type OpenFiles = (name: string, init: FilesInit, Type: typeof GoFileError) => Promise<EngineFiles>;

/** The program's files, as the page asks for them. */
type FileCallsHere = EngineFiles | WasiRun["fileCalls"];

/** Makes the run of a program for WASI; `ask` asks the page for more input. */
export type OpenWasi = (tools: WasiTools, init: WasiInit, ask: () => void, sockets?: Sockets) => WasiRun;

/** Holds the files of a store for a page. */
export type ServeStore = (name: string, port: MessagePort) => Promise<void>;

/** Takes the page's messages from now on, and says so. */
export function serveProgram(endpoint: Endpoint, openChannels: OpenChannels, openSockets: OpenSockets, openFiles: OpenFiles, openWasi: OpenWasi, serveStore: ServeStore): void {
  let program = "";
  const peer = new Peer(endpoint, {
    classes: errorClasses,
    messageOf,
    takeTransferList: () => [],
    notCloneable: (what, cause) => new GoExportError("not-cloneable", `${what}, cannot leave the worker of ${program}: only copies do. Return its data, or load the program in page mode`, { program, cause }),
  });
  let run: Run | WasiRun | undefined;
  let fileCalls: FileCallsHere | undefined;
  let call: (path: readonly string[], args: unknown[]) => unknown = () => undefined;
  endpoint.addEventListener("message", event => {
    const message = event.data as PageMessage;
    if (peer.take(message)) return;
    switch (message.type) {
      case "start":
        program = message.name;
        let files: Promise<EngineFiles> | undefined;
        try {
          run = message.wasi
            ? openWasi({ name: program, errors: errorClasses, messageOf, createInput, createOutput, goImports, obey }, message.wasi, () => peer.send({ type: "feed" }), message.channels && openSockets(message.channels, endpoint))
            : new Run(program, message.modules);
          call = callerOf(program, run);
          files = message.files && openFiles(program, message.files, GoFileError);
          files?.then(opened => (fileCalls = opened), () => {}); // told below
          if (!(run instanceof Run)) fileCalls = run.fileCalls;
        } catch (error) {
          return peer.send({ type: "failed", error: peer.packThrown(error) });
        }
        void start(peer, run, message, openChannels, files, () => fileCalls);
        return;
      case "call":
        return void peer.answer(message.id, message.path.join("."), () => call(message.path, peer.unpack(message.args) as unknown[]));
      case "files":
        // What is not done before the program's end is done by the page, on the files that it gets then.
        if (run?.end) return;
        return void peer.answer(message.id, `files.${message.operation}`, async () => {
          const result = await Promise.resolve(fileCalls?.call(message.operation, peer.unpack(message.args) as unknown[])).catch(error => (run?.end ? undefined : Promise.reject(error)));
          return run?.end ? new Promise(() => {}) : result;
        });
      case "store":
        return void serveStore(message.name, message.port);
      case "stats":
        return void peer.answer(message.id, "stats", () => run?.stats());
    }
  });
  endpoint.addEventListener("messageerror", () => {
    const error = new GoLoadError("worker-failed", "what the page sent to the worker could not be read there");
    peer.send({ type: "failed", error: peer.packThrown(error) });
  });
  peer.send({ type: "hello", protocol: PROTOCOL });
}

/** Calls by path, as `program.sync` does it; a program for WASI may be suspended in a call. */
function callerOf(program: string, run: Run | WasiRun) {
  const sync = createExports(program, run.exported, run instanceof Run) as Record<string, unknown>;
  return (path: readonly string[], args: unknown[]): unknown => {
    const call = path.reduce<unknown>((scope, name) => (scope as Record<string, unknown>)[name], sync);
    return (call as (...args: unknown[]) => unknown)(...args);
  };
}

async function start(peer: Peer, run: Run | WasiRun, message: StartMessage, openChannels: OpenChannels, files: Promise<EngineFiles> | undefined, fileCalls: () => FileCallsHere | undefined): Promise<void> {
  const tellNames = announcer(peer, run);
  void run.ended.then(end => {
    if (end.state === State.terminated) return; // it could not be started, which is told below
    if (end.error?.code === "panic" && run instanceof Run) hintAtPage(end.error, run);
    fileCalls()?.close();
    const snapshot = fileCalls()?.snapshot();
    peer.send({ type: "end", state: end.state, code: end.code, error: end.error && peer.packThrown(end.error), stats: run.stats(), files: snapshot }, snapshot && [snapshot]);
    setTimeout(() => peer.send({ type: "bye" })); // behind the answers to calls that the end has settled
  });
  try {
    const { builtBy } = message.abi;
    await run.start(message.module, { ...message.abi, builtBy: () => builtBy }, await optionsOf(peer, message), message.wasi ? undefined : message.channels && openChannels(message.channels), files);
  } catch (error) {
    if (run.end === undefined || run.end.state === State.terminated) peer.send({ type: "failed", error: peer.packThrown(error) });
    return;
  }
  tellNames();
  peer.send({ type: "started" });
}

async function optionsOf(peer: Peer, { name, args, env, stdin, outputs, imports }: StartMessage): Promise<EngineOptions> {
  const output = (descriptor: number): Output | "ignore" => {
    if (!outputs.includes(descriptor)) return "ignore";
    return { write: bytes => peer.send({ type: "output", descriptor, bytes: bytes.slice() }), end() {} };
  };
  const input = stdin === "stream" ? streamFrom(peer) : stdin.bytes;
  return {
    args,
    env,
    stdout: output(1),
    stderr: output(2),
    ...(input !== undefined && { stdin: input }),
    ...(imports !== undefined && { imports: await loadImports(name, imports) }),
  };
}

/** The page's stream behind stdin; it is asked only when Go reads. */
function streamFrom(peer: Peer): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const bytes = (await peer.ask("stdin", [], id => ({ type: "read", id }))) as Uint8Array | undefined;
      if (bytes) controller.enqueue(bytes);
      else controller.close();
    },
  }, { highWaterMark: 0 });
}

/** Tells the page what the program has to offer, once a turn where that changes, and whenever the result is called. */
function announcer(peer: Peer, { exported }: Run | WasiRun): () => void {
  let told = "{}";
  let due = false;
  const tell = (): void => {
    due = false;
    const names = namesOf(exported);
    const text = JSON.stringify(names);
    if (text === told) return;
    told = text;
    peer.send({ type: "names", names });
  };
  exported.watch(() => {
    if (!due) queueMicrotask(tell);
    due = true;
  });
  return tell;
}

/** Most programs that end like this want to be in the page. */
function hintAtPage(error: Error, { engine }: Run): void {
  if (engine.soughtPage === undefined || !/ on undefined\b/.test(error.message)) return;
  error.message += `. In a worker, ${engine.soughtPage} is undefined: load a program that uses the page in page mode, load(url, { mode: "page" })`;
}

/**
 * What a `Go` object of the drop-in (drop-in.ts) runs its programs with: the bridge, as page mode uses it (engine.ts), but for what pages of
 * wasm_exec.js rely on. `fs`, `process` and `path` are the page's current globals; timers are real timeouts whose ids the page can clear; what
 * leaves Go is what left it there. Source: lib/wasm/wasm_exec.js of Go 1.27.
 */
import * as compat from "../generated/compat.js";
import { bareGlue } from "./bridge/bare-glue.js";
import { createLink, disconnectLink, prepareBridge, type BridgeExports, type ConnectBridge, type GoExports, type Link } from "./bridge/instance.js";
import { bridgeModulesNow, detectVariant } from "./bridge/variant.js";
import { Tables } from "./drop-in-tables.js";
import { GoTrapError } from "./errors.js";
import { placeArguments } from "./host/arguments.js";
import { ArrayLength } from "./host/array-length.js";
import { Exits, State } from "./host/exits.js";
import { createPlatform } from "./host/platform.js";
import { createPrimitives } from "./host/primitives.js";
import { createClock } from "./host/timers.js";
import { createValueTable, type ValueTable } from "./host/values.js";
import { Views } from "./host/views.js";

type Import = (sp: number) => void;

/** The members of a `Go` object that running a program takes; the page may set and replace each. */
export interface GoMembers {
  argv: string[];
  env: Record<string, string>;
  exit: (code: number) => void;
  exited: boolean | undefined;
  _inst: WebAssembly.Instance | undefined;
  _scheduledTimeouts: Map<number, ReturnType<typeof setTimeout>>;
  _nextCallbackTimeoutID: number;
  _resolveExitPromise: () => void;
  _resume(): void;
}

const name = "the Go program";
/** The page's globals are the program's, without exception. */
const pageScope = { own: (): undefined => undefined, changed: (): void => {} };

/** All of a program that does not need its memory. */
interface Prepared {
  views: { go: Views; own: Views };
  exits: Exits;
  table: ValueTable;
  connect: ConnectBridge<undefined>;
}

/** What stands between Go's imports and the bridge. */
interface Linked {
  link: Link;
  lengths: ArrayLength;
}

/** run, resume, getsp, mem */
const goExportCount = 4;

/** The modules of `Go.importObject`, in their order. */
export type ImportModule = "_gotest" | "gojs" | "go";

/** Makes what a `Go` object runs its programs with. */
export function createHost(go: GoMembers): DropInHost {
  return new DropInHost(go);
}

/** One program at a time, several one after another. */
export class DropInHost {
  /** The running program's. */
  tables: Tables | undefined;
  readonly #go: GoMembers;
  readonly #modules = bridgeModulesNow(detectVariant(), compat);
  #linked: Linked | undefined;
  #exits = new Exits(name, () => {});
  #exports: BridgeExports | undefined;
  #resume: () => void = () => {};
  #memory: WebAssembly.Memory | undefined;
  #view: DataView | undefined;
  #exitThrew: { error: unknown } | undefined;
  #prepared: Prepared | undefined;

  constructor(go: GoMembers) {
    this.#go = go;
  }

  /**
   * Does now what the first run would have to do, so that it finds this side's functions compiled; and, when the page has sent for its module, what
   * takes wasm of ours, in the background.
   */
  prepare(): void {
    this.#prepared ??= this.#prepare();
    if (typeof setTimeout !== "function") return; // an AudioWorklet
    setTimeout(() => void this.#modules.compileAhead().then(() => this.#link()).catch(() => {}));
  }

  /** What takes wasm of ours. */
  #link(): Linked {
    if (this.#linked) return this.#linked;
    const link = createLink(this.#modules, () => {
      throw new Error("Go's module called a host function before Go.run");
    });
    return (this.#linked = { link, lengths: new ArrayLength(link.functions["syscall/js.valueLength"] as Import) });
  }

  /** A module of `Go.importObject`, as it begins. */
  imports(module: ImportModule): WebAssembly.ModuleImports {
    if (module === "_gotest") return { add: (a: number, b: number) => a + b, callExport: (a: number, b: number) => this.#callTestExport(a, b) };
    const { link, lengths } = this.#link();
    const slackMs = module === "go" ? 1 : 0; // setTimeout was seen to be early
    return {
      ...link.functions,
      "runtime.wasmExit": this.#wasmExit,
      "runtime.scheduleTimeoutEvent": (sp: number) => this.#scheduleTimeoutEvent(sp, slackMs),
      "runtime.clearTimeoutEvent": this.#clearTimeoutEvent,
      "syscall/js.valueLength": lengths.call,
      debug: (value: unknown): void => console.log(value),
    };
  }

  /** Go's memory, also after the end, until the page gives it up by setting it to null. */
  get mem(): DataView | undefined {
    if (this.#memory && this.#view?.buffer !== this.#memory.buffer) this.#view = new DataView(this.#memory.buffer);
    return this.#view;
  }
  set mem(view: DataView | null | undefined) {
    this.#view = view ?? undefined;
    if (!view) this.#memory = undefined;
  }

  /** Runs the program of an instance until its goroutines wait for the first time. */
  start(instance: WebAssembly.Instance): void {
    const exports = this.#connect(instance.exports as unknown as GoExports);
    const { argv, env } = this.#go;
    const args = placeArguments(exports, argv.map(String), env);
    if (args.at === 0) throw new Error("total length of command line and environment variables exceeds limit");
    this.#enter(() => exports.start(args.count, args.at));
  }

  /** Lets Go handle what has happened. */
  resume(): void {
    this.#enter(this.#resume);
  }

  #prepare(): Prepared {
    const views = { go: new Views(), own: new Views() };
    const exits = new Exits(name, () => this.#ended(), isPages);
    const table = createValueTable(globalThis, this.#go, views.own);
    const connect = prepareBridge(this.#modules, {
      ...createPrimitives(table, views.go, views.own, exits, pageScope),
      ...createPlatform(name, views.go, exits, {
        now: createClock(),
        armTimer() {},
        disarmTimer() {},
        exit() {}, // importObject has its own wasmExit
        write: (descriptor, bytes) => writeSync(descriptor, bytes),
      }),
    }, bareGlue());
    return { views, exits, table, connect };
  }

  #connect(go: GoExports): BridgeExports {
    const { views, exits, table, connect } = this.#prepared ?? this.#prepare();
    this.#prepared = undefined;
    const { link, lengths } = this.#link();
    views.go.attach(go.mem);
    lengths.disconnect(); // until its bridge is there
    const { exports } = connect(link, go);
    views.own.attach(exports.memory);
    table.attach(exports.result_address());
    // The page has the instance, and may call what it exports beside Go's own (//go:wasmexport).
    exports.set_unseen_entries(Object.keys(go).length > goExportCount ? 1 : 0);
    exits.connect({ stack: exports.emscripten_stack_get_current, restoreStack: exports._emscripten_stack_restore, setState: exports.end });
    lengths.connect(exits, table.values, views.go, go.getsp);
    this.#exits = exits;
    this.#memory = go.mem;
    this.#resume = exports.resume;
    this.tables = new Tables(table, exports);
    return (this.#exports = exports);
  }

  /** Enters Go; what leaves it is the trap or the exception itself. */
  #enter(go: () => void): void {
    const exits = this.#exits;
    try {
      exits.enter(go);
    } catch (error) {
      throw error instanceof GoTrapError && "cause" in error ? error.cause : error;
    }
    if (this.#go.exited && !exits.inside) this.#left();
  }

  /** Go was left for good, in peace. */
  #left(): void {
    this.#exits.finish({ state: State.exited, code: 0 }); // does nothing, unless the page put a wasmExit of its own in place of ours
    const threw = this.#exitThrew;
    this.#exitThrew = undefined;
    if (threw) throw threw.error;
    this.#go._resolveExitPromise();
  }

  // func wasmExit(code int32). Go pauses for good when this returns; where it was called through other frames of Go, the bridge unwinds those.
  readonly #wasmExit = (sp: number): void => {
    const code = (this.mem as DataView).getInt32((sp >>> 0) + 8, true);
    this.#go.exited = true;
    this.#exits.finish({ state: State.exited, code });
    try {
      this.#go.exit(code);
    } catch (error) {
      this.#exitThrew = { error }; // thrown when Go has been left
    }
    if (!this.#exits.inside) this.#left(); // the page has called an export of Go's itself
  };

  /** The outermost entry has been left, for good. */
  #ended(): void {
    const go = this.#go;
    go.exited = true;
    for (const timeout of go._scheduledTimeouts.values()) clearTimeout(timeout);
    go._scheduledTimeouts.clear();
    this.#exits.disconnect();
    if (this.#linked) {
      this.#linked.lengths.disconnect();
      disconnectLink(this.#linked.link);
    }
    this.#resume = () => {};
    this.tables = this.#exports = go._inst = undefined;
  }

  // func scheduleTimeoutEvent(delay int64) int32
  #scheduleTimeoutEvent(sp: number, slackMs: number): void {
    const memory = this.mem as DataView;
    const go = this.#go;
    const at = sp >>> 0;
    const delay = memory.getUint32(at + 8, true) + memory.getInt32(at + 12, true) * 4294967296;
    const id = go._nextCallbackTimeoutID++;
    const fire = (): void => {
      go._resume();
      while (go._scheduledTimeouts.has(id)) {
        console.warn("scheduleTimeoutEvent: missed timeout event"); // Go was early by its own clock
        go._resume();
      }
    };
    go._scheduledTimeouts.set(id, setTimeout(fire, delay + slackMs));
    memory.setInt32(at + 16, id, true);
  }

  // func clearTimeoutEvent(id int32)
  readonly #clearTimeoutEvent = (sp: number): void => {
    const id = (this.mem as DataView).getInt32((sp >>> 0) + 8, true);
    const { _scheduledTimeouts: timeouts } = this.#go;
    clearTimeout(timeouts.get(id));
    timeouts.delete(id);
  };

  /** What Go's own tests call (`_gotest.callExport`). */
  #callTestExport(a: number, b: number): number {
    const exports = (this.#go._inst as WebAssembly.Instance).exports as Record<string, (...args: number[]) => number>;
    let result = 0;
    this.#exits.enter(() => {
      this.#exports?.entering();
      exports["testExport0"]?.();
      result = exports["testExport"]?.(a, b) as number;
    });
    return result;
  }
}

/** The page's `fs` of this moment. Not written `globalThis` dot `fs` dot: esbuild's build replaces each `fs` dot in the text of wasm_exec.js. */
function writeSync(descriptor: number, bytes: Uint8Array): void {
  const { fs } = globalThis as unknown as { fs: { writeSync(descriptor: number, bytes: Uint8Array): void } };
  fs.writeSync(descriptor, bytes);
}

/**
 * An exception of a function that the page has given (an import of its own, `fs.writeSync`) passes through Go like one of a getter: with no Go
 * frame beneath, the program goes on. Not the page's is what the engine itself stops Go with: a trap, or that its stack is full.
 */
function isPages(error: unknown): boolean {
  if (error instanceof WebAssembly.RuntimeError) return false;
  if (!(error instanceof Error)) return true;
  return error.name !== "InternalError" && !(error instanceof RangeError && /stack/i.test(error.message)); // Firefox; V8 and JavaScriptCore
}

/**
 * The `Go` class of wasm_exec.js on the bridge: the same members, synchronous up to the first park. Source: lib/wasm/wasm_exec.js of Go 1.27.
 *
 * It differs from `load` where pages rely on Go's own file: `fs`, `process` and `path` are the page's current globals, timers are real timeouts
 * whose ids the page can clear, errors are those of wasm_exec.js.
 */
import * as compat from "../generated/compat.js";
import { createBridge, createLink, type Bridge, type GoExports } from "./bridge/instance.js";
import { bridgeModulesNow, detectVariant } from "./bridge/variant.js";
import { GoTrapError } from "./errors.js";
import { placeArguments } from "./host/arguments.js";
import { ArrayLength } from "./host/array-length.js";
import { Exits, State } from "./host/exits.js";
import { createPlatform } from "./host/platform.js";
import { createPrimitives } from "./host/primitives.js";
import { createClock } from "./host/timers.js";
import { createValueTable } from "./host/values.js";
import { Views } from "./host/views.js";

type Import = (sp: number) => void;
interface PendingEvent {
  id: number;
  this?: unknown;
  args?: ArrayLike<unknown>;
  result?: unknown;
}
interface PageFs {
  writeSync(descriptor: number, bytes: Uint8Array): void;
}

const name = "the Go program";
/** The page's globals are the program's, without exception. */
const pageScope = { own: (): undefined => undefined, changed: (): void => {} };

/** One program at a time, several one after another. */
export class Go {
  argv: string[] = ["js"];
  env: Record<string, string> = {};
  exit: (code: number) => void = code => {
    if (code !== 0) console.warn("exit code:", code);
  };
  exited = false;
  importObject: WebAssembly.Imports;
  _inst: WebAssembly.Instance | undefined;
  _pendingEvent: PendingEvent | null = null;
  _scheduledTimeouts = new Map<number, ReturnType<typeof setTimeout>>();
  _nextCallbackTimeoutID = 1;
  _values: readonly unknown[] = [];
  _exitPromise: Promise<void>;
  _resolveExitPromise: () => void = () => {};
  readonly #modules = bridgeModulesNow(detectVariant(), compat);
  readonly #link = createLink(this.#modules, () => {
    throw new Error("Go's module called a host function before Go.run");
  });
  #exits = new Exits(name, () => {});
  #lengths: ArrayLength | undefined;
  #bridge: Bridge | undefined;
  #view: DataView | undefined;
  #exitThrew: { error: unknown } | undefined;

  constructor() {
    this._exitPromise = this.#newExitPromise();
    const functions = this.#link.functions as Record<string, Import>;
    const length: Import = sp => (this.#lengths ?? { call: functions["syscall/js.valueLength"] as Import }).call(sp);
    const common = { ...functions, "syscall/js.valueLength": length, "runtime.clearTimeoutEvent": this.#clearTimeoutEvent };
    const debug = (value: unknown): void => console.log(value);
    this.importObject = {
      _gotest: { add: (a: number, b: number) => a + b, callExport: (a: number, b: number) => this.#callTestExport(a, b) },
      gojs: { ...common, debug, "runtime.scheduleTimeoutEvent": (sp: number) => this.#scheduleTimeoutEvent(sp, 0) },
      go: { ...common, debug, "runtime.scheduleTimeoutEvent": (sp: number) => this.#scheduleTimeoutEvent(sp, 1) }, // setTimeout was seen to be early
    };
  }

  /** Go's memory. */
  get mem(): DataView | undefined {
    const memory = this._inst?.exports["mem"] as WebAssembly.Memory | undefined;
    if (memory && this.#view?.buffer !== memory.buffer) this.#view = new DataView(memory.buffer);
    return this.#view;
  }

  /** Runs the program, until its goroutines wait for the first time before it returns; resolves when it exits. */
  async run(instance: WebAssembly.Instance): Promise<void> {
    if (!(instance instanceof WebAssembly.Instance)) throw new Error("Go.run: WebAssembly.Instance expected");
    if (this.exited) this._exitPromise = this.#newExitPromise();
    this._inst = instance;
    this.exited = false;
    const { exports } = this.#connect(instance);
    const args = placeArguments(exports, this.argv, this.env);
    if (args.at === 0) throw new Error("total length of command line and environment variables exceeds limit");
    this.#enter(() => exports.start(args.count, args.at));
    await this._exitPromise;
  }

  _resume(): void {
    if (this.exited) throw new Error("Go program has already exited");
    this.#enter((this.#bridge as Bridge).exports.resume);
  }

  _makeFuncWrapper(id: number): (...args: unknown[]) => unknown {
    // eslint-disable-next-line @typescript-eslint/no-this-alias
    const go = this;
    return function (this: unknown): unknown {
      "use strict"; // `this` of a plain call is undefined
      const event: PendingEvent = { id, this: this, args: arguments };
      go._pendingEvent = event;
      go._resume();
      return event.result;
    };
  }

  #newExitPromise(): Promise<void> {
    return new Promise(resolve => (this._resolveExitPromise = resolve));
  }

  #connect(instance: WebAssembly.Instance): Bridge {
    const go = instance.exports as unknown as GoExports;
    const goViews = new Views().attach(go.mem);
    const own = new Views();
    const exits = (this.#exits = new Exits(name, () => this.#ended()));
    const table = createValueTable(globalThis, this, own);
    this.#lengths = undefined; // until its bridge is there
    const bridge = createBridge(this.#modules, this.#link, go, {
      ...createPrimitives(table, goViews, own, exits, pageScope),
      ...createPlatform(name, goViews, exits, {
        now: createClock(),
        armTimer() {},
        disarmTimer() {},
        exit: code => this.#exit(code),
        write: (descriptor, bytes) => (globalThis as unknown as { fs: PageFs }).fs.writeSync(descriptor, bytes),
      }),
    });
    own.attach(bridge.exports.memory);
    table.attach(bridge.exports.result_address());
    bridge.control.setUnseenEntries(1); // the page has the instance, and may call its exports
    exits.connect({ stack: bridge.exports.emscripten_stack_get_current, restoreStack: bridge.exports._emscripten_stack_restore, setState: bridge.control.end });
    this.#lengths = new ArrayLength(exits, (this.#link.functions as Record<string, Import>)["syscall/js.valueLength"] as Import);
    this.#lengths.connect(table.values, goViews, go.getsp);
    this._values = table.values;
    this.#bridge = bridge;
    return bridge;
  }

  /** Enters Go; what leaves it is what left it under wasm_exec.js: the trap or the exception itself. */
  #enter(go: () => void): void {
    try {
      this.#exits.enter(go);
    } catch (error) {
      throw error instanceof GoTrapError && "cause" in error ? error.cause : error;
    } finally {
      if (this.exited) this._resolveExitPromise();
    }
    const threw = this.#exitThrew;
    this.#exitThrew = undefined;
    if (threw) throw threw.error;
  }

  #exit(code: number): void {
    this.exited = true;
    this.#exits.finish({ state: State.exited, code });
    try {
      this.exit(code);
    } catch (error) {
      this.#exitThrew = { error }; // Go is left first
    }
  }

  /** The outermost entry has been left, for good. */
  #ended(): void {
    this.exited = true;
    for (const timeout of this._scheduledTimeouts.values()) clearTimeout(timeout);
    this._scheduledTimeouts.clear();
    this.#exits.disconnect();
    this.#lengths?.disconnect();
    this.#bridge = this._inst = undefined;
    this._values = [];
  }

  // func scheduleTimeoutEvent(delay int64) int32
  readonly #scheduleTimeoutEvent = (sp: number, slackMs: number): void => {
    const memory = this.mem as DataView;
    const at = sp >>> 0;
    const delay = memory.getUint32(at + 8, true) + memory.getInt32(at + 12, true) * 4294967296;
    const id = this._nextCallbackTimeoutID++;
    const fire = (): void => {
      this._resume();
      while (this._scheduledTimeouts.has(id)) {
        console.warn("scheduleTimeoutEvent: missed timeout event");
        this._resume();
      }
    };
    this._scheduledTimeouts.set(id, setTimeout(fire, delay + slackMs));
    memory.setInt32(at + 16, id, true);
  };

  // func clearTimeoutEvent(id int32)
  readonly #clearTimeoutEvent = (sp: number): void => {
    const id = (this.mem as DataView).getInt32((sp >>> 0) + 8, true);
    clearTimeout(this._scheduledTimeouts.get(id));
    this._scheduledTimeouts.delete(id);
  };

  /** What Go's own tests call (`_gotest.callExport`). */
  #callTestExport(a: number, b: number): number {
    const exports = (this._inst as WebAssembly.Instance).exports as Record<string, (...args: number[]) => number>;
    let result = 0;
    this.#exits.enter(() => {
      exports["testExport0"]?.();
      result = exports["testExport"]?.(a, b) as number;
    });
    return result;
  }
}

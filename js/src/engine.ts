/**
 * Runs one Go module on this thread: link, Go's instance, bridge, host functions. `Program` (program.ts) is what users see of it; a worker
 * will run the same engine behind messages.
 */
import { createBridge, createLink, type Bridge, type GoExports, type Link } from "./bridge/instance.js";
import type { BridgeModules } from "./bridge/variant.js";
import { GoLoadError, GoPanicError, GoTrapError, messageOf } from "./errors.js";
import { placeArguments, type PlacedArguments } from "./host/arguments.js";
import { ArrayLength } from "./host/array-length.js";
import { createCallbacks } from "./host/callbacks.js";
import { Exits, State, type End } from "./host/exits.js";
import { ProgramScope } from "./host/global-scope.js";
import { RuntimeOutput } from "./host/panics.js";
import { createPlatform } from "./host/platform.js";
import { createPrimitives } from "./host/primitives.js";
import { createShims } from "./host/shims.js";
import { createInput, createOutput, type Input, type Output } from "./host/stdio.js";
import { createClock, HostTimer } from "./host/timers.js";
import { createValueTable, type ValueTable } from "./host/values.js";
import { Views } from "./host/views.js";
import { goImports, type GoAbi } from "./imports.js";
import type { LoadOptions } from "./options.js";

/** Live figures of a program. */
export interface Stats {
  /** JavaScript values that Go holds references to. */
  refs: number;
  /** `js.FuncOf` wrappers that Go holds; a released one is gone when Go's finalizer has run. */
  wrappers: number;
  /** Go's memory in bytes. */
  memoryBytes: number;
  /** The bridge's own memory in bytes. */
  bridgeBytes: number;
  /** Calls from Go to its host. */
  hostCalls: number;
  /** Calls from JavaScript into Go's functions. */
  callbacks: number;
}

export class Engine {
  readonly exits: Exits;
  readonly scope: ProgramScope;
  readonly #name: string;
  readonly #modules: BridgeModules;
  readonly #clock = createClock();
  readonly #timer: HostTimer;
  readonly #callbacks;
  readonly #runtimeOutput = new RuntimeOutput();
  readonly #outputs: ReadonlyMap<number, Output>;
  readonly #input: Input;
  #bridge: Bridge | undefined;
  #table: ValueTable | undefined;
  #memory: WebAssembly.Memory | undefined;
  #lengths: ArrayLength | undefined;
  #last: Stats | undefined;
  #couldBeWoken = false; // by things that the engine does not see
  #stuckReported = false;

  /** `onEnd` is called once, after the program has ended and all that it held is given back. */
  constructor(name: string, modules: BridgeModules, options: LoadOptions, onEnd: (end: End) => void) {
    this.#name = name;
    this.#modules = modules;
    this.#outputs = new Map([
      [1, createOutput(options.stdout ?? "console", line => console.log(line))],
      [2, createOutput(options.stderr ?? "console", line => console.error(line))],
    ]);
    this.#input = createInput(options.stdin);
    const ownStdio = options.stdin !== undefined || options.stdout !== undefined || options.stderr !== undefined;
    const pageHasFs = (globalThis as { fs?: unknown }).fs !== undefined;
    this.scope = new ProgramScope(pageHasFs && !ownStdio ? undefined : createShims(this.#input, this.#outputs));
    this.exits = new Exits(name, end => {
      this.#release();
      onEnd(end);
    });
    this.#timer = new HostTimer(this.exits, this.#clock);
    this.#callbacks = createCallbacks(name, this.exits);
  }

  /**
   * Instantiates Go's module, and runs it until its goroutines wait for the first time. Throws what keeps it from being started; `exits.end`
   * tells whether it has ended since.
   */
  async start(module: WebAssembly.Module, abi: GoAbi, options: LoadOptions): Promise<void> {
    const link = createLink(this.#modules, () => {
      throw new GoTrapError("bad-abi", `${this.#name} called a host function while it was being instantiated`, { program: this.#name });
    });
    const lengths = new ArrayLength(this.exits, link.functions["syscall/js.valueLength"] as (sp: number) => void);
    this.#lengths = lengths;
    const functions = { ...link.functions, "syscall/js.valueLength": lengths.call };
    const imports = goImports(this.#name, abi, functions, options.imports);
    const instance = await WebAssembly.instantiate(module, imports.importObject);
    if (this.exits.end) return;
    const go = instance.exports as unknown as GoExports;
    imports.connect({ memory: go.mem, exports: this.#guardExports(instance.exports) });
    this.#couldBeWoken = options.imports !== undefined || abi.ownExports;
    this.#memory = go.mem;
    this.#connect(link, go, abi);
    const argv = this.#placeArguments(options);
    const exports = (this.#bridge as Bridge).exports;
    try {
      this.exits.enter(() => exports.start(argv.count, argv.at));
    } catch (cause) {
      // An exception of the page that passed through main: nobody could reach the program that is left.
      const message = `${this.#name} crashed: an exception of the page passed through its main function: ${messageOf(cause)}`;
      this.exits.finish({ state: State.crashed, error: new GoTrapError("trap", message, { program: this.#name, cause }) });
    }
    this.reportIfStuck();
  }

  /** Node's event loop has run empty: Go checks for a deadlock, as under Go's own runner (wasm_exec_node.js). */
  deadlock(): void {
    if (this.exits.end || !this.#bridge) return;
    this.#callbacks.goObject._pendingEvent = { id: 0, this: undefined, args: [], result: undefined };
    this.exits.enterAlone(this.#bridge.exports.resume);
  }

  /** Warns once of a program that nothing can wake any more. It is not ended: the page may still do something with it. */
  reportIfStuck(): void {
    if (this.exits.end || this.#stuckReported || this.#couldBeWoken || !this.#bridge) return;
    if (this.#bridge.control.pendingTimers() > 0 || this.#callbacks.made() > this.scope.calledBack()) return;
    this.#stuckReported = true;
    console.warn(`goferry: all goroutines of ${this.#name} are asleep, and it has no timer, no callback and no export that could wake one`);
  }

  stats(): Stats {
    if (this.#last) return this.#last;
    const control = this.#bridge?.control;
    return {
      refs: control?.liveRefs() ?? 0,
      wrappers: this.#table?.wrappers() ?? 0,
      memoryBytes: this.#memory?.buffer.byteLength ?? 0,
      bridgeBytes: this.#bridge?.exports.memory.buffer.byteLength ?? 0,
      hostCalls: (control?.hostCalls() ?? 0) + (this.#lengths?.calls ?? 0),
      callbacks: this.#callbacks.count(),
    };
  }

  #connect(link: Link, go: GoExports, abi: GoAbi): void {
    const goViews = new Views().attach(go.mem);
    const own = new Views(); // the bridge's memory comes with the bridge, which wants its host functions first
    const table = createValueTable(globalThis, this.#callbacks.goObject, own);
    const bridge = createBridge(this.#modules, link, go, {
      ...createPrimitives(table, goViews, own, this.exits, this.scope),
      ...createPlatform(this.#name, goViews, this.exits, {
        now: this.#clock,
        armTimer: this.#timer.arm,
        disarmTimer: this.#timer.disarm,
        exit: code => this.#exit(code),
        write: (descriptor, bytes) => {
          this.#runtimeOutput.write(bytes);
          this.scope.writeRuntime(descriptor, bytes);
        },
      }),
    });
    const { exports, control } = bridge;
    own.attach(exports.memory);
    table.attach(exports.result_address());
    this.#bridge = bridge;
    this.#table = table;
    this.#lengths?.connect(table.values, goViews, go.getsp);
    this.#callbacks.connect(table, exports.resume);
    this.#timer.connect({
      fired: exports.timers_fired,
      pending: id => exports.timer_pending(id) !== 0,
      resume: exports.resume,
      settled: () => this.reportIfStuck(),
    });
    this.exits.connect({ stack: exports.emscripten_stack_get_current, restoreStack: exports._emscripten_stack_restore, setState: control.end });
    if (abi.module === "go") control.setTimerSlack(1);
  }

  #exit(code: number): void {
    const report = code === 2 ? this.#runtimeOutput.report() : undefined;
    if (!report) return this.exits.finish({ state: State.exited, code });
    const error = new GoPanicError(report.message, report.stack, { program: this.#name });
    this.exits.finish({ state: State.crashed, code, error });
  }

  /** Puts arguments and environment where Go's start code looks for them. */
  #placeArguments(options: LoadOptions): PlacedArguments {
    const placed = placeArguments((this.#bridge as Bridge).exports, ["js", ...(options.args ?? [])], options.env ?? {});
    if (placed.at !== 0) return placed;
    const message = `the arguments and the environment of ${this.#name} take ${placed.bytes} bytes; with their pointers, Go's linker leaves room for 8192`;
    throw new GoLoadError("arguments-too-long", `${message}. Pass less, for example through stdin.`, { program: this.#name });
  }

  /** The module's exports; its functions enter Go, so they pass `exits` like every entry. */
  #guardExports(exports: WebAssembly.Exports): WebAssembly.Exports {
    const guard = (exported: (...args: unknown[]) => unknown) => (...args: unknown[]): unknown => {
      let result: unknown;
      this.exits.enter(() => {
        (this.#bridge as Bridge).exports.entering();
        result = exported(...args);
      });
      return result;
    };
    return Object.fromEntries(
      Object.entries(exports).map(([name, value]) => [name, typeof value === "function" ? guard(value as (...args: unknown[]) => unknown) : value]),
    ) as WebAssembly.Exports;
  }

  /** Gives everything back: the program has ended. */
  #release(): void {
    this.#last = this.stats();
    this.#last.refs = this.#last.wrappers = 0;
    this.#timer.close();
    this.#input.end();
    for (const output of this.#outputs.values()) output.end();
    this.#table?.clear();
    this.#callbacks.disconnect();
    this.exits.disconnect();
    this.#lengths?.disconnect();
    this.#table = this.#memory = this.#bridge = undefined;
  }
}

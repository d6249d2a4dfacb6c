/**
 * Runs one Go module on this thread: link, Go's instance, bridge, host functions. `Program` (program.ts) is what users see of it; in worker
 * mode the same engine runs behind messages.
 */
import type { BridgeControl } from "./bridge/artifacts.js";
import { emscriptenGlue } from "./bridge/glue.js";
import { createLink, disconnectLink, prepareBridge, type Bridge, type BridgeExports, type ConnectBridge, type GoExports, type HostFunctions, type Link } from "./bridge/instance.js";
import type { BridgeModules } from "./bridge/variant.js";
import type { EngineChannels } from "./channel/go-side.js";
import type { GrowingScope } from "./exports.js";
import type { EngineFiles } from "./files/engine-files.js";
import { GoExitedError, GoLoadError, GoPanicError, GoTrapError, messageOf } from "./errors.js";
import type { Ferry } from "./ferry/ferry.js";
import { ferryPart } from "./ferry/part.js";
import { placeArguments, type PlacedArguments } from "./host/arguments.js";
import { ArrayLength } from "./host/array-length.js";
import { createCallbacks } from "./host/callbacks.js";
import { Exits, State, type End } from "./host/exits.js";
import { ProgramScope } from "./host/global-scope.js";
import { OwnExports } from "./host/own-exports.js";
import { RuntimeOutput } from "./host/panics.js";
import { createPlatform } from "./host/platform.js";
import { createPrimitives } from "./host/primitives.js";
import { createShims } from "./host/shims.js";
import type { Stats } from "./host/stats.js";
import { createInput, createOutput, type Input, type Output } from "./host/stdio.js";
import { createClock, HostTimer } from "./host/timers.js";
import { createValueTable, type ValueTable } from "./host/values.js";
import { Views } from "./host/views.js";
import { goImports } from "./imports.js";
import type { GoAbi } from "./module-kind.js";
import type { EngineOptions } from "./options.js";

export class Engine {
  readonly exits: Exits;
  readonly #scope = new ProgramScope();
  readonly #name: string;
  readonly #clock = createClock();
  readonly #timer: HostTimer;
  readonly #callbacks;
  readonly #link: Link;
  readonly #host: HostFunctions;
  #connectBridge: ConnectBridge<BridgeControl> | undefined;
  readonly #goViews = new Views(); // both come with their memories
  readonly #ownViews = new Views();
  readonly #table: ValueTable;
  readonly #lengths: ArrayLength;
  readonly #runtimeOutput = new RuntimeOutput();
  #outputs: ReadonlyMap<number, Output> = new Map();
  #input: Input | undefined;
  #bridge: Bridge<BridgeControl> | undefined;
  #memory: WebAssembly.Memory | undefined;
  #ownExports: OwnExports | undefined;
  #ferry: Ferry | undefined;
  #channels: EngineChannels | undefined;
  #last: Stats | undefined;
  #couldBeWoken = false; // by things that the engine does not see
  #stuckReported = false;

  /**
   * Prepares all that does not take Go's module, which the page is waiting for meanwhile. `onEnd` is called once, after the program has ended
   * and all that it held is given back; an engine that was never started holds nothing.
   */
  constructor(name: string, modules: BridgeModules, onEnd: (end: End) => void) {
    this.#name = name;
    this.exits = new Exits(name, end => {
      this.#release();
      onEnd(end);
    });
    this.#timer = new HostTimer(this.exits, this.#clock);
    this.#callbacks = createCallbacks(name, this.exits);
    this.#link = createLink(modules, () => {
      throw new GoTrapError("bad-abi", `${name} called a host function while it was being instantiated`, { program: name });
    });
    this.#lengths = new ArrayLength(this.#link.functions["syscall/js.valueLength"] as (sp: number) => void);
    this.#table = createValueTable(globalThis, this.#callbacks.goObject, this.#ownViews);
    this.#host = {
      ...createPrimitives(this.#table, this.#goViews, this.#ownViews, this.exits, this.#scope),
      ...createPlatform(name, this.#goViews, this.exits, {
        now: this.#clock,
        armTimer: this.#timer.arm,
        disarmTimer: this.#timer.disarm,
        exit: code => this.#exit(code),
        write: (descriptor, bytes) => {
          this.#runtimeOutput.write(bytes);
          this.#scope.writeRuntime(descriptor, bytes);
        },
      }),
    };
    this.#connectBridge = prepareBridge(modules, this.#host, emscriptenGlue());
  }

  /**
   * Instantiates Go's module, and runs it until its goroutines wait for the first time. Throws what keeps it from being started; `exits.end`
   * tells whether it has ended since.
   */
  async start(module: WebAssembly.Module, abi: GoAbi, options: EngineOptions, channels?: EngineChannels, files?: EngineFiles): Promise<void> {
    if (this.exits.end) return;
    this.#channels = channels;
    const functions = { ...this.#link.functions, "syscall/js.valueLength": this.#lengths.call };
    const imports = goImports(this.#name, abi, functions, options.imports, channels?.imports);
    this.#openStdio(options, files);
    if (usesFerry(module)) await this.#openFerry();
    const instance = await WebAssembly.instantiate(module, imports.importObject);
    if (this.exits.end) return;
    const go = instance.exports as unknown as GoExports;
    const ownExports = (this.#ownExports = new OwnExports(this.#name, this.exits, instance.exports));
    imports.connect({ memory: go.mem, exports: ownExports.guarded });
    this.#couldBeWoken = options.imports !== undefined || abi.ownExports;
    files?.connect({ host: this.#host, table: this.#table, views: this.#goViews, go, builtBy: abi.builtBy() });
    const { exports } = this.#connect(go, abi);
    const { goferry_wake: wake } = instance.exports as { goferry_wake?: (handle: number) => void };
    channels?.connect({
      memory: go.mem,
      wake: wake ?? (() => {}),
      enter: run => this.exits.enterAlone(() => (exports.entering(), run(), exports.resume())),
    });
    const argv = this.#placeArguments(exports, options);
    try {
      this.exits.enter(() => exports.start(argv.count, argv.at));
    } catch (cause) {
      // An exception of the page that passed through main: nobody could reach the program that is left.
      const message = `${this.#name} crashed: an exception of the page passed through its main function: ${messageOf(cause)}`;
      this.exits.finish({ state: State.crashed, error: new GoTrapError("trap", message, { program: this.#name, cause }) });
    }
    this.reportIfStuck();
  }

  /** What the program offers to be called: what it set on its global object, and its `//go:wasmexport` functions. */
  readonly exported: GrowingScope = {
    get: name => this.#scope.get(name) ?? this.#ownExports?.get(name),
    names: () => [...new Set([...this.#scope.names(), ...(this.#ownExports?.names() ?? [])])],
    watch: changed => this.#scope.watch(changed),
  };

  /** `document` or `window`, if the program has asked for that. */
  get soughtPage(): string | undefined {
    return this.#scope.sought;
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
    if (this.#bridge.control.pendingTimers() > 0 || this.#callbacks.made() > this.#scope.calledBack()) return;
    this.#stuckReported = true;
    console.warn(`goferry: all goroutines of ${this.#name} are asleep, and it has no timer, no callback and no export that could wake one`);
  }

  stats(): Stats {
    if (this.#last) return this.#last;
    const control = this.#bridge?.control;
    return {
      refs: control?.liveRefs() ?? 0,
      wrappers: this.#table.wrappers(),
      memoryBytes: this.#memory?.buffer.byteLength ?? 0,
      bridgeBytes: this.#bridge?.exports.memory.buffer.byteLength ?? 0,
      hostCalls: (control?.hostCalls() ?? 0) + this.#lengths.calls,
      callbacks: this.#callbacks.count(),
    };
  }

  /** The host's half of Go's package ferry. */
  async #openFerry(): Promise<void> {
    const { createFerry } = await ferryPart();
    const details = { program: this.#name };
    this.#ferry = createFerry({
      wake: () => this.#ownExports?.wake(-2),
      inside: () => this.exits.inside,
      exported: (name, call) => this.#scope.exported(name, call),
      panicked: (message, stack) => new GoPanicError(message, stack, details),
    });
    this.#scope.ferry = this.#ferry.program;
  }

  #openStdio({ stdin, stdout, stderr }: EngineOptions, files: EngineFiles | undefined): void {
    this.#outputs = new Map([
      [1, createOutput(stdout ?? "console", line => console.log(line))],
      [2, createOutput(stderr ?? "console", line => console.error(line))],
    ]);
    this.#input = createInput(stdin);
    const ownStdio = stdin !== undefined || stdout !== undefined || stderr !== undefined;
    const pageHasFs = (globalThis as { fs?: unknown }).fs !== undefined;
    if (files) this.#scope.use(files.shims(this.#input, this.#outputs, () => this.exits.end !== undefined));
    else if (ownStdio || !pageHasFs) this.#scope.use(createShims(this.#input, this.#outputs));
  }

  #connect(go: GoExports, abi: GoAbi): Bridge<BridgeControl> {
    this.#memory = go.mem;
    this.#goViews.attach(go.mem);
    const bridge = (this.#bridge = (this.#connectBridge as ConnectBridge<BridgeControl>)(this.#link, go));
    const { exports, control } = bridge;
    this.#ownViews.attach(exports.memory);
    this.#table.attach(exports.result_address());
    this.#lengths.connect(this.exits, this.#table.values, this.#goViews, go.getsp);
    this.#callbacks.connect(this.#table, exports.resume);
    this.#ownExports?.connect({ memory: this.#goViews, entering: exports.entering, resume: exports.resume });
    this.#timer.connect({
      fired: exports.timers_fired,
      pending: id => exports.timer_pending(id) !== 0,
      resume: exports.resume,
      settled: () => this.reportIfStuck(),
    });
    this.exits.connect({ stack: exports.emscripten_stack_get_current, restoreStack: exports._emscripten_stack_restore, setState: exports.end });
    if (abi.module === "go") control.setTimerSlack(1);
    return bridge;
  }

  #exit(code: number): void {
    const report = code === 2 ? this.#runtimeOutput.report() : undefined;
    if (!report) return this.exits.finish({ state: State.exited, code });
    const error = new GoPanicError(report.message, report.stack, { program: this.#name });
    this.exits.finish({ state: State.crashed, code, error });
  }

  /** Puts arguments and environment where Go's start code looks for them. */
  #placeArguments(bridge: BridgeExports, options: EngineOptions): PlacedArguments {
    const placed = placeArguments(bridge, ["js", ...(options.args ?? [])], options.env ?? {});
    if (placed.at !== 0) return placed;
    const message = `the arguments and the environment of ${this.#name} take ${placed.bytes} bytes, more than the 8192 that Go's linker leaves for them and their pointers`;
    const why = "room for more is found only where Go's data is laid out as by Go 1.18 to 1.27, and memory can grow";
    throw new GoLoadError("unknown-layout", `${message}; ${why}. Pass less, for example through stdin, or upgrade goferry`, { program: this.#name });
  }

  /** Gives everything back: the program has ended. */
  #release(): void {
    this.#last = this.stats();
    this.#last.refs = this.#last.wrappers = 0;
    this.#timer.close();
    if (this.#ferry) {
      const { end } = this.exits;
      const exited = new GoExitedError("exited", `${this.#name} has ended; its functions can no longer be called`, { program: this.#name, cause: end?.error });
      this.#ferry.end(end?.state === State.terminated ? end.error : exited, exited);
    }
    this.#input?.end();
    for (const output of this.#outputs.values()) output.end();
    this.#table.clear();
    this.#callbacks.disconnect();
    this.#channels?.release();
    this.exits.disconnect();
    this.#lengths.disconnect();
    this.#ownExports?.disconnect();
    disconnectLink(this.#link);
    this.#goViews.detach();
    this.#ownViews.detach();
    this.#connectBridge = this.#memory = this.#bridge = undefined;
  }
}

/** Whether package ferry is in the module. */
function usesFerry(module: WebAssembly.Module): boolean {
  return WebAssembly.Module.exports(module).some(({ name }) => name === "goferry_wake");
}

/**
 * Go's side of a program's channels, on Go's thread: channels.wasm (bridge/imports/ferry.h) between Go's memory and the arena, the imports of
 * module "goferry", and how goroutines that wait are woken.
 */
import type { ChannelInfo } from "./end.js";
import { instantiate, type ChannelExports, type ChannelModules } from "./modules.js";
import type { Spin } from "./spin.js";
import type { Turns } from "./turns.js";

/** What a Go program with package ferry gives. */
export interface GoEntry {
  memory: WebAssembly.Memory;
  /** `goferry_wake`: readies goroutines. */
  wake: (handle: number) => void;
  /** Enters Go: runs the function given, then lets the goroutines run that are ready. Does nothing after the program's end. */
  enter: (run: () => void) => void;
}

/** The part of an engine that channels are. */
export interface EngineChannels {
  /** The module "goferry". */
  readonly imports: WebAssembly.ModuleImports;
  /** Go's instance is there, and not started yet. */
  connect(go: GoEntry): void;
  /** The program has ended. */
  release(): void;
}

/** Who carries what Go's side has to tell. */
export interface GoSideHooks {
  opened(info: ChannelInfo): void;
  closed(handle: number): void;
  /** The arena may have grown; where it is not shared, its old buffer is detached then. */
  grown?(): void;
  /** The page's end of a channel sleeps, and has something to do. */
  bell(handle: number): void;
  /** Before a look whether all can sleep, and after it: for doorbells that must not miss a ring in between. */
  beforeSleep?(): void;
  sleep?(): void;
  /** Looks for a while whether something comes, before it sleeps. */
  spin?: Spin | undefined;
  release?(): void;
}

const NAME_TAKEN = -6;

export class GoSide implements EngineChannels {
  readonly imports: WebAssembly.ModuleImports;
  readonly #modules: ChannelModules;
  readonly #arena: WebAssembly.Memory;
  readonly #table: WebAssembly.Table;
  readonly #names = new Map<number, string>();
  readonly #turns: Turns;
  readonly hooks: GoSideHooks;
  #exports: ChannelExports | undefined;
  #go: GoEntry | undefined;
  #queued = false;

  constructor(program: string, modules: ChannelModules, arena: WebAssembly.Memory, turns: Turns, hooks: GoSideHooks) {
    this.#modules = modules;
    this.#arena = arena;
    this.#turns = turns;
    this.hooks = hooks;
    const unready = (): never => {
      throw new Error(`${program} used a channel while it was being instantiated`);
    };
    const { table, ...functions } = new WebAssembly.Instance(modules.link, { host: { unready } }).exports;
    this.#table = table as WebAssembly.Table;
    this.imports = functions as WebAssembly.ModuleImports;
  }

  connect(go: GoEntry): void {
    this.#go = go;
    const host = {
      ferry_opened: (handle: number, nameAt: number, nameLength: number, policy: number, codec: number, toPage: number, toGo: number, capacity: number, maxMessage: number): number => {
        this.hooks.grown?.();
        const name = new TextDecoder().decode(new Uint8Array(go.memory.buffer, nameAt >>> 0, nameLength));
        if ([...this.#names.values()].includes(name)) return NAME_TAKEN;
        this.#names.set(handle, name);
        this.hooks.opened({ handle, name, policy, codec, toPage, toGo, capacity, maxMessage });
        return 0;
      },
      ferry_closed: (handle: number): void => {
        this.#names.delete(handle);
        this.hooks.closed(handle);
      },
      ferry_bell: (handle: number): void => this.hooks.bell(handle),
      ferry_wait: this.rung,
      ferry_turn: (): void => this.#turns.later(() => this.#enter(() => go.wake(-1))),
      ferry_now_ms: (): number => performance.now(),
    };
    const exports = (this.#exports = instantiate(this.#modules, host, go.memory, this.#arena));
    this.#modules.order.forEach((name, i) => this.#table.set(i, exports[`h_${name}`] as () => number));
  }

  /** Something may have changed: soon, goroutines that can go on are woken. */
  readonly rung = (): void => {
    if (this.#queued) return;
    this.#queued = true;
    this.#turns.soon(this.#settle);
  };

  /** The page has rung, and nothing else runs on this thread: the same at once. */
  woken(): void {
    if (!this.#queued) this.#settle();
  }

  /** The event loop had a turn. */
  turnBegins(): void {
    this.#exports?.turn_begins();
  }

  /** The page has let go of a channel that Go closed. */
  releaseChannel(handle: number): void {
    this.#exports?.release(handle);
  }

  release(): void {
    for (let i = 0; i < this.#table.length; i++) this.#table.set(i, null);
    this.#exports = this.#go = undefined;
    this.hooks.release?.();
  }

  readonly #settle = (): void => {
    this.#queued = false;
    const exports = this.#exports;
    if (!exports) return;
    const isReady = (): boolean => exports.ready() !== 0;
    if (this.hooks.spin?.isWorthIt() && !isReady()) this.hooks.spin.look(isReady);
    this.hooks.beforeSleep?.();
    const first = exports.settle();
    if (first >= 0) {
      this.#enter(go => {
        for (let handle = first; handle >= 0; handle = exports.settle()) go.wake(handle);
      });
      if (this.#exports) this.rung(); // those that Go made wait again, and the page's doorbell
    } else {
      this.hooks.sleep?.();
    }
  };

  #enter(run: (go: GoEntry) => void): void {
    const go = this.#go;
    if (go) go.enter(() => run(go));
  }
}


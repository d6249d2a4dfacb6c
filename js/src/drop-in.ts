/**
 * The `Go` class of wasm_exec.js on the bridge: the same members, synchronous up to the first park. What is behind it is kept apart
 * (drop-in-host.ts) and reached through a function, since pages wrap a `Go` in proxies (Vue's `reactive`), where private fields are out of reach.
 */
import { createHost, type DropInHost, type GoMembers, type ImportModule } from "./drop-in-host.js";

interface PendingEvent {
  id: number;
  this?: unknown;
  args?: ArrayLike<unknown>;
  result?: unknown;
}

/** One program at a time, several one after another. */
export class Go implements GoMembers {
  argv: string[] = ["js"];
  env: Record<string, string> = {};
  exit: (code: number) => void = code => {
    if (code !== 0) console.warn("exit code:", code);
  };
  exited: boolean | undefined;
  importObject: WebAssembly.Imports;
  _inst: WebAssembly.Instance | undefined;
  _pendingEvent: PendingEvent | null = null;
  _scheduledTimeouts = new Map<number, ReturnType<typeof setTimeout>>();
  _nextCallbackTimeoutID = 1;
  _exitPromise!: Promise<void>;
  _resolveExitPromise!: () => void;
  declare readonly _host: () => DropInHost;

  constructor() {
    renewExitPromise(this);
    let host: DropInHost | undefined;
    Object.defineProperty(this, "_host", { value: () => (host ??= createHost(this)) });
    // Its modules are made when they are first read: by the engine, when the page's module has come. The page is not kept from sending for that.
    this.importObject = {};
    for (const module of importModules) defineOnRead(this.importObject, module, () => this._host().imports(module));
    void Promise.resolve().then(() => {
      if (this._inst === undefined) this._host().prepare();
    });
  }

  /** A view on Go's memory. */
  get mem(): DataView | null | undefined {
    return this._host().mem;
  }
  set mem(view: DataView | null | undefined) {
    this._host().mem = view;
  }

  /** Runs the program, until its goroutines wait for the first time before it returns; resolves when it exits. */
  async run(instance: WebAssembly.Instance): Promise<void> {
    if (!(instance instanceof WebAssembly.Instance)) throw new Error("Go.run: WebAssembly.Instance expected");
    if (this.exited) renewExitPromise(this);
    const exited = this._exitPromise;
    this._inst = instance;
    this.exited = false;
    this._host().start(instance);
    await exited;
  }

  _resume(): void {
    if (this.exited) throw new Error("Go program has already exited");
    this._host().resume();
  }

  _makeFuncWrapper(id: number): (...args: unknown[]) => unknown {
    // eslint-disable-next-line @typescript-eslint/no-this-alias
    const go = this;
    return function (this: unknown): unknown {
      "use strict"; // `this` of a plain call is undefined
      const event: PendingEvent = { id, this: this, args: arguments, result: undefined };
      go._pendingEvent = event;
      go._resume();
      return event.result;
    };
  }
}

const importModules: readonly ImportModule[] = ["_gotest", "gojs", "go"];

/** A property that the page may replace, and whose value is made when it is first read. */
function defineOnRead(object: object, property: string, make: () => unknown): void {
  const become = (value: unknown): void => void Object.defineProperty(object, property, { value, writable: true, enumerable: true, configurable: true });
  Object.defineProperty(object, property, {
    enumerable: true,
    configurable: true,
    get() {
      const value = make();
      become(value);
      return value;
    },
    set: become,
  });
}

function renewExitPromise(go: Go): void {
  go._exitPromise = new Promise(resolve => (go._resolveExitPromise = resolve));
}

/** The tables by their names in wasm_exec.js; undefined while no program runs. Setting one to null changes nothing: its program has ended. */
const tables = { _values: "values", _ids: "ids", _idPool: "pool", _goRefCounts: "counts" } as const;
for (const [property, table] of Object.entries(tables)) {
  Object.defineProperty(Go.prototype, property, {
    configurable: true,
    get(this: Go): unknown {
      return this._host().tables?.[table];
    },
    set(this: Go, value: never) {
      const { tables: live } = this._host();
      if (live && value) live[table] = value;
    },
  });
}

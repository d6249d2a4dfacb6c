/** The programs that the components of a page share: loaded for the first that asks, ended some time after the last has gone. */
import type { AnyExports } from "../exports.js";
import type { Load } from "../load.js";
import type { LoadOptions, LoadProgress, PageOptions, WorkerOptions } from "../options.js";
import type { Program, ProgramStatus } from "../program.js";
import type { Source } from "../source.js";
import { Cell, type Store } from "./store.js";

/** What components share a program by. */
export interface GoKey {
  /** Components with the same key share a program; by default the address is the key. Needed where the source is no address. */
  key?: string;
}

/**
 * The options of `load`, without a signal, since components come and go and the registry ends what nobody uses any more. They count for who
 * asks first. By default the program runs in a worker.
 */
export type GoOptions = GoKey & ((Omit<WorkerOptions, "mode" | "signal"> & { mode?: "worker" }) | (Omit<PageOptions, "mode" | "signal"> & { mode: "page" }));

/** What a component sees of a program. */
export interface GoState<T extends object = AnyExports> {
  /** `idle` without a source, `failed` where the program could not be started, which `error` explains; else the program's own. */
  readonly status: "idle" | "loading" | "failed" | ProgramStatus;
  /** How much of the module has been fetched. Counting takes a copy of the response: it is done for who reads this when first rendered. */
  readonly progress: LoadProgress | undefined;
  /** The program, from when it runs; still there when it has ended. */
  readonly program: Program<T> | undefined;
  /** Why it could not be started, or what it crashed with. */
  readonly error: unknown;
}

/** The state of one program, and what Suspense waits for. */
export interface GoStore<T extends object> extends Store<GoState<T>> {
  /** The program, once it runs: the same promise until the program is released. Loads it where nobody has. */
  ready(): Promise<Program<T>>;
}

/** How long a program is kept that nobody uses: longer than components take to come back when they are mounted anew. */
const RELEASE_AFTER_MS = 1000;

/** Shares programs by their keys. */
export class GoRegistry {
  readonly #load: Load;
  readonly #releaseAfterMs: number;
  readonly #entries = new Map<string, Entry>();

  constructor(load: Load, releaseAfterMs = RELEASE_AFTER_MS) {
    this.#load = load;
    this.#releaseAfterMs = releaseAfterMs;
  }

  /** The store of a program. To ask for it starts nothing and keeps nothing: to subscribe does. */
  store<T extends object>(source: Source | undefined, options: GoOptions = {}): GoStore<T> {
    if (source === undefined) return idle as unknown as GoStore<T>;
    const key = keyOf(source, options);
    const wants: Wants = { progress: options.onProgress !== undefined };
    const initial = snapshot({ status: "loading" }, wants);
    const entry = (): Entry => {
      const found = this.#entries.get(key);
      if (found) return found;
      const started = new Entry(initial, wants, this.#releaseAfterMs, () => this.#entries.delete(key));
      this.#entries.set(key, started);
      started.start((signal, count) => {
        const onProgress = (progress: LoadProgress): void => {
          options.onProgress?.(progress);
          count(progress);
        };
        return this.#load(source, { ...options, mode: options.mode ?? "worker", signal, ...(wants.progress && { onProgress }) } as LoadOptions);
      });
      return started;
    };
    const store: GoStore<AnyExports> = {
      initial,
      get: () => this.#entries.get(key)?.state.value ?? initial,
      subscribe: changed => entry().subscribe(changed),
      ready: () => entry().wait(),
    };
    return store as unknown as GoStore<T>;
  }
}

/** The key of a source and its options: where it changes, another program is wanted. */
export function keyOf(source: Source | undefined, { key }: GoKey = {}): string {
  if (key !== undefined) return key;
  if (typeof source === "string" || source instanceof URL) return String(source);
  if (source === undefined) return "";
  throw new TypeError("goferry: a source that is no address needs the option `key`, by which components share its program");
}

/** Which figures somebody has read. */
interface Wants {
  progress: boolean;
}

/** A state whose progress, when it is read, is noted as wanted. */
function snapshot({ status, progress, program, error }: Partial<GoState> & Pick<GoState, "status">, wants: Wants): GoState {
  return Object.freeze({
    status,
    get progress() {
      wants.progress = true;
      return progress;
    },
    program,
    error,
  });
}

const nothing = Object.freeze({ status: "idle", progress: undefined, program: undefined, error: undefined } as const);
const idle: GoStore<AnyExports> = { initial: nothing, get: () => nothing, subscribe: () => () => {}, ready: () => new Promise<never>(() => {}) };

/** One program, from its loading to its release. */
class Entry {
  readonly state: Cell<GoState>;
  readonly #wants: Wants;
  readonly #releaseAfterMs: number;
  readonly #forget: () => void;
  readonly #abort = new AbortController();
  #ready: Promise<Program> | undefined;
  #awaited = false; // by a component that is not mounted before it loads, whose leaving nobody would see
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(initial: GoState, wants: Wants, releaseAfterMs: number, forget: () => void) {
    this.state = new Cell(initial);
    this.#wants = wants;
    this.#releaseAfterMs = releaseAfterMs;
    this.#forget = forget;
  }

  start(load: (signal: AbortSignal, count: (progress: LoadProgress) => void) => Promise<Program>): void {
    const count = (progress: LoadProgress): void => {
      if (this.state.value.status === "loading") this.#show({ status: "loading", progress });
    };
    const ready: Promise<Program> = load(this.#abort.signal, count).then(
      program => {
        Object.assign(ready, { status: "fulfilled", value: program }); // what React's `use` looks at, so as not to wait for what is there
        program.onRestart.add(() => this.#follow(program));
        this.#follow(program);
        return program;
      },
      (error: unknown) => {
        this.#show({ status: "failed", error });
        throw error;
      },
    );
    const settled = (): void => {
      this.#awaited = false;
      this.#leave();
    };
    ready.then(settled, settled);
    this.#ready = ready;
  }

  subscribe(changed: () => void): () => void {
    if (this.state.value.status !== "failed") this.#stay();
    const remove = this.state.listen(changed);
    return () => {
      remove();
      this.#leave();
    };
  }

  wait(): Promise<Program> {
    if (this.state.value.status === "loading") this.#awaited = true;
    return this.#ready as Promise<Program>;
  }

  /** Shows this run of the program, and its end. */
  #follow(program: Program): void {
    const { exited } = program;
    this.#show({ status: program.status, program });
    void exited.then(({ error }) => {
      if (program.exited !== exited) return; // it runs again
      this.#show({ status: program.status, program, error: program.status === "crashed" ? error : undefined });
    });
  }

  #show(state: Parameters<typeof snapshot>[0]): void {
    this.state.value = snapshot({ progress: this.state.value.progress, ...state }, this.#wants);
  }

  /** Where nobody is left: ends the program, unless somebody comes in time. A failure does not last longer for being looked at. */
  #leave(): void {
    if (this.state.heard || this.#awaited || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.state.heard) return;
      this.#forget();
      this.#abort.abort(new DOMException("no component uses the program any more", "AbortError"));
    }, this.#releaseAfterMs);
  }

  #stay(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

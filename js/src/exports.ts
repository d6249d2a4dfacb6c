/** `program.exports`: a nested proxy over the functions that a program has set. */
import { GoExportError } from "./errors.js";

/** Where the functions are looked up. */
export interface ExportScope {
  get(name: string): unknown;
  names(): string[];
  /** Calls a function in another place than here; there, `get` gives no functions. */
  call?(path: readonly string[], args: unknown[]): unknown;
  /** As `call`, for calls that give a promise: where that is another one than a direct call. Undefined for a name that is not known. */
  later?(path: readonly string[], args: unknown[]): Promise<unknown> | undefined;
  /** What a call gives, or a rejection where the program ends before that is settled. Without it, `call` sees to that. */
  unlessEnded?(path: readonly string[], given: PromiseLike<unknown>): Promise<unknown>;
}

/** The same, of a running program: more may come. */
export interface GrowingScope extends ExportScope {
  /** Calls `changed` after each change, until the returned function is called. */
  watch(changed: () => void): () => void;
}

/** What TypeScript sees: every function of `T` gives a promise. An AbortSignal behind the arguments gives up waiting for it, and tells Go. */
export type AsyncExports<T> = {
  [K in keyof T]: T[K] extends (...args: infer A) => infer R ? AsyncExport<A, Promise<Awaited<R>>> : T[K] extends object ? AsyncExports<T[K]> : T[K];
};

/** One function of `program.exports`. */
export interface AsyncExport<A extends unknown[], R> {
  /** Calls it. */
  (...args: A): R;
  /** Calls it, and gives it up when the signal is aborted: the promise rejects with the signal's reason, Go's context is cancelled. */
  (...args: [...A, signal: AbortSignal]): R;
}

/** A program's exports where nothing more is known of them: functions, and objects of functions. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyExports = { [name: string]: any };

// A proxy that is thenable would be called by `await`; one with toJSON by JSON.stringify.
const hidden = new Set<PropertyKey>(["then", "toJSON"]);

/** `program` names the program in errors. With `sync`, the functions return what Go's do; else a promise of it. */
export function createExports(program: string, scope: ExportScope, sync = false, path: readonly string[] = []): object {
  const find = (): { self: unknown; value: unknown } => {
    let self: unknown;
    let value: unknown;
    path.forEach((name, i) => {
      self = value;
      value = i === 0 ? scope.get(name) : value !== null && value !== undefined && Object.hasOwn(Object(value) as object, name) ? (value as Record<string, unknown>)[name] : undefined;
    });
    return { self, value };
  };
  const callNow = (...args: unknown[]): unknown => {
    if (scope.call) return scope.call(path, args);
    const { self, value } = find();
    if (typeof value === "function") return Reflect.apply(value, self, args) as unknown;
    const known = scope.names();
    const list = known.length === 0 ? "it has none so far" : `it has ${known.join(", ")}`;
    throw new GoExportError("unknown-export", `${program} has no function ${path.join(".")}; ${list}. A Go program exports what it gives to ferry.Export or sets on js.Global()`, { program });
  };
  const call = sync ? callNow : async (...args: unknown[]): Promise<unknown> => {
    const signal = args.at(-1);
    const callOnce = (): unknown => scope.later?.(path, args) ?? callNow(...args);
    const given = signal instanceof AbortSignal ? unlessAborted(signal, callOnce) : callOnce();
    return given instanceof Promise && scope.unlessEnded ? scope.unlessEnded(path, given) : given;
  };
  const keys = (): string[] => {
    if (path.length === 0) return scope.names();
    const { value } = find();
    return typeof value === "object" && value !== null ? Object.keys(value) : [];
  };
  const children = new Map<string, object>();
  // An arrow function has no `prototype`, so the proxy may report just the keys that exist.
  return new Proxy(path.length === 0 ? Object.create(null) as object : call, {
    get(_target, name) {
      if (typeof name === "symbol" || hidden.has(name)) return undefined;
      let child = children.get(name);
      if (!child) children.set(name, (child = createExports(program, scope, sync, [...path, name])));
      return child;
    },
    has: (_target, name) => typeof name === "string" && keys().includes(name),
    ownKeys: () => keys(),
    getOwnPropertyDescriptor(_target, name) {
      if (typeof name !== "string" || !keys().includes(name)) return undefined;
      return { configurable: true, enumerable: true, writable: false, value: createExports(program, scope, sync, [...path, name]) };
    },
    set: () => false,
    defineProperty: () => false,
    deleteProperty: () => false,
  });
}

/** The call's result, or a rejection with the signal's reason as soon as that is aborted; Go hears of it too, since it has the signal. */
function unlessAborted(signal: AbortSignal, call: () => unknown): Promise<unknown> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener("abort", abort);
    void new Promise(given => given(call())).then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

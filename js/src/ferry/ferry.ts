/**
 * The host's half of Go's package ferry; go/host_js.go is the other one. A call is a message that waits here until Go, woken by its export
 * goferry_wake, takes it; bytes pass through one array, `program.buffer`. A chunk of its own, which only programs that use the package load: so
 * it imports nothing of the core.
 */
import { Decoder } from "./decode.js";
import { Encoder } from "./encode.js";

/** What package ferry and this host agree on; go/abi.go. */
const ABI = 1;

const Message = { call: 1, result: 2, thrown: 3, abort: 4 } as const; // go/host_js.go
const Outcome = { returned: 0, failed: 1, mistyped: 2, panicked: 3 } as const; // go/call.go
const FIRST_SIZE = 4096;

type Callable = (...args: unknown[]) => unknown;

/** What the engine gives. */
export interface FerryHooks {
  /** Lets Go's goroutines run, after goferry_wake; must not be called while Go runs. */
  wake(): void;
  /** Whether Go runs now. */
  inside(): boolean;
  /** Go has exported a function. */
  exported(name: string, call: Callable): void;
  /** A panic in a call, as an error. */
  panicked(message: string, stack: string): Error;
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** One program's calls in both directions. */
export interface Ferry {
  /** What Go finds as `goferry:program` on its global object. */
  readonly program: object;
  /** The program has ended: calls that are under way are rejected with `error`, later ones with `later`. */
  end(error: unknown, later: unknown): void;
}

export function createFerry(hooks: FerryHooks): Ferry {
  const calls = new Map<number, Pending>();
  let queue: { bytes: Uint8Array; refs: unknown[] }[] = [];
  let spare: Encoder | undefined = new Encoder();
  let waking = false;
  let lastId = 0;
  let inRefs: readonly unknown[] = [];
  let outRefs: unknown[] = [];
  const taken = new Map<number, unknown[]>(); // arguments of calls that Go is about to make
  let lastTaken = 0;
  let ended: { error: unknown } | undefined;

  /** Writes a message for Go; what `write` throws leaves nothing behind. */
  const post = (kind: number, id: number, write: (to: Encoder) => void): void => {
    const encoder = spare ?? new Encoder(); // a getter of the page may have called another function meanwhile
    spare = undefined;
    try {
      encoder.clear();
      encoder.later = hooks.inside();
      encoder.u32(0);
      encoder.u8(kind);
      encoder.u32(id);
      write(encoder);
      encoder.setU32(0, encoder.refs.length);
      queue.push({ bytes: encoder.copy(), refs: encoder.refs });
    } finally {
      spare = encoder;
    }
  };

  /** Lets Go take what waits: now, or once it has come to rest. */
  const wake = (): void => {
    if (ended || queue.length === 0) return;
    if (!hooks.inside()) return hooks.wake();
    if (waking) return;
    waking = true;
    queueMicrotask(() => {
      waking = false;
      if (!ended && !hooks.inside()) hooks.wake();
    });
  };

  const read = (size: number): Decoder => {
    const refs = outRefs;
    outRefs = [];
    return new Decoder(program.buffer.subarray(0, size), refs);
  };

  const call = (number: number, signature: string, args: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const last = args.at(-1);
      const signal = typeof AbortSignal === "function" && last instanceof AbortSignal ? (args.pop() as AbortSignal & { goferrySlot?: number }) : undefined;
      if (ended) return reject(ended.error as Error);
      if (signal?.aborted) return reject(signal.reason as Error);
      const id = (lastId = (lastId + 1) >>> 0);
      post(Message.call, id, to => {
        to.u32(signal ? (signal.goferrySlot ?? 0) : -1);
        to.u32(number);
        to.u32(args.length);
        args.forEach((value, i) => (byReference(signature, i) ? to.raw(value) : to.value(value)));
      });
      const abort = (): void => {
        if (!calls.delete(id)) return;
        reject(signal?.reason as Error);
        post(Message.abort, id, to => to.thrown(signal?.reason));
        wake();
      };
      const settled = <T>(settle: (value: T) => void) => (value: T): void => {
        signal?.removeEventListener("abort", abort);
        settle(value);
      };
      calls.set(id, signal ? { resolve: settled(resolve), reject: settled(reject) } : { resolve, reject });
      signal?.addEventListener("abort", abort);
      wake();
    });

  /** What came of something that Go waits for. */
  const answer = (kind: number, id: number, value: unknown, raw: boolean): void => {
    try {
      post(kind, id, to => (raw ? to.raw(value) : kind === Message.thrown ? to.thrown(value) : to.value(value)));
    } catch (error) {
      post(Message.thrown, id, to => to.thrown(error));
    }
  };
  /** Answers with a value, or with what a promise comes to. */
  const answerWith = (value: unknown, id: number, raw: boolean): void => {
    if (!isThenable(value)) return answer(Message.result, id, value, raw);
    const later = (kind: number) => (settled: unknown): void => {
      answer(kind, id, settled, raw && kind === Message.result);
      wake();
    };
    void value.then(later(Message.result), later(Message.thrown));
  };

  const program = {
    abi: ABI,
    buffer: new Uint8Array(FIRST_SIZE),
    /** `signature` has a letter for each parameter (go/function.go). */
    export(number: number, name: string, signature: string): void {
      hooks.exported(name, (...args) => call(number, signature, args));
    },
    /** Puts the next message into the buffer, and gives its length; -1: there is none. */
    next(): number {
      const message = queue.shift();
      if (!message) return -1;
      inRefs = message.refs;
      program.reserve(message.bytes.length);
      program.buffer.set(message.bytes);
      return message.bytes.length;
    },
    /** What the message that was taken last refers to. */
    reference: (i: number): unknown => inRefs[i],
    reserve(size: number): void {
      if (size > program.buffer.length) program.buffer = new Uint8Array(2 ** Math.ceil(Math.log2(size)));
    },
    /** The next message from Go refers to this. */
    hold: (value: unknown): void => void outRefs.push(value),
    place: (size: number): Uint8Array => new Uint8Array(size),
    /** A call has come to its end. */
    settle(id: number, outcome: number, size: number): void {
      const from = read(size);
      const pending = calls.get(id);
      if (!pending) return; // aborted
      calls.delete(id);
      const value = from.value();
      if (outcome === Outcome.returned) pending.resolve(value);
      else if (outcome === Outcome.failed) pending.reject(value);
      else if (outcome === Outcome.mistyped) pending.reject(new TypeError(value as string));
      else pending.reject(hooks.panicked(value as string, from.value() as string));
    },
    /** Keeps the arguments of a call that Go is about to make: the buffer is free before code of the page runs. */
    take(size: number): number {
      taken.set(++lastTaken, read(size).value() as unknown[]);
      return lastTaken;
    },
    /** Calls a function of the page; without an id nobody waits for what comes of it. */
    invoke(fn: Callable, args: number, id: number): void {
      const list = taken.get(args) as unknown[];
      taken.delete(args);
      try {
        const value = fn(...list);
        if (id !== 0) answerWith(value, id, false);
      } catch (error) {
        if (id === 0) void Promise.reject(error as Error); // as of a promise that nobody waits for
        else answer(Message.thrown, id, error, false);
      }
    },
    /** Answers with what a promise comes to, by reference. */
    await(value: unknown, id: number): void {
      try {
        answerWith(value, id, true);
      } catch (error) {
        answer(Message.thrown, id, error, false); // its `then` is a getter that throws
      }
    },
  };

  return {
    program,
    end(error, later) {
      ended = { error: later };
      queue = [];
      inRefs = outRefs = [];
      taken.clear();
      for (const { reject } of [...calls.values()]) reject(error);
      calls.clear();
    },
  };
}

/** Whether an argument is meant to be given to Go as it is: `j`; `+` at the end repeats the last letter. */
function byReference(signature: string, i: number): boolean {
  const letter = signature[i];
  return letter === "j" || ((letter === undefined || letter === "+") && signature.endsWith("j+"));
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return ((typeof value === "object" && value !== null) || typeof value === "function") && typeof (value as { then?: unknown }).then === "function";
}

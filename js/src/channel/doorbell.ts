/** How two threads wake each other: the fastest way of this engine. */
import type { Arena } from "./arena.js";
import { microtask, uncaught } from "./turns.js";

/** One thread's doorbell on the other, and its own. */
export interface Doorbell {
  /** Wakes the other thread. */
  ring(): void;
  /** Where it hears nothing by itself: before looking whether there is nothing to do. What is rung from now on will be heard by `sleep`. */
  beforeSleep?(): void;
  /** Listens, until the next ring. */
  sleep?(): void;
  close(): void;
}

type WaitAsync = (words: Int32Array, index: number, value: number) => { async: boolean; value: Promise<string> | string };

/** Whether waitAsync is the better one. In WebKit (JavaScriptCore) runs stall with it; Node may end while it waits, as it should. */
export function hasWaitAsync(): boolean {
  const { waitAsync } = Atomics as { waitAsync?: unknown };
  return typeof waitAsync === "function" && !/\bAppleWebKit\/(?!537\.36)/.test((globalThis as { navigator?: { userAgent?: string } }).navigator?.userAgent ?? "");
}

/** A doorbell on two words of the arena. `rung` is called for each ring of the other thread, though not for each of several in a row. */
export function waitAsyncBell(arena: Arena, own: number, others: number, rung: () => void): Doorbell {
  const { waitAsync } = Atomics as unknown as { waitAsync: WaitAsync };
  let seen = 0;
  let sleeping = false;
  let closed = false;
  const wake = (): void => {
    sleeping = false;
    if (!closed) rung();
  };
  return {
    ring() {
      Atomics.add(arena.i32, others >>> 2, 1);
      Atomics.notify(arena.i32, others >>> 2);
    },
    beforeSleep() {
      seen = Atomics.load(arena.i32, own >>> 2);
    },
    sleep() {
      if (sleeping || closed) return;
      sleeping = true;
      const { async, value } = waitAsync(arena.i32, own >>> 2, seen);
      if (async) void (value as Promise<string>).then(wake).catch(uncaught);
      else microtask(wake);
    },
    close() {
      closed = true;
      Atomics.notify(arena.i32, own >>> 2);
    },
  };
}

/** What messages of a doorbell go through: the worker as its page has it, and as it has itself. */
export interface Wire {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  removeEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
}

/** The same by messages: one under way at a time. Not through a MessagePort: in WebKit one takes six times as long as the worker's own messages. */
export function messageBell(arena: Arena, own: number, others: number, rung: () => void, wire: Wire): Doorbell {
  const hear = ({ data }: { readonly data: unknown }): void => {
    if (data !== RING) return;
    Atomics.store(arena.i32, own >>> 2, 0);
    rung();
  };
  wire.addEventListener("message", hear);
  return {
    ring() {
      if (Atomics.exchange(arena.i32, others >>> 2, 1) === 0) wire.postMessage(RING, []);
    },
    close: () => wire.removeEventListener("message", hear),
  };
}

const RING = "goferry:ring";

/** Starts the worker of one program: from its source by a Blob, from an address, or in Node as a thread. */
import { nodeProcess } from "../node.js";
import type { Endpoint } from "../protocol.js";

/** A worker that has been asked for. */
export interface Spawned {
  readonly endpoint: Endpoint;
  /** It has answered: what held its source may go. */
  answered(): void;
  /** Ends it at once, whatever it is doing. */
  terminate(): void;
}

/** `failed` is called where it cannot be started, and where it ends of itself. */
export function spawn(name: string, source: string, address: string | URL | undefined, failed: (cause: unknown) => void): Spawned {
  const threads = nodeProcess()?.getBuiltinModule?.("node:worker_threads") as NodeThreads | undefined;
  return threads ? spawnThread(threads, name, source, address, failed) : spawnWorker(name, source, address, failed);
}

function spawnWorker(name: string, source: string, address: string | URL | undefined, failed: (cause: unknown) => void): Spawned {
  let blob = address === undefined ? URL.createObjectURL(new Blob([source], { type: "text/javascript" })) : undefined;
  const forget = (): void => {
    if (blob !== undefined) URL.revokeObjectURL(blob);
    blob = undefined;
  };
  let worker: Worker;
  try {
    worker = new Worker(address ?? (blob as string), { name });
  } catch (cause) {
    forget();
    throw cause;
  }
  // Later errors are exceptions that nobody has caught in there: the page's own handlers get those.
  const onError = (event: ErrorEvent): void => {
    event.preventDefault();
    failed(event.message);
  };
  worker.addEventListener("error", onError);
  return {
    endpoint: worker,
    answered() {
      forget();
      worker.removeEventListener("error", onError);
    },
    terminate() {
      forget();
      worker.terminate();
    },
  };
}

interface NodeThread {
  postMessage(message: unknown, transfer: Transferable[]): void;
  on(type: string, listener: (value: unknown) => void): void;
  off(type: string, listener: (value: unknown) => void): void;
  terminate(): Promise<number>;
}
interface NodeThreads {
  Worker: new (source: string | URL, options: { eval: boolean; name: string; execArgv: string[] }) => NodeThread;
}

function spawnThread(threads: NodeThreads, name: string, source: string, address: string | URL | undefined, failed: (cause: unknown) => void): Spawned {
  const isUrl = typeof address === "string" && /^[a-z][a-z0-9+.-]+:/i.test(address);
  const thread = new threads.Worker(isUrl ? new URL(address) : (address ?? source), { eval: address === undefined, name, execArgv: [] });
  const adapted = new Map<unknown, (value: unknown) => void>();
  thread.on("error", failed);
  thread.on("exit", code => failed(`it exited with ${String(code)}`));
  return {
    endpoint: {
      postMessage: (message, transfer) => thread.postMessage(message, transfer),
      addEventListener(type, listener) {
        const adapter = (data: unknown): void => listener({ data });
        adapted.set(listener, adapter);
        thread.on(type, adapter);
      },
      removeEventListener(type, listener) {
        const adapter = adapted.get(listener);
        if (adapter) thread.off(type, adapter);
      },
    },
    answered() {},
    terminate: () => void thread.terminate(),
  };
}

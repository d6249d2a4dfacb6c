/**
 * What a page and the worker of one program say to each other: every message, as a type. Messages arrive in the order in which they were sent.
 * Both sides may call a function that the other one gave them.
 */
import type { ChannelsInit } from "./channel/remote.js";
import type { BridgeModules } from "./bridge/variant.js";
import type { FilesInit } from "./files/engine-files.js";
import type { Stats } from "./host/stats.js";
import type { State } from "./host/exits.js";
import type { GoAbi } from "./module-kind.js";
import type { WasiInit } from "./wasi/chunk.js";

/** Changes whenever a message does. */
export const PROTOCOL = 1;

/** A worker, the inside of one, a MessagePort, or a test's stand-in for these. */
export interface Endpoint {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: "message" | "messageerror", listener: (event: { readonly data: unknown }) => void): void;
  removeEventListener(type: "message" | "messageerror", listener: (event: { readonly data: unknown }) => void): void;
}

/** Where something lies within a value: the keys that lead to it, none for the value itself. */
export type ValuePath = readonly (string | number)[];

/** A value, and what is put into it on arrival, since structured clone does not carry it. */
export interface Packed {
  value: unknown;
  marks?: readonly (Mark & { at: ValuePath })[];
}

/** One thing that structured clone does not carry, or not whole. */
export type Mark =
  /** A function of the sender's. */
  | { kind: "function"; id: number }
  /** A function of the receiver's, which comes home. */
  | { kind: "own"; id: number }
  /** An AbortSignal. With a slot, Go can see it while it computes: the word of that number in the shared memory's header. */
  | { kind: "signal"; id: number; aborted: boolean; reason?: Packed; slot?: number }
  | { kind: "error"; error: WireError };

/** An error, with its class and its stack. */
export interface WireError {
  name: string;
  message: string;
  stack: string | undefined;
  /** A DOMException, which takes its name as an argument. */
  dom: boolean;
  /** Its own properties that are primitives: `code`, `program`, `goStack`. */
  fields: Readonly<Record<string, unknown>>;
  cause?: Packed;
}

/** What a program has to offer: objects by name, and `true` for what is no plain object, functions among it. */
export type Names = { readonly [name: string]: Names | true };

/** What both sides say. */
export type CommonMessage =
  /** Calls a function that the receiver gave. */
  | { type: "invoke"; id: number; function: number; args: Packed }
  /** The answer to the request of this id. */
  | { type: "result"; id: number; value: Packed }
  | { type: "error"; id: number; error: Packed }
  /** The sender has forgotten a function of the receiver's, which it was given so many times. */
  | { type: "release"; function: number; count: number }
  /** A signal that was sent has been aborted. */
  | { type: "abort"; signal: number; reason: Packed };

/** What the worker has to know to run a program. */
export interface StartMessage {
  type: "start";
  name: string;
  modules: BridgeModules;
  module: WebAssembly.Module;
  abi: Omit<GoAbi, "builtBy"> & { builtBy: string | undefined };
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  /** Standard input; `"stream"`: it is read by requests of type `read`. */
  stdin: { bytes: string | ArrayBufferView | ArrayBuffer | undefined } | "stream";
  /** The descriptors whose output is of interest. */
  outputs: readonly number[];
  /** The address of a script that sets globalThis.goferryImports. */
  imports: string | undefined;
  /** Its channels, if it uses any. */
  channels: ChannelsInit | undefined;
  /** Its files, if it has any. */
  files: FilesInit | undefined;
  /** What runs it, if it is a program for WASI. */
  wasi: WasiInit | undefined;
}

/** What the page says. */
export type PageMessage =
  | CommonMessage
  | StartMessage
  /** Calls a function of the program. */
  | { type: "call"; id: number; path: readonly string[]; args: Packed }
  /** Asks for an operation on its files. */
  | { type: "files"; id: number; operation: string; args: Packed }
  /** Asks for Stats. */
  | { type: "stats"; id: number }
  /** In place of a program: it is to hold the files of a store, and to take what is asked of them through the port. */
  | { type: "store"; name: string; port: MessagePort };

/** What the worker says. */
export type WorkerMessage =
  | CommonMessage
  /** Its script runs. */
  | { type: "hello"; protocol: number }
  /** The program's goroutines wait for the first time. */
  | { type: "started" }
  /** It could not be started, for another reason than its own end. */
  | { type: "failed"; error: Packed }
  /** What the program has to offer has changed. */
  | { type: "names"; names: Names }
  /** Bytes that it wrote. */
  | { type: "output"; descriptor: number; bytes: Uint8Array }
  /** Asks for input: a Uint8Array, or undefined at the end. */
  | { type: "read"; id: number }
  /** Asks for input to be put into the mailbox: the worker sleeps on that. */
  | { type: "feed" }
  /** The program has ended. */
  | { type: "end"; state: typeof State.exited | typeof State.crashed; code: number | undefined; error: Packed | undefined; stats: Stats; files: ArrayBuffer | undefined }
  /** All that is still to be said has been said: it may be ended. */
  | { type: "bye" };

/** Arguments and environment on their way into Go's memory (bridge/imports/arguments.h places them). */
import { encode } from "./text.js";

/** What Go's export `run` wants: how many arguments, and where the vector of pointers is; 0 if they did not fit. */
export interface PlacedArguments {
  count: number;
  at: number;
  /** Bytes of all strings, each with its NUL. */
  bytes: number;
}

/** The exports of the bridge that are needed here; bridge/embind/exports.cpp. */
interface Placing {
  memory: WebAssembly.Memory;
  scratch(bytes: number): number;
  release_scratch(at: number): void;
  place_arguments(strings: number, len: number, argc: number, envc: number): number;
}

/** Places them, each up to its first NUL, for C strings they are; `args` begins with the program's name. The environment is sorted by name, as Go's own host does. */
export function placeArguments(bridge: Placing, args: readonly string[], env: Readonly<Record<string, string>>): PlacedArguments {
  const entries = Object.keys(env).sort().map(name => `${name}=${env[name]}`);
  const strings = encode([...args, ...entries].map(text => `${text.split("\0", 1)[0]}\0`).join(""));
  const scratch = bridge.scratch(strings.length);
  if (scratch === 0) return { count: args.length, at: 0, bytes: strings.length };
  new Uint8Array(bridge.memory.buffer, scratch, strings.length).set(strings);
  const at = bridge.place_arguments(scratch, strings.length, args.length, entries.length);
  bridge.release_scratch(scratch);
  return { count: args.length, at, bytes: strings.length };
}

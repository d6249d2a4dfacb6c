/** Clock, random bytes, the runtime's output, the end: the primitives of bridge/host/js_host.def that have nothing to do with values. */
import { GoTrapError } from "../errors.js";
import { State, type Exits } from "./exits.js";
import type { Clock } from "./timers.js";
import type { Views } from "./views.js";

/** crypto.getRandomValues gives at most this many bytes a call. */
const MAX_RANDOM = 65536;

/** Reasons of the primitive `fault`; bridge/imports/bridge.h, Fault. */
const faults = [
  "its stack pointer lies outside of its memory",
  "it passed a string or a slice that reaches outside of its memory",
  "it has too many strings under way",
];

/** What differs between the ways a program is hosted. */
export interface PlatformHooks {
  now: Clock;
  armTimer(delayMs: number): void;
  disarmTimer(): void;
  /** Go exits; it is left right after. Must not throw. */
  exit(code: number): void;
  /** The runtime's own output; the bytes are Go's memory and change afterwards. */
  write(descriptor: number, bytes: Uint8Array): void;
}

/** `program` is the name in messages, `go` views on Go's memory. */
export function createPlatform(program: string, go: Views, exits: Exits, hooks: PlatformHooks) {
  const bytes = (at: number, length: number): Uint8Array<ArrayBuffer> => {
    if (go.u8.length === 0) go.refresh();
    return go.u8.subarray(at >>> 0, (at >>> 0) + (length >>> 0));
  };
  return {
    js_now_ms: hooks.now,
    js_wall_ms: () => Date.now(), // a native function as an import of wasm takes Firefox twice as long
    js_random(at: number, length: number): void {
      const data = bytes(at, length);
      for (let i = 0; i < data.length; i += MAX_RANDOM) crypto.getRandomValues(data.subarray(i, i + MAX_RANDOM));
    },
    js_write: (descriptor: number, at: number, length: number): void => hooks.write(descriptor, bytes(at, length)),
    js_arm_timer: hooks.armTimer,
    js_disarm_timer: hooks.disarmTimer,
    js_exit: hooks.exit,
    js_fault(reason: number): void {
      const what = faults[reason] ?? "it broke a rule of Go's ABI";
      exits.finish({ state: State.crashed, error: new GoTrapError("bad-abi", `${program} is not a sound Go program: ${what}`, { program }) });
    },
    js_unwind: exits.unwind,
  };
}

/** The one host timer of a program (bridge/imports/timers.h decides when it is due). */
import { inNode } from "../node.js";
import type { Exits } from "./exits.js";

/** Browsers clamp a setTimeout that was set by a setTimeout, five levels deep, to this. */
const CLAMP_MS = 4;
/** How often Go is resumed for one event that it does not take, before the page gets a turn. */
const MAX_RETRIES = 100;

interface TimerMachine {
  fired(nowMs: number): number;
  pending(id: number): boolean;
  resume(): void;
  /** All that was due has been handled. */
  settled(): void;
}

/** Milliseconds of a monotonic clock, never 0: Go refuses a clock that stands at 0. */
export type Clock = () => number;

/** The page's clock. `performance` is looked up once: on a Window it is an accessor that costs more than the clock itself. */
export function createClock(): Clock {
  const clock = performance;
  return () => clock.now() + 1;
}

/**
 * Arms and fires. A short delay is set from a MessageChannel task, where the nesting level is 0: 1 ms then takes 1.0-1.3 ms instead of 4. In
 * Node nothing is clamped, and a listening port would keep the process alive.
 */
export class HostTimer {
  #exits: Exits;
  #machine: TimerMachine | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #channel: MessageChannel | undefined;
  #order = 0; // of the arming that counts
  readonly #hop: boolean;
  readonly #now: Clock;

  constructor(exits: Exits, now: Clock) {
    this.#exits = exits;
    this.#now = now;
    this.#hop = typeof MessageChannel === "function" && !inNode();
  }

  connect(machine: TimerMachine): void {
    this.#machine = machine;
  }

  /** The primitive arm_timer. */
  readonly arm = (delayMs: number): void => {
    if (this.#exits.end) return;
    const order = ++this.#order;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#hop || delayMs >= CLAMP_MS) {
      this.#timer = setTimeout(this.#fire, delayMs);
      return;
    }
    const due = this.#now() + delayMs;
    this.#channel ??= new MessageChannel();
    this.#channel.port1.onmessage = ({ data }: MessageEvent<number>) => {
      if (data === this.#order && !this.#exits.end) this.#timer = setTimeout(this.#fire, Math.max(0, due - this.#now()));
    };
    this.#channel.port2.postMessage(order);
  };

  /** The primitive disarm_timer. */
  readonly disarm = (): void => {
    this.#order++;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  };

  /** No timer, no port: the program has ended. */
  close(): void {
    this.disarm();
    this.#channel?.port1.close();
    this.#channel = undefined;
    this.#machine = undefined;
  }

  #resume(machine: TimerMachine): void {
    try {
      this.#exits.enterAlone(machine.resume);
    } catch (error) {
      if (!this.#exits.end) this.arm(0); // the other events that are due are not lost with this exception
      throw error;
    }
  }

  readonly #fire = (): void => {
    this.#timer = undefined;
    const machine = this.#machine as TimerMachine;
    let retries = 0;
    for (let id = machine.fired(this.#now()); id !== 0 && !this.#exits.end; id = machine.fired(this.#now())) {
      do {
        this.#resume(machine);
        // Go may have been early by its own clock, and has then not taken the event.
      } while (!this.#exits.end && machine.pending(id) && ++retries < MAX_RETRIES);
      if (retries >= MAX_RETRIES) {
        if (!this.#exits.end) this.arm(1);
        return;
      }
    }
    machine.settled();
  };
}

/** js.FuncOf: JavaScript functions that call into Go. Source: wasm_exec.js (_makeFuncWrapper), syscall/js/func.go (handleEvent). */
import { GoExitedError } from "../errors.js";
import type { Exits } from "./exits.js";
import type { ValueTable } from "./values.js";

interface PendingEvent {
  id: number;
  this: unknown;
  args: ArrayLike<unknown>;
  result: unknown;
}

/** The object that Go knows as `jsGo`: it asks it for wrappers and for the event to handle. */
export interface GoObject {
  /** The slots of the value table: Go's own tests look at how many there are. */
  _values: readonly unknown[];
  _pendingEvent: PendingEvent | null;
  _makeFuncWrapper(id: number): (...args: unknown[]) => unknown;
}

/** Callbacks of one program. */
export interface Callbacks {
  readonly goObject: GoObject;
  /** The value table is made after the Go object, since it holds it. */
  connect(table: ValueTable, resume: () => void): void;
  /** Forgets the program's tables: it has ended, and a wrapper that the page still holds must not keep Go's memory alive. */
  disconnect(): void;
  /** Callbacks so far. */
  count(): number;
  /** Wrappers made so far. Nothing tells when the page can no longer call one: Release makes no host call. */
  made(): number;
}

/** `program` names the program in messages. */
export function createCallbacks(program: string, exits: Exits): Callbacks {
  let table: ValueTable | undefined;
  let resume = (): void => {};
  let count = 0;
  let made = 0;
  let warned = false;

  // Called after the end. Someone who called it for a result gets an error; an event listener or a timer could not do anything about it.
  const afterEnd = (self: unknown, args: ArrayLike<unknown>): undefined => {
    if (!isListenerOrTimer(self, args)) {
      throw new GoExitedError("exited", `${program} has ended; its functions can no longer be called`, { program, cause: exits.end?.error });
    }
    if (!warned) {
      warned = true;
      console.warn(`goferry: an event or a timer called a function of ${program}, which has ended; this and later calls do nothing`);
    }
    return undefined;
  };

  const goObject: GoObject = {
    _values: [],
    _pendingEvent: null,
    _makeFuncWrapper(id) {
      const wrapper = function (this: unknown): unknown {
        "use strict"; // `this` of a plain call is undefined
        if (exits.end) return afterEnd(this, arguments);
        count++;
        const event: PendingEvent = { id, this: this, args: arguments, result: undefined };
        goObject._pendingEvent = event;
        try {
          exits.enter(resume);
        } finally {
          if (goObject._pendingEvent === event) goObject._pendingEvent = null; // Go was left before it took the event
        }
        return event.result;
      };
      made++;
      table?.addWrapper(wrapper);
      return wrapper;
    },
  };
  return {
    goObject,
    connect(values, resumeGo) {
      table = values;
      goObject._values = values.values;
      resume = resumeGo;
    },
    disconnect() {
      table = undefined;
      resume = () => {};
      goObject._values = [];
    },
    count: () => count,
    made: () => made,
  };
}

/** An event listener gets an Event and its target; a timer's `this` is the global object; an animation frame gets a time stamp. */
function isListenerOrTimer(self: unknown, args: ArrayLike<unknown>): boolean {
  if (typeof Event === "function" && args[0] instanceof Event) return true;
  return self === globalThis || (isNodeTimer(self) && args.length === 0);
}

function isNodeTimer(self: unknown): boolean {
  return typeof self === "object" && self !== null && typeof (self as { hasRef?: unknown }).hasRef === "function";
}

/** What users see of `<go-ferry>`: its events, attributes and properties. */
import type { AnyExports } from "./exports.js";
import type { LoadProgress } from "./options.js";
import type { Exit, Program } from "./program.js";

/** What an element tells, by event type. No event bubbles. */
export interface GoFerryEvents {
  /** While the module is fetched. Counting costs a copy of the response, so it is done for who listens when the fetch begins. */
  progress: CustomEvent<LoadProgress>;
  /** The program runs. */
  ready: CustomEvent<Program>;
  /** The program has ended, other than by the element's removal, its next `src`, or `program.restart()`. */
  exit: CustomEvent<Exit>;
  /** The program could not be started, or has crashed. `preventDefault()` keeps the former off the console, where Go itself reports a panic. */
  error: CustomEvent<unknown>;
  /** A line that Go printed. `preventDefault()` keeps it off the console. */
  stdout: CustomEvent<string>;
  /** A line on standard error, likewise. */
  stderr: CustomEvent<string>;
}

type EventTypes = Omit<HTMLElementEventMap, keyof GoFerryEvents> & GoFerryEvents;

/**
 * The children are the fallback that shows until `ready`; those with slot="error" show after a failure, and are announced then. Attributes
 * and properties are read when the program is started: another `src` starts another program, a change of the rest counts from the next start.
 * `T` describes the program's exports.
 */
export interface GoFerryElement<T extends object = AnyExports> extends HTMLElement {
  /** The module's address, as the attribute has it. Another one ends the program and starts the other. */
  get src(): string;
  set src(value: string | URL | null | undefined);
  /** `os.Args[1:]`. A string, as in the attribute, is split as a shell would; a list is taken as it is and wins over the attribute. */
  get args(): readonly string[];
  set args(value: readonly string[] | string | null | undefined);
  /** Environment variables. A string, as in the attribute, has one `KEY=value` a line; an object wins over the attribute. */
  get env(): Readonly<Record<string, string>>;
  set env(value: Readonly<Record<string, string>> | string | null | undefined);
  /** `lazy`: the program is fetched when the element comes near the visible part of the page. */
  get loading(): "eager" | "lazy";
  set loading(value: "eager" | "lazy" | null | undefined);
  /** `worker`: the program runs in a worker of its own, never blocks the page, and cannot touch it. */
  get mode(): "page" | "worker";
  set mode(value: "page" | "worker" | null | undefined);
  /** Subresource integrity of the module. */
  get integrity(): string;
  set integrity(value: string | null | undefined);
  /** The program, from `ready` until the element is removed or gets another `src`. */
  readonly program: Program<T> | undefined;
  /** Resolves with the program, rejects with what kept it from starting. After another `src` it is another promise. */
  readonly ready: Promise<Program<T>>;
  addEventListener<K extends keyof EventTypes>(type: K, listener: (this: GoFerryElement<T>, event: EventTypes[K]) => unknown, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | AddEventListenerOptions): void;
  removeEventListener<K extends keyof EventTypes>(type: K, listener: (this: GoFerryElement<T>, event: EventTypes[K]) => unknown, options?: boolean | EventListenerOptions): void;
  removeEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | EventListenerOptions): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "go-ferry": GoFerryElement;
  }
}

/** `<go-ferry src="main.wasm">`: a Go program as an element. */
import type { Load } from "./load.js";
import type { LoadProgress } from "./options.js";
import type { Exit, Program } from "./program.js";
import { splitArguments } from "./shell-words.js";

/**
 * The children are the fallback that shows until `ready`; one with slot="error" shows on failure. Events, none of which bubbles: `progress`
 * (detail: LoadProgress), `ready` (Program), `exit` (Exit), `error` (the error), `stdout` (a line).
 */
export interface GoFerryElement extends HTMLElement {
  src: string | null;
  /** The program; undefined until `ready`. */
  readonly program: Program | undefined;
  /** Resolves with the program, rejects with what kept it from starting. */
  readonly ready: Promise<Program>;
}

/** Defines the element, once. Does nothing where there is no DOM. */
export function defineElement(load: Load): void {
  if (typeof customElements === "undefined" || customElements.get("go-ferry")) return;
  customElements.define("go-ferry", elementClass(load));
}

function elementClass(load: Load): CustomElementConstructor {
  return class extends HTMLElement implements GoFerryElement {
    static observedAttributes = ["src"];
    #program: Program | undefined;
    #progressWanted = false;
    #abort: AbortController | undefined;
    #ready: PromiseWithResolvers_<Program> = withResolvers();
    readonly #content: HTMLSlotElement;
    readonly #failure: HTMLSlotElement;

    constructor() {
      super();
      const root = this.attachShadow({ mode: "open" });
      this.#content = document.createElement("slot");
      this.#failure = document.createElement("slot");
      this.#failure.name = "error";
      this.#failure.hidden = true;
      root.append(this.#content, this.#failure);
    }

    // Counting costs a copy of the response, and may cost the engine's code cache: only for who listens before the program is fetched.
    override addEventListener(type: string, ...rest: [EventListenerOrEventListenerObject | null, (boolean | AddEventListenerOptions)?]): void {
      if (type === "progress") this.#progressWanted = true;
      super.addEventListener(type, ...(rest as [EventListenerOrEventListenerObject, AddEventListenerOptions?]));
    }

    get program(): Program | undefined {
      return this.#program;
    }

    get ready(): Promise<Program> {
      return this.#ready.promise;
    }

    get src(): string | null {
      return this.getAttribute("src");
    }
    set src(value: string | null) {
      if (value === null) this.removeAttribute("src");
      else this.setAttribute("src", value);
    }

    connectedCallback(): void {
      if (!this.#abort) this.#start();
    }

    disconnectedCallback(): void {
      // A move in the document disconnects and connects at once: the program goes on.
      queueMicrotask(() => {
        if (!this.isConnected) this.#stop();
      });
    }

    attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
      if (!this.isConnected || before === after) return;
      this.#stop();
      this.#start();
    }

    #stop(): void {
      this.#abort?.abort();
      this.#abort = undefined;
      this.#program = undefined;
      this.#ready = withResolvers();
    }

    #start(): void {
      const { src } = this;
      if (src === null) return;
      const abort = (this.#abort = new AbortController());
      const ready = this.#ready;
      this.#content.hidden = false;
      this.#failure.hidden = true;
      // A microtask later, so that who made the element has added its listeners.
      void Promise.resolve()
        .then(() => this.#run(new URL(src, document.baseURI), abort.signal))
        .then(ready.resolve, (error: unknown) => {
        ready.reject(error);
        if (abort.signal.aborted) return;
        this.#content.hidden = this.#failure.assignedNodes().length > 0;
        this.#failure.hidden = !this.#content.hidden;
        const heard = !this.dispatchEvent(new CustomEvent("error", { detail: error, cancelable: true }));
        if (!heard) console.error(error);
      });
    }

    async #run(url: URL, signal: AbortSignal): Promise<Program> {
      const integrity = this.getAttribute("integrity");
      const program = await load(url, {
        args: splitArguments(this.getAttribute("args") ?? ""),
        env: environment(this.getAttribute("env") ?? ""),
        signal,
        ...(integrity !== null && { integrity }),
        ...(this.#progressWanted && { onProgress: (progress: LoadProgress) => this.#tell("progress", progress) }),
        stdout: line => {
          console.log(line);
          this.#tell("stdout", line);
        },
      });
      this.#program = program;
      this.#content.hidden = true;
      void program.exited.then(exit => {
        if (!signal.aborted) this.#tell<Exit>("exit", exit);
      });
      this.#tell("ready", program);
      return program;
    }

    #tell<D>(type: string, detail: D): void {
      this.dispatchEvent(new CustomEvent(type, { detail }));
    }
  };
}

/** `KEY=value` by line. */
function environment(text: string): Record<string, string> {
  const lines = text.split("\n").map(line => line.trim()).filter(line => line.includes("="));
  return Object.fromEntries(lines.map(line => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}

// Promise.withResolvers is missing in Node 20 and Safari before 17.4.
interface PromiseWithResolvers_<T> {
  promise: Promise<T>;
  resolve(value: T): void;
  reject(error: unknown): void;
}
function withResolvers<T>(): PromiseWithResolvers_<T> {
  let resolve: (value: T) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  promise.catch(() => {}); // whoever asks for `ready` hears of it; the error event tells the others
  return { promise, resolve, reject };
}

/** `<go-ferry src="main.wasm">`: a Go program as an element; element-types.ts says what users see. What it needs beside types is its own alone. */
import type { GoFerryEvents } from "./element-types.js";
import type { Load } from "./load.js";
import type { LoadProgress } from "./options.js";
import type { Program } from "./program.js";
import { splitArguments, splitEnvironment } from "./shell-words.js";

/** Defines the element, once: a second copy of the package leaves it to the first. Does nothing where there is no DOM. */
export function defineElement(load: Load): void {
  if (typeof customElements === "undefined" || customElements.get("go-ferry")) return;
  customElements.define("go-ferry", elementClass(load));
}

/** How far beyond the visible part of the page a lazy element is loaded. */
const LAZY_MARGIN = "300px";

function elementClass(load: Load): CustomElementConstructor {
  const styles = styleSheet(":host{display:block}:host([hidden]),[hidden]{display:none}");
  const properties = ["src", "args", "env", "loading", "mode", "integrity"] as const;

  return class GoFerry extends HTMLElement {
    static observedAttributes = ["src", "loading"];
    readonly #fallback = document.createElement("slot");
    readonly #failure = document.createElement("slot");
    #args: readonly string[] | undefined;
    #env: Readonly<Record<string, string>> | undefined;
    #program: Program | undefined;
    #ready = deferred<Program>();
    #run: AbortController | undefined; // of the program that is loaded, runs or has ended here
    #nearby: IntersectionObserver | undefined; // waits, instead of a run
    #failed = false;
    #progressWanted = false;

    constructor() {
      super();
      const root = this.attachShadow({ mode: "open" });
      if (styles) root.adoptedStyleSheets = [styles];
      const alert = document.createElement("div");
      alert.setAttribute("role", "alert"); // there from the start, so that what appears in it is announced
      this.#failure.name = "error";
      this.#failure.addEventListener("slotchange", () => this.#show());
      alert.append(this.#failure);
      root.append(this.#fallback, alert);
      this.#show();
      // Properties from before the definition hide the accessors of this class.
      for (const name of properties) {
        if (!Object.hasOwn(this, name)) continue;
        const value = this[name] as never;
        Reflect.deleteProperty(this, name);
        this[name] = value;
      }
    }

    get program(): Program | undefined {
      return this.#program;
    }
    get ready(): Promise<Program> {
      return this.#ready.promise;
    }

    get src(): string {
      return this.getAttribute("src") ?? "";
    }
    set src(value: string | URL | null | undefined) {
      this.#reflect("src", value);
    }
    get args(): readonly string[] {
      return this.#args ?? splitArguments(this.getAttribute("args") ?? "");
    }
    set args(value: readonly string[] | string | null | undefined) {
      this.#args = Array.isArray(value) ? value.map(String) : undefined;
      if (!this.#args) this.#reflect("args", value as string);
    }
    get env(): Readonly<Record<string, string>> {
      return this.#env ?? splitEnvironment(this.getAttribute("env") ?? "");
    }
    set env(value: Readonly<Record<string, string>> | string | null | undefined) {
      this.#env = typeof value === "object" && value !== null ? { ...value } : undefined;
      if (!this.#env) this.#reflect("env", value as string);
    }
    get loading(): "eager" | "lazy" {
      return this.getAttribute("loading")?.toLowerCase() === "lazy" ? "lazy" : "eager";
    }
    set loading(value: "eager" | "lazy" | null | undefined) {
      this.#reflect("loading", value);
    }
    get mode(): "page" | "worker" {
      return this.getAttribute("mode")?.toLowerCase() === "worker" ? "worker" : "page";
    }
    set mode(value: "page" | "worker" | null | undefined) {
      this.#reflect("mode", value);
    }
    get integrity(): string {
      return this.getAttribute("integrity") ?? "";
    }
    set integrity(value: string | null | undefined) {
      this.#reflect("integrity", value);
    }

    override addEventListener(type: string, ...rest: [EventListenerOrEventListenerObject | null, (boolean | AddEventListenerOptions)?]): void {
      if (type === "progress") this.#progressWanted = true;
      super.addEventListener(type, ...(rest as [EventListenerOrEventListenerObject, AddEventListenerOptions?]));
    }

    connectedCallback(): void {
      this.#start();
    }

    disconnectedCallback(): void {
      // A move in the document disconnects and connects at once: the program goes on.
      queueMicrotask(() => {
        if (!this.isConnected) this.#stop("the element was removed");
      });
    }

    attributeChangedCallback(name: string, before: string | null, after: string | null): void {
      if (before === after) return;
      if (name === "src") this.#stop("the element got another src");
      this.#start();
    }

    #start(): void {
      if (this.#run || !this.isConnected || this.src === "") return;
      const lazy = this.loading === "lazy" && typeof IntersectionObserver === "function";
      if (!lazy) return this.#launch();
      if (this.#nearby) return;
      this.#nearby = new IntersectionObserver(entries => entries.some(entry => entry.isIntersecting) && this.#launch(), { rootMargin: LAZY_MARGIN });
      this.#nearby.observe(this);
    }

    #stop(why: string): void {
      this.#stopWaiting();
      const run = this.#run;
      if (!run) return;
      this.#run = this.#program = undefined;
      this.#ready = deferred(); // the old one is rejected where it still waits
      this.#failed = false;
      this.#show();
      run.abort(new DOMException(why, "AbortError"));
    }

    #stopWaiting(): void {
      this.#nearby?.disconnect();
      this.#nearby = undefined;
    }

    #launch(): void {
      this.#stopWaiting();
      const { signal } = (this.#run = new AbortController());
      const ready = this.#ready;
      // A microtask later, so that who made the element has added its listeners and set its properties.
      void Promise.resolve()
        .then(() => this.#load(signal))
        .then(ready.resolve, (error: unknown) => {
          ready.reject(error);
          // Of a panic Go has printed its own report.
          if (this.#fail(signal, error) && (error as { code?: unknown }).code !== "panic") console.error(error);
        });
    }

    async #load(signal: AbortSignal): Promise<Program> {
      if (!this.isConnected) this.#stop("the element was removed");
      if (signal.aborted) return load(this.src, { signal }); // rejects with the error that says so
      this.#askForProgress();
      const element = this;
      const { integrity } = this;
      const source = this.#source();
      const program = await load(source, {
        mode: this.mode,
        args: this.args,
        env: this.env,
        signal,
        ...(integrity !== "" && { integrity }),
        // Asked for when the response is there, so a listener may still come while it is waited for.
        get onProgress(): (progress: LoadProgress) => void {
          return (element.#progressWanted ? (progress: LoadProgress) => element.#tell(signal, "progress", progress) : undefined) as (progress: LoadProgress) => void;
        },
        stdout: line => this.#tell(signal, "stdout", line) && console.log(line),
        stderr: line => this.#tell(signal, "stderr", line) && console.error(line),
      });
      if (signal.aborted) return load(source, { signal }); // given up in between
      this.#program = program;
      program.onRestart.add(() => this.#watch(program, signal));
      this.#watch(program, signal);
      this.#tell(signal, "ready", program);
      return program;
    }

    /** The program runs: shows so, and tells how this run of it ends, unless another one (`program.restart()`) takes its place. */
    #watch(program: Program, signal: AbortSignal): void {
      if (signal.aborted) return;
      this.#failed = false;
      this.#show();
      const { exited } = program;
      void exited.then(exit => {
        if (program.exited !== exited) return;
        this.#tell(signal, "exit", exit);
        if (exit.reason === "panic" || exit.reason === "trap") this.#fail(signal, exit.error);
      });
    }

    /** The module's address; where it is none, what `load` will name as the culprit. */
    #source(): URL | string {
      try {
        return new URL(this.src, this.baseURI);
      } catch {
        return this.src;
      }
    }

    /** Whether anyone listens, on the document or since before the definition too: the first event tells, by whether its detail is read. */
    #askForProgress(): void {
      const event = new CustomEvent("progress");
      const detail: LoadProgress = { loaded: 0, total: undefined };
      Object.defineProperty(event, "detail", {
        get: () => {
          this.#progressWanted = true;
          return detail;
        },
      });
      this.dispatchEvent(event);
    }

    #fail(signal: AbortSignal, error: unknown): boolean {
      if (signal.aborted) return false;
      this.#failed = true;
      this.#show();
      return this.#tell(signal, "error", error);
    }

    /** False where the run is over (nobody hears of it then), or where a listener has taken the matter over. */
    #tell(signal: AbortSignal, type: keyof GoFerryEvents, detail: unknown): boolean {
      return !signal.aborted && this.dispatchEvent(new CustomEvent(type, { detail, cancelable: true }));
    }

    /** The fallback until the program is ready; after a failure the error slot, or still the fallback where that is empty. */
    #show(): void {
      this.#failure.hidden = !this.#failed;
      const explained = this.#failed && this.#failure.assignedNodes({ flatten: true }).length > 0;
      this.#fallback.hidden = this.#program !== undefined || explained;
    }

    #reflect(name: string, value: string | URL | null | undefined): void {
      if (value === null || value === undefined) this.removeAttribute(name);
      else this.setAttribute(name, String(value));
    }
  };
}

/** For adoptedStyleSheets, which a Content-Security-Policy lets pass. Undefined before Safari 16.4, whose own styles do. */
function styleSheet(text: string): CSSStyleSheet | undefined {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  } catch {
    return undefined;
  }
}

// Promise.withResolvers is missing in Safari before 17.4.
interface Deferred<T> {
  promise: Promise<T>;
  resolve(value: T): void;
  reject(error: unknown): void;
}
function deferred<T>(): Deferred<T> {
  let resolve: (value: T) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  promise.catch(() => {}); // whoever asks for `ready` hears of it; the error event tells the others
  return { promise, resolve, reject };
}

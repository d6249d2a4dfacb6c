/** Tells a panic from os.Exit(2): both exit with 2, but only the runtime prints through runtime.wasmWrite (runtime/panic.go, throw). */

const KEEP = 65536; // characters

/** The runtime's own output of one program: the report of a panic, or as much as one could begin in. */
export class RuntimeOutput {
  readonly #decoder = new TextDecoder();
  #text = "";

  write(bytes: Uint8Array): void {
    this.#text += this.#decoder.decode(bytes, { stream: true });
    if (this.#text.length < 2 * KEEP) return;
    const start = this.#start();
    this.#text = start === undefined ? this.#text.slice(-KEEP) : this.#text.slice(start, start + KEEP);
  }

  /** The last panic or fatal error that was printed: its first line, and the whole report. */
  report(): { message: string; stack: string } | undefined {
    const start = this.#start();
    if (start === undefined) return undefined;
    const stack = this.#text.slice(start).trimEnd();
    return { message: stack.split("\n", 1)[0] as string, stack };
  }

  #start(): number | undefined {
    return [...this.#text.matchAll(/^(?:panic: |fatal error: )/gm)].at(-1)?.index;
  }
}

/** How a WASI program ended: its panic's report, the names of signals. */

const KEEP = 65536; // characters

/**
 * The end of what a Go program wrote to standard error. A panic exits with 2, as os.Exit(2) may, and the runtime prints its report there like
 * everybody else; but with goroutines' stacks at its end (runtime/panic.go, dopanic_m).
 */
export class Report {
  readonly #decoder = new TextDecoder();
  #text = "";

  write(bytes: Uint8Array): void {
    this.#text += this.#decoder.decode(bytes, { stream: true });
    if (this.#text.length > 2 * KEEP) this.#text = this.#text.slice(-KEEP);
  }

  /** The last panic or fatal error that was printed: its first line, and the whole report. */
  report(): { message: string; stack: string } | undefined {
    const start = [...this.#text.matchAll(/^(?:panic: |fatal error: )/gm)].at(-1)?.index;
    if (start === undefined) return undefined;
    const stack = this.#text.slice(start).trimEnd();
    return /\n\ngoroutine \d+ |\n\nruntime stack:/.test(stack) ? { message: stack.split("\n", 1)[0] as string, stack } : undefined;
  }
}

/** $signal of preview1/witx/typenames.witx. */
export const signalNames = [
  "", "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1", "SIGSEGV", "SIGUSR2", "SIGPIPE", "SIGALRM", "SIGTERM",
  "SIGCHLD", "SIGCONT", "SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGURG", "SIGXCPU", "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGPOLL", "SIGPWR", "SIGSYS",
];

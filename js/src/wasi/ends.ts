/** How a WASI program ended: its panic's report, the names of signals. */
import { RuntimeOutput } from "../host/panics.js";

/**
 * The end of what a Go program wrote to standard error. A panic exits with 2, as os.Exit(2) may, and the runtime prints its report there like
 * everybody else; but with goroutines' stacks at its end (runtime/panic.go, dopanic_m).
 */
export class Report extends RuntimeOutput {
  override report(): { message: string; stack: string } | undefined {
    const report = super.report();
    return report && /\n\ngoroutine \d+ |\n\nruntime stack:/.test(report.stack) ? report : undefined;
  }
}

/** $signal of preview1/witx/typenames.witx. */
export const signalNames = [
  "", "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1", "SIGSEGV", "SIGUSR2", "SIGPIPE", "SIGALRM", "SIGTERM",
  "SIGCHLD", "SIGCONT", "SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGURG", "SIGXCPU", "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGPOLL", "SIGPWR", "SIGSYS",
];

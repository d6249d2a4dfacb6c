/** The crashes of a test's programs: those it expects, and the others, which fail it. */
import type { Page } from "@playwright/test";

/** How Go's runtime begins the report of its own end. */
const report = /^(?:panic|fatal error): /;

export class Crashes {
  readonly #expected = new Map<RegExp, boolean>();
  readonly #unexpected: string[] = [];

  expect(message: RegExp): void {
    this.#expected.set(message, false);
  }

  /** `report`: Go's own, where there is one. */
  note(program: string, message: string, report = message): void {
    const pattern = [...this.#expected.keys()].find(candidate => candidate.test(message));
    if (pattern) this.#expected.set(pattern, true);
    else this.#unexpected.push(`${program} crashed: ${report}`);
  }

  /** Notes what programs that a page itself has loaded print at their end, whichever host they run on. */
  watch(page: Page): void {
    page.on("console", message => {
      if (message.type() === "error" && report.test(message.text())) this.note(`a Go program of ${message.page()?.url() ?? "the page"}`, message.text());
    });
  }

  check(): void {
    const missed = [...this.#expected].filter(([, seen]) => !seen).map(([pattern]) => `no program crashed with ${String(pattern)}, as the test expects`);
    const faults = [...this.#unexpected, ...missed];
    if (faults.length === 0) return;
    const error = new Error(faults.join("\n\n"));
    error.stack = `Error: ${error.message}`; // no place in a source has to do with it
    throw error;
  }
}

/** The errors of a test's pages: those it expects, and the others, which fail it. */
import { expect } from "@playwright/test";

export interface PageErrors {
  /** Lets errors whose text matches pass in this test; each pattern must then have matched at least once. */
  allow(pattern: RegExp): void;
  /** Lets errors whose text matches pass, which may or may not come; for those of other people's code. */
  mayHave(pattern: RegExp): void;
}

export class ErrorWatch implements PageErrors {
  private readonly allowed = new Map<RegExp, number>();
  private readonly unexpected: string[] = [];

  allow(pattern: RegExp): void {
    this.allowed.set(pattern, 0);
  }

  mayHave(pattern: RegExp): void {
    this.allowed.set(pattern, 1);
  }

  see(text: string): void {
    const pattern = [...this.allowed.keys()].find((candidate) => candidate.test(text));
    if (pattern) this.allowed.set(pattern, (this.allowed.get(pattern) ?? 0) + 1);
    else this.unexpected.push(text);
  }

  /** Fails the test for what was not expected, and for what was and did not come. */
  check(): void {
    expect(this.unexpected, "errors of the page that the test did not expect").toEqual([]);
    const unseen = [...this.allowed].filter(([, times]) => times === 0).map(([pattern]) => String(pattern));
    expect(unseen, "errors that the test expected and the page did not have").toEqual([]);
  }
}

/**
 * What a test asks of a browser, and what a driver of one has to give. Three browsers, three protocols: Playwright drives Chromium,
 * WebDriver BiDi Firefox, WebDriver WebKit. A test that needs more than this is one for Chromium alone (../support.ts).
 */
import { readFile } from "node:fs/promises";

export const engines = ["chromium", "firefox", "webkit"] as const;
export type EngineName = (typeof engines)[number];

/** Something a page said: by a method of the console, or as an error that nobody caught. */
export interface Message {
  readonly type: "log" | "info" | "debug" | "warn" | "error" | "uncaught";
  readonly text: string;
}

/** A page. What goes into it and comes out passes as JSON. */
export interface Tab {
  /** Loads a page; a path is of the server that the tab was opened for. Resolves when the page's scripts and resources are loaded. */
  goto(url: string): Promise<void>;
  /** Calls a function in the page, which sees nothing of the test but its argument. Rejects with what it throws. */
  evaluate<R>(fn: () => R | Promise<R>): Promise<R>;
  evaluate<R, A>(fn: (argument: A) => R | Promise<R>, argument: A): Promise<R>;
  /** Adds a classic script: one that is served, or a file. */
  addScriptTag(script: { readonly url: string } | { readonly path: string }): Promise<void>;
  /** All that the pages of this tab have said so far. */
  messages(): Promise<readonly Message[]>;
  close(): Promise<void>;
}

export interface Browser {
  readonly engine: EngineName;
  /** As its users know it: "Firefox 153.7". */
  readonly name: string;
  /**
   * Opens a tab with no state of earlier ones; paths in it are of `server`. With `watched: false` its messages may be unknown, and nothing is
   * added to its pages: for measurements.
   */
  newTab(server: string, options?: { readonly watched?: boolean }): Promise<Tab>;
  close(): Promise<void>;
}

/** What a driver implements of a tab. */
export interface RawTab {
  navigate(url: string): Promise<void>;
  /** Evaluates an expression that gives a promise of a string. */
  run(expression: string): Promise<string>;
  messages(): Promise<readonly Message[]>;
  close(): Promise<void>;
}

/** A tab out of what a driver implements. */
export function makeTab(raw: RawTab, server: string): Tab {
  // What a page says in a task of its own is told before the answer to what is asked afterwards.
  const settle = `new Promise(resolve => setTimeout(() => setTimeout(() => resolve("")), 0))`;
  const evaluate = async (fn: (argument: never) => unknown, argument?: unknown): Promise<never> => {
    const answer = JSON.parse(await raw.run(`(async () => {
      try {
        return JSON.stringify({ value: await (${fn})(${JSON.stringify(argument) ?? ""}) });
      } catch (error) {
        return JSON.stringify({ error: error instanceof Error ? error.name + ": " + error.message + "\\n" + error.stack : String(error) });
      }
    })()`)) as { value?: never; error?: string };
    if (answer.error !== undefined) throw new Error(`in the page: ${answer.error}`);
    return answer.value as never;
  };
  return {
    goto: (url) => raw.navigate(new URL(url, server).href),
    evaluate,
    async addScriptTag(script) {
      const given = "url" in script ? script : { text: await readFile(script.path, "utf8") };
      await evaluate(addScript, given);
    },
    async messages() {
      await raw.run(settle);
      return raw.messages();
    },
    close: () => raw.close(),
  };
}

/** Runs in the page. */
function addScript({ url, text }: { url?: string; text?: string }): Promise<void> | void {
  const script = document.createElement("script");
  if (url === undefined) {
    script.textContent = text ?? "";
    return void document.head.append(script);
  }
  return new Promise((resolve, reject) => {
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${url} cannot be loaded`));
    script.src = url;
    document.head.append(script);
  });
}

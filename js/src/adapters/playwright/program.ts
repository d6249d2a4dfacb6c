/** A Go program in a page, as a test in Node sees it. */
import type { JSHandle, Page } from "@playwright/test";
import type { AsyncExports } from "../../exports.js";
import type { Load } from "../../load.js";
import type { PageOptions, WorkerOptions } from "../../options.js";
import type { Exit, Program, ProgramStatus } from "../../program.js";
import type { Stats } from "../../host/stats.js";
import type { Crashes } from "./crashes.js";
import type { Site } from "./site.js";

/** Of the options of `load`, those that can be handed to a page. */
export interface GoLoadOptions extends Pick<PageOptions, "args" | "env" | "ready" | "variant"> {
  /** Where the program runs; in the page itself by default. */
  mode?: (PageOptions | WorkerOptions)["mode"];
  /** Standard input. */
  stdin?: string | Uint8Array;
}

/** How a program ended. */
export interface GoExit extends Omit<Exit, "error"> {
  /** Why, for every reason but "exit": an Error with goferry's `code`, and `goStack` where Go panicked. */
  error?: Error & { code?: string; goStack?: string };
}

/** A program that runs in a page. */
export interface GoProgram<T extends object> {
  /** The last part of its address. */
  readonly name: string;
  /** As `program.exports` in the page. Arguments and results travel as those of Playwright's `page.evaluate` do: values, no functions. */
  readonly exports: AsyncExports<T>;
  /** The lines on its standard output so far. */
  readonly stdout: readonly string[];
  /** The lines on its standard error so far. */
  readonly stderr: readonly string[];
  /** Resolves when it has ended. */
  readonly exited: Promise<GoExit>;
  /** The program itself, for `handle.evaluate(program => …)` in the page. */
  readonly handle: JSHandle<Program<T>>;
  /** The state that it is in. */
  status(): Promise<ProgramStatus>;
  /** Live figures. */
  stats(): Promise<Stats>;
  /** Ends it. */
  terminate(): Promise<void>;
  /** Ends it, and runs the module again. */
  restart(): Promise<void>;
}

/** What the fixture keeps of a program. */
export interface Loaded<T extends object = object> {
  readonly program: GoProgram<T>;
  /** Ends it; where its page is gone already, so is the program. */
  end(): Promise<void>;
  /** What it has printed, and how it ended. */
  log(): string;
}

/** An error on its way from the page. */
interface Thrown {
  name: string;
  message: string;
  code?: string;
  goStack?: string;
}
type Outcome<V> = { value: V } | { thrown: Thrown };
type Told = { id: number } & ({ stream: "stdout" | "stderr"; line: string } | { exit: Omit<GoExit, "error"> & { thrown?: Thrown } });

/** The page tells the test through this global function of its own. */
const TELL = "goferryTell";
const listeners = new WeakMap<Page, ((told: Told) => void)[]>();

export async function loadProgram<T extends object>(page: Page, site: Site, module: string | URL | Uint8Array, options: GoLoadOptions, crashes: Crashes): Promise<Loaded<T>> {
  const url = site.module(module);
  const name = new URL(url).pathname.split("/").pop() ?? url;
  let listening = listeners.get(page);
  if (!listening) {
    listeners.set(page, (listening = []));
    const all = listening;
    await page.exposeFunction(TELL, (told: Told) => all[told.id]?.(told));
  }
  const lines = { stdout: [] as string[], stderr: [] as string[] };
  const log: string[] = [];
  const id = listening.push(told => {
    if ("stream" in told) {
      lines[told.stream].push(told.line);
      log.push(told.line);
      return;
    }
    const { code, reason, thrown } = told.exit;
    log.push(`(${reason}, code ${code})`);
    if (reason === "panic" || reason === "trap") crashes.note(name, thrown?.message ?? reason, thrown?.goStack);
  }) - 1;
  if (new URL(page.url(), site.page).origin !== new URL(site.page).origin || !page.url().startsWith("http")) await page.goto(site.page);

  const handle = await page.evaluateHandle(startInPage, { index: site.packaged("index.js"), url, options, id, tell: TELL });
  const failed = await handle.evaluate(outcome => ("thrown" in outcome ? outcome.thrown : undefined));
  if (failed) throw errorOf(failed);
  const held = await handle.evaluateHandle(outcome => (outcome as unknown as { value: Program }).value);

  const call = async (path: string[], args: unknown[]): Promise<unknown> => valueOf(await held.evaluate(callInPage, { path, args }));
  const program: GoProgram<T> = {
    name,
    exports: callable([], call) as AsyncExports<T>,
    ...lines,
    get exited(): Promise<GoExit> {
      return held.evaluate(exitInPage).then(({ thrown, ...exit }) => ({ ...exit, ...(thrown && { error: errorOf(thrown) }) }));
    },
    handle: held as unknown as JSHandle<Program<T>>,
    status: () => held.evaluate(({ status }) => status),
    stats: () => held.evaluate(running => running.stats()),
    terminate: () => held.evaluate(running => running.terminate()),
    restart: async () => valueOf(await held.evaluate(restartInPage, { id, tell: TELL })),
  };
  return {
    program,
    end: () => program.terminate().catch(() => {}),
    log: () => `${log.join("\n")}\n`,
  };
}

/** `exports`: every path is a function. */
function callable(path: string[], call: (path: string[], args: unknown[]) => Promise<unknown>): object {
  return new Proxy((...args: unknown[]) => call(path, args), {
    get: (_target, name) => (typeof name === "symbol" || name === "then" || name === "toJSON" ? undefined : callable([...path, name], call)),
  });
}

function errorOf({ name, message, ...details }: Thrown): Error {
  return Object.assign(new Error(message), { name, ...details });
}

function valueOf<V>(outcome: Outcome<V>): V {
  if ("thrown" in outcome) throw errorOf(outcome.thrown);
  return outcome.value;
}

// From here on: run in the page, each function by itself.

type Tell = Record<string, (told: Told) => void>;

async function startInPage({ index, url, options, id, tell }: { index: string; url: string; options: GoLoadOptions; id: number; tell: string }): Promise<Outcome<Program>> {
  const told = (what: object): void => (globalThis as unknown as Tell)[tell]?.({ id, ...what } as Told);
  try {
    const { load } = (await import(index)) as { load: Load };
    const print = (stream: string) => (line: string) => told({ stream, line });
    const program = await load(url, { ...options, stdout: print("stdout"), stderr: print("stderr") } as PageOptions);
    void program.exited.then(({ code, reason, error }) => {
      const { name, message, code: errorCode, goStack } = (error ?? {}) as unknown as Thrown;
      told({ exit: { code, reason, ...(error && { thrown: { name, message, code: errorCode, goStack } }) } });
    });
    return { value: program };
  } catch (error) {
    const { name, message, code, goStack } = error as Thrown;
    return { thrown: { name, message: message ?? String(error), ...(code && { code }), ...(goStack && { goStack }) } };
  }
}

async function callInPage(program: Program, { path, args }: { path: string[]; args: unknown[] }): Promise<Outcome<unknown>> {
  try {
    const found = path.reduce<unknown>((from, name) => (from as Record<string, unknown>)[name], program.exports);
    return { value: await (found as (...args: unknown[]) => unknown)(...args) };
  } catch (error) {
    const { name = "Error", message, code, goStack } = Object(error) as Thrown;
    return { thrown: { name, message: message ?? String(error), ...(code && { code }), ...(goStack && { goStack }) } };
  }
}

async function exitInPage(program: Program): Promise<Omit<GoExit, "error"> & { thrown?: Thrown }> {
  const { code, reason, error } = await program.exited;
  const { name, message, code: errorCode, goStack } = (error ?? {}) as unknown as Thrown;
  return { code, reason, ...(error && { thrown: { name, message, ...(errorCode && { code: errorCode }), ...(goStack && { goStack }) } }) };
}

async function restartInPage(program: Program, { id, tell }: { id: number; tell: string }): Promise<Outcome<void>> {
  try {
    const started = program.restart();
    void program.exited.then(({ code, reason, error }) => {
      const { name, message, goStack } = (error ?? {}) as unknown as Thrown;
      (globalThis as unknown as Tell)[tell]?.({ id, exit: { code, reason, ...(error && { thrown: { name, message, ...(goStack && { goStack }) } }) } });
    });
    await started;
    return { value: undefined };
  } catch (error) {
    const { name, message, code } = error as Thrown;
    return { thrown: { name, message, ...(code && { code }) } };
  }
}

/** Runs the scenarios (tests/support/scenarios) and Go's own wasm_exec.js in a page. */
import { relative } from "node:path";
import type { PlainError, ScenarioConfig } from "./hosts.ts";
import { goVersion, root } from "./toolchain.ts";

/** The two builds of the package: as an ES module (strict code), as a classic script (sloppy). */
export type Build = "module" | "classic";
export const builds: readonly Build[] = ["module", "classic"];

/** The address of a file of the source tree on the tests' server (browser/support.ts). */
export const urlOf = (file: string): string => `/${relative(root, file)}`;

/** The variants of the bridge: with multi-memory, and without. */
export type Variant = "merged" | "compat";

/** What is asked of a page here: one of Playwright's, or a tab of any browser (browser/drivers/driver.ts). */
interface ScriptedPage {
  goto(url: string): Promise<unknown>;
  addScriptTag(script: { readonly url: string } | { readonly path: string }): Promise<unknown>;
  evaluate<R, A>(fn: (argument: A) => R | Promise<R>, argument: A): Promise<R>;
}

const blank = "/tests/browser/pages/blank.html";

/** What a scenario came to in a page. */
export interface PageRun<T> {
  readonly result: T;
  readonly console: { readonly warn: string[]; readonly error: string[]; readonly log: string[] };
  readonly uncaught: PlainError[];
}

/** Runs a scenario on the built package in a fresh page. Console and errors of the page go to the scenario, not to the browser's console. */
export async function runInPage<T>(page: ScriptedPage, build: Build, scenario: string, config: ScenarioConfig & { variant?: Variant; at?: string }): Promise<PageRun<T>> {
  await page.goto(config.at ?? blank);
  if (config.fixture !== undefined) await page.addScriptTag({ url: urlOf(config.fixture) });
  if (build === "classic") await page.addScriptTag({ url: "/dist/classic/goferry.js" });
  const urls = Object.fromEntries(Object.entries(config.programs).map(([name, file]) => [name, urlOf(file)]));
  const given = { build, scenario, urls, variant: config.variant, mode: config.mode, args: config.args };
  return (await page.evaluate(async ({ build, scenario, urls, variant, mode, args }) => {
    const scope = globalThis as unknown as { goferry: object; fixture?: { ready?: Promise<void> } };
    await scope.fixture?.ready;
    const { createHost } = await import(`/tests/support/${"scenario-host.mjs"}`);
    const { load, transfer, connect } = build === "module" ? await import(`/dist/${"index.js"}`) : scope.goferry;
    const mounts = build === "module" ? await import(`/dist/${"files.js"}`) : (scope.goferry as { files: object }).files;
    const onUncaught = (note: (error: unknown) => void): void => {
      addEventListener("error", (event) => (event.preventDefault(), note(event.error)));
      addEventListener("unhandledrejection", (event) => (event.preventDefault(), note(event.reason)));
    };
    const host = createHost({ load, transfer, connect, mounts, urls, variant, mode, args, onUncaught });
    const { default: run } = await import(`/tests/support/scenarios/${scenario}.mjs`);
    const result = await run(host);
    return JSON.parse(JSON.stringify({ result, console: host.console, uncaught: host.uncaught })) as unknown; // as from a process: undefined vanishes
  }, given)) as PageRun<T>;
}

/** What a program printed under wasm_exec.js, and its exit code (undefined: it goes on). */
export interface WasmExecPage {
  readonly lines: string[];
  readonly code?: number;
}

/** Runs a program to its end on the wasm_exec.js of the Go that built it, in a fresh page. */
export async function runWasmExecInPage(page: ScriptedPage, version: string, wasm: string, options: { fixture?: string; args?: readonly string[] } = {}): Promise<WasmExecPage> {
  await page.goto(blank);
  await page.addScriptTag({ path: goVersion(version).wasmExec });
  if (options.fixture !== undefined) await page.addScriptTag({ url: urlOf(options.fixture) });
  return page.evaluate(async ({ url, args }) => {
    interface GoHost {
      argv: string[];
      exit(code: number): void;
      importObject: WebAssembly.Imports;
      run(instance: WebAssembly.Instance): Promise<void>;
    }
    const scope = globalThis as unknown as { Go: new () => GoHost; fixture?: { ready?: Promise<void> } };
    await scope.fixture?.ready;
    const lines: string[] = [];
    console.log = (text: string) => void lines.push(...text.split("\n"));
    console.error = () => {};
    console.warn = () => {};
    const go = new scope.Go();
    let code: number | undefined;
    go.argv = ["js", ...args];
    go.exit = (status) => void (code = status);
    const { instance } = await WebAssembly.instantiateStreaming(fetch(url), go.importObject);
    await go.run(instance);
    return code === undefined ? { lines } : { lines, code };
  }, { url: urlOf(wasm), args: [...(options.args ?? [])] });
}

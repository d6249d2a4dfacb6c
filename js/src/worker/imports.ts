/** The option `imports` in worker mode: a classic script that sets `globalThis.goferryImports`. */
import { GoLinkError, GoLoadError, messageOf } from "../errors.js";
import { nodeProcess } from "../node.js";
import type { PageOptions } from "../options.js";

type Imports = NonNullable<PageOptions["imports"]>;

/** Runs the script, and gives what it set. */
export async function loadImports(program: string, url: string): Promise<Imports> {
  try {
    if (nodeProcess()) await runInNode(url);
    else (globalThis as unknown as { importScripts(url: string): void }).importScripts(url);
  } catch (cause) {
    throw new GoLoadError("load-failed", `${url}, the script with the imports of ${program}, could not be run in the worker (${messageOf(cause)})`, { program, cause });
  }
  const { goferryImports } = globalThis as { goferryImports?: Imports };
  if (goferryImports !== undefined) return goferryImports;
  throw new GoLinkError("unknown-import", `${url}, the script with the imports of ${program}, does not set globalThis.goferryImports`, { program });
}

interface NodeModules {
  "node:fs": { promises: { readFile(path: string | URL, encoding: "utf8"): Promise<string> } };
  "node:vm": { runInThisContext(code: string, filename: string): unknown };
}

async function runInNode(url: string): Promise<void> {
  const builtin = <K extends keyof NodeModules>(name: K): NodeModules[K] => nodeProcess()?.getBuiltinModule?.(name) as NodeModules[K];
  const text = await builtin("node:fs").promises.readFile(url.startsWith("file:") ? new URL(url) : url, "utf8");
  builtin("node:vm").runInThisContext(text, url);
}

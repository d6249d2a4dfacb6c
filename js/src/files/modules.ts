/** The wasm of the filesystem, compiled: code, so shared by all programs of a page, and posted to workers. */
import { bytesOf } from "../bridge/artifacts.js";
import type { BridgeModules } from "../bridge/variant.js";

/** The compiled modules of one variant. All of it can be posted. */
export interface FilesModules {
  files: WebAssembly.Module;
  /** Compat: the instructions on the program's memory, beside it. */
  gomem: WebAssembly.Module | undefined;
}

const compiled = new Map<string, Promise<FilesModules>>();

/** Compiles them, once for each variant. */
export function filesModules({ variant, gomem }: BridgeModules): Promise<FilesModules> {
  let modules = compiled.get(variant);
  if (!modules) {
    modules = compile(gomem);
    compiled.set(variant, modules);
  }
  return modules;
}

/** Each variant is a chunk of its own: bundlers warn of large ones, and nobody needs both. */
async function compile(gomem: WebAssembly.Module | undefined): Promise<FilesModules> {
  const { files } = await (gomem ? import("../../generated/filesystem-compat.js") : import("../../generated/filesystem-merged.js"));
  return { files: await WebAssembly.compile(bytesOf(files)), gomem };
}

/** The trampolines of WASI's functions, compiled: code, so shared by all programs of a page, and posted to workers. */
import * as wasm from "../../generated/wasi.js";
import { bytesOf } from "../bridge/artifacts.js";
import type { BridgeModules } from "../bridge/variant.js";
import { filesModules, type FilesModules } from "../files/modules.js";

/** Compiled modules, for one variant. All of it can be posted. */
export interface WasiModules {
  link: WebAssembly.Module;
  files: FilesModules;
  /** The order of link's table. */
  order: readonly string[];
}

let link: Promise<WebAssembly.Module> | undefined;

/** Compiles them, once. */
export async function wasiModules(modules: BridgeModules): Promise<WasiModules> {
  link ??= WebAssembly.compile(bytesOf(wasm.wasiLink));
  const [linkModule, files] = await Promise.all([link, filesModules(modules)]);
  return { link: linkModule, files, order: wasm.wasi };
}

/** The wasm of the channels, compiled: code, so shared by all programs of a page, and posted to workers. */
import * as wasm from "../../generated/channels.js";
import { bytesOf } from "../bridge/artifacts.js";
import { copier } from "../bridge/copies.js";
import type { BridgeModules } from "../bridge/variant.js";
import { PAGES_MAX } from "./layout.js";

/** What channels.wasm exports beside its handlers `h_<name>`; bridge/embind/channels.cpp. */
export interface ChannelExports {
  [handler: `h_${string}`]: (...args: number[]) => number;
  /** A channel whose goroutines can go on; -1: none, and all that wait may sleep. */
  settle(): number;
  ready(): number;
  turn_begins(): void;
  release(handle: number): void;
}

/** Compiled modules, for one variant and kind of arena. All of it can be posted. */
export interface ChannelModules {
  link: WebAssembly.Module;
  channels: WebAssembly.Module;
  /** Compat: the instructions on the arena and on Go's memory, beside it. */
  arena: WebAssembly.Module | undefined;
  gomem: WebAssembly.Module | undefined;
  /** The order of link's table. */
  order: readonly string[];
}

/** "arena" "mem", a memory, with a maximum; shared, and not. */
const SHARED = "056172656e61036d656d0203";
const UNSHARED = "056172656e61036d656d0201";

const compiled = new Map<string, Promise<ChannelModules>>();

/** Compiles them, once for each kind. */
export function channelModules({ variant, gomem }: BridgeModules, shared: boolean): Promise<ChannelModules> {
  const key = `${variant} ${shared}`;
  let modules = compiled.get(key);
  if (!modules) compiled.set(key, (modules = compile(gomem, shared)));
  return modules;
}

async function compile(gomem: WebAssembly.Module | undefined, shared: boolean): Promise<ChannelModules> {
  // An import of a memory says whether it is shared: one build serves both.
  const module = (hex: string): Promise<WebAssembly.Module> => WebAssembly.compile(bytesOf(shared ? hex : hex.replace(SHARED, UNSHARED)));
  const [link, channels, arena] = await Promise.all([module(wasm.ferryLink), module(gomem ? wasm.channelsCompat : wasm.channels), gomem && module(wasm.arena)]);
  return { link, channels, arena, gomem, order: wasm.ferry };
}

/** A new arena: a page, until channels are opened. */
export function createArena(shared: boolean): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: 1, maximum: PAGES_MAX, shared });
}

/** Puts channels.wasm between Go's memory and an arena. */
export function instantiate(modules: ChannelModules, ferry: WebAssembly.ModuleImports, go: WebAssembly.Memory, arena: WebAssembly.Memory): ChannelExports {
  const imports: WebAssembly.Imports = { ferry, go: { mem: go }, arena: { mem: arena } };
  if (modules.arena && modules.gomem) {
    const gomem = new WebAssembly.Instance(modules.gomem, imports).exports as WebAssembly.ModuleImports;
    imports["mem"] = gomem;
    const arenaPart = new WebAssembly.Instance(modules.arena, imports).exports as WebAssembly.ModuleImports;
    imports["mem"] = { ...gomem, ...arenaPart, xmem_go_to_arena: copier(() => arena, () => go), xmem_arena_to_go: copier(() => go, () => arena) };
  }
  return new WebAssembly.Instance(modules.channels, imports).exports as unknown as ChannelExports;
}

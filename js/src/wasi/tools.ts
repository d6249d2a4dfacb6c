/** What the core gives to this chunk, which must not bundle it again. */
import type { ChannelsChunk, ChannelTools } from "../channel/chunk.js";
import type { errorClasses } from "../errors.js";
import type { SpawnHelper } from "../files/opfs-page.js";
import type { End, State } from "../host/exits.js";
import type { Input, InputSource, Output, OutputTarget } from "../host/stdio.js";
import type { GoImports } from "../imports.js";
import type { GoAbi } from "../module-kind.js";
import type { EngineOptions } from "../options.js";

export interface WasiTools {
  /** The program's name. */
  name: string;
  errors: typeof errorClasses;
  messageOf(thrown: unknown): string;
  createInput(source: InputSource | undefined): Input;
  createOutput(target: OutputTarget | Output, log: (line: string) => void): Output;
  goImports(name: string, abi: GoAbi, functions: Record<string, WebAssembly.ImportValue>, given: EngineOptions["imports"]): GoImports;
  /** Starts a worker that holds the files of a store; not in a worker. */
  spawn?: SpawnHelper;
  /** Lets the signal terminate the run. */
  obey(options: { signal?: AbortSignal }, run: { readonly ended: Promise<End>; terminate(): void }): void;
}

/** And to the page's side, which makes the sockets' channels: where these come from, and how they travel. */
export interface WasiPageTools extends WasiTools, Pick<ChannelTools, "transport"> {
  channels(): Promise<ChannelsChunk> | ChannelsChunk;
}

/** The values of host/exits.ts. */
export const EXITED: typeof State.exited = 1;
export const CRASHED: typeof State.crashed = 2;
export const TERMINATED: typeof State.terminated = 3;

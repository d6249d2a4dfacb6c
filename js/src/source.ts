/** From what `load` was given to a compiled module. */
import { GoLoadError, messageOf } from "./errors.js";
import { explainFile, isWasm } from "./file-kind.js";
import { nodeProcess } from "./node.js";
import type { LoadOptions } from "./options.js";

/** Where a program comes from. Strings and URLs are fetched; in Node, paths and `file:` URLs are read. */
export type Source = string | URL | Response | Promise<Response> | BufferSource | WebAssembly.Module;

const isData = (url: string | URL): boolean => String(url).startsWith("data:");

/** A name for messages: the last part of the URL, or what else it is. */
export function sourceName(source: Source): string {
  if ((typeof source === "string" || source instanceof URL) && !isData(source)) return String(source).split(/[?#]/)[0]?.split("/").pop() || String(source);
  return "the Go program";
}

/** Compiles, while it streams where it can. */
export async function compileSource(name: string, source: Source, options: LoadOptions): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return compileBytes(name, source);
  if (typeof source === "string" || source instanceof URL) {
    const path = localPath(source);
    if (path !== undefined) return compileBytes(String(path), await readLocal(name, path), name);
    const again = (): Promise<Response> => fetchModule(name, source, options, "force-cache");
    return compileResponse(name, await fetchModule(name, source, options), options, again);
  }
  let response: Response;
  try {
    response = await source;
  } catch (cause) {
    throw options.signal?.aborted ? aborted(name, options.signal) : new GoLoadError("load-failed", `${name} could not be fetched (${messageOf(cause)})`, { program: name, cause });
  }
  if (typeof response?.arrayBuffer === "function") return compileResponse(name, response, options);
  throw new GoLoadError("load-failed", `load was given ${String(response)}: it takes an address, a Response, bytes or a WebAssembly.Module`, { program: name });
}

async function fetchModule(name: string, url: string | URL, { signal, integrity }: LoadOptions, cache?: RequestCache): Promise<Response> {
  try {
    return await fetch(url, { ...(signal && { signal }), ...(integrity && { integrity }), ...(cache && { cache }) });
  } catch (cause) {
    if (signal?.aborted) throw aborted(name, signal);
    const hint = integrity ? " or its bytes do not have the given integrity" : "";
    throw new GoLoadError("load-failed", `${url} could not be fetched: the server cannot be reached, refuses other origins (CORS)${hint} (${messageOf(cause)})`, { program: name, cause });
  }
}

/** The error for an aborted signal. */
export function aborted(name: string, signal: AbortSignal): GoLoadError {
  return new GoLoadError("load-aborted", `loading ${name} was aborted`, { program: name, cause: signal.reason });
}

let warnedOfType = false;

/** `again` fetches the same response once more, to look at its bytes: those of a response that is compiled while it streams are gone. */
async function compileResponse(name: string, response: Response, options: LoadOptions, again?: () => Promise<Response>): Promise<WebAssembly.Module> {
  const { signal, onProgress } = options;
  const address = isData(response.url) ? name : response.url || name;
  if (!response.ok) {
    throw new GoLoadError("load-failed", `${address} could not be loaded: the server answered ${response.status} ${response.statusText}`.trimEnd(), { program: name });
  }
  // The response itself is compiled, never a wrapped one: the engine's code cache hangs on it. Progress is counted on a copy.
  if (onProgress) countProgress(response, onProgress);
  try {
    const type = response.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
    if (type === "application/wasm" && typeof WebAssembly.compileStreaming === "function") return await WebAssembly.compileStreaming(response);
    const bytes = await response.arrayBuffer();
    if (type !== "application/wasm" && !warnedOfType && isWasm(new Uint8Array(bytes))) {
      warnedOfType = true;
      console.warn(`goferry: ${response.url} is served as "${type ?? ""}"; as application/wasm it would start sooner, for it could be compiled while it loads`);
    }
    return await compileBytes(address, bytes, name);
  } catch (cause) {
    if (signal?.aborted) throw aborted(name, signal);
    if (cause instanceof GoLoadError) throw cause;
    if (!(cause instanceof WebAssembly.CompileError)) {
      throw new GoLoadError("load-failed", `${address} could not be read to its end (${messageOf(cause)}): did the connection break off?`, { program: name, cause });
    }
    const bytes = await again?.().then(response => response.arrayBuffer()).catch(() => undefined);
    throw explainFile(address, bytes && new Uint8Array(bytes), { program: name, cause });
  }
}

function countProgress(response: Response, onProgress: NonNullable<LoadOptions["onProgress"]>): void {
  const length = response.headers.get("content-length");
  const total = length === null || response.headers.has("content-encoding") ? undefined : Number(length);
  const reader = response.clone().body?.getReader();
  let loaded = 0;
  const count = async (): Promise<void> => {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      loaded += part.value.length;
      onProgress({ loaded, total });
    }
  };
  count().catch(() => {}); // what breaks the copy breaks the response too, and is reported there
}

/** `label` is for messages: the address, where there is one. */
async function compileBytes(label: string, source: BufferSource, name = label): Promise<WebAssembly.Module> {
  const bytes = ArrayBuffer.isView(source) ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength) : new Uint8Array(source);
  try {
    return await WebAssembly.compile(source);
  } catch (cause) {
    throw explainFile(label, bytes, { program: name, cause });
  }
}

type NodeFs = { promises: { readFile(path: string | URL): Promise<Uint8Array<ArrayBuffer>> } };

/** In Node: what names a file. Elsewhere everything is a URL. */
function localPath(source: string | URL): string | URL | undefined {
  if (!nodeProcess()) return undefined;
  if (source instanceof URL) return source.protocol === "file:" ? source : undefined;
  if (source.startsWith("file:")) return new URL(source);
  return /^[a-z][a-z0-9+.-]+:/i.test(source) ? undefined : source;
}

async function readLocal(name: string, path: string | URL): Promise<Uint8Array<ArrayBuffer>> {
  // Not import("node:fs"): bundlers would follow it, and webpack warns of one that it cannot follow.
  const fs = nodeProcess()?.getBuiltinModule?.("node:fs") as NodeFs | undefined;
  if (!fs) {
    throw new GoLoadError("load-failed", `${path} could not be read: that takes Node 20.16 or newer. In this one, pass the bytes: load(await readFile(path))`, { program: name });
  }
  try {
    return await fs.promises.readFile(path);
  } catch (cause) {
    throw new GoLoadError("load-failed", `${path} could not be read: ${messageOf(cause)}`, { program: name, cause });
  }
}

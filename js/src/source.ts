/** From what `load` was given to a compiled module. */
import { GoLoadError, messageOf } from "./errors.js";
import { nodeProcess } from "./node.js";
import type { LoadOptions } from "./options.js";

/** Where a program comes from. Strings and URLs are fetched; in Node, paths and `file:` URLs are read. */
export type Source = string | URL | Response | Promise<Response> | BufferSource | WebAssembly.Module;

/** A name for messages: the URL, or what else it is. */
export function sourceName(source: Source): string {
  if (typeof source === "string" || source instanceof URL) return String(source).split(/[?#]/)[0]?.split("/").pop() || String(source);
  return "the Go program";
}

/** Compiles, while it streams where it can. */
export async function compileSource(name: string, source: Source, options: LoadOptions): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return compileBytes(name, source);
  if (typeof source === "string" || source instanceof URL) {
    const path = localPath(source);
    if (path !== undefined) return compileBytes(name, await readLocal(name, path));
    return compileResponse(name, await fetchModule(name, source, options), options);
  }
  return compileResponse(name, await source, options);
}

async function fetchModule(name: string, url: string | URL, { signal, integrity }: LoadOptions): Promise<Response> {
  try {
    return await fetch(url, { ...(signal && { signal }), ...(integrity && { integrity }) });
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

async function compileResponse(name: string, response: Response, options: LoadOptions): Promise<WebAssembly.Module> {
  const { signal, onProgress } = options;
  if (!response.ok) {
    throw new GoLoadError("load-failed", `${response.url || name} could not be loaded: the server answered ${response.status} ${response.statusText}`.trimEnd(), { program: name });
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
    return await compileBytes(name, bytes);
  } catch (cause) {
    if (signal?.aborted) throw aborted(name, signal);
    if (cause instanceof GoLoadError) throw cause;
    const code = cause instanceof WebAssembly.CompileError ? "compile-failed" : "load-failed";
    throw new GoLoadError(code, `${response.url || name} could not be compiled: ${messageOf(cause)}`, { program: name, cause });
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

const isWasm = (bytes: Uint8Array): boolean => bytes[0] === 0 && bytes[1] === 97 && bytes[2] === 115 && bytes[3] === 109;

async function compileBytes(name: string, source: BufferSource): Promise<WebAssembly.Module> {
  const bytes = ArrayBuffer.isView(source) ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength) : new Uint8Array(source);
  if (!isWasm(bytes)) {
    const start = new TextDecoder().decode(bytes.subarray(0, 64)).trimStart();
    const what = bytes.length === 0 ? "empty" : start.startsWith("<") ? "an HTML page (does the path exist on the server?)" : "no WebAssembly module";
    throw new GoLoadError("not-wasm", `${name} is ${what}`, { program: name });
  }
  try {
    return await WebAssembly.compile(source);
  } catch (cause) {
    throw new GoLoadError("compile-failed", `${name} could not be compiled (is the file complete?): ${messageOf(cause)}`, { program: name, cause });
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
  // A specifier in a variable: no bundler follows it into a page's bundle.
  const specifier = "node:fs";
  const fs = (nodeProcess()?.getBuiltinModule?.(specifier) ?? (await import(/* webpackIgnore: true */ /* @vite-ignore */ specifier))) as NodeFs;
  try {
    return await fs.promises.readFile(path);
  } catch (cause) {
    throw new GoLoadError("load-failed", `${path} could not be read: ${messageOf(cause)}`, { program: name, cause });
  }
}

/** Gets bytes from an address: over the network, or in Node from a file too. */
import { nodeProcess } from "../node.js";

const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** Bytes of a file, from `offset` on; `size` is that of the whole file. */
export interface Part {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly offset: number;
  readonly size: number;
}

/** Why an address could not be read; `missing` where the server says that there is no such file. */
export class FetchFailure extends Error {
  readonly missing: boolean;

  constructor(message: string, missing: boolean, cause?: unknown) {
    super(message, { cause });
    this.missing = missing;
  }
}

/** Makes an address absolute, so that it says the same in a worker. */
export function absolute(address: string): string {
  const { document, location } = globalThis as { document?: Document; location?: Location };
  if (nodeProcess()) return /^[a-z][a-z0-9+.-]+:/i.test(address) ? address : pathToFileUrl(address);
  return new URL(address, document?.baseURI ?? location?.href).href;
}

/** Gets a whole file, or where `end` is given the bytes from `start` to before `end`: more of it where the server knows no ranges. */
export async function fetchPart(address: string, range?: { readonly start: number; readonly end: number }): Promise<Part> {
  if (address.startsWith("file:")) return readLocal(address);
  let response: Response;
  try {
    response = await fetch(address, range ? { headers: { Range: `bytes=${range.start}-${range.end - 1}` } } : {});
    if (isEmpty(response.status, response.headers.get("content-range"))) return nothing;
    if (!response.ok) throw refused(address, response.status, response.statusText);
    const bytes = new Uint8Array(await response.arrayBuffer());
    return partOf(address, response.status, response.headers.get("content-range"), bytes);
  } catch (cause) {
    if (cause instanceof FetchFailure) throw cause;
    throw new FetchFailure(`${address} could not be fetched (${messageOf(cause)})`, false, cause);
  }
}

/** The same before it returns, where the engine can: in a worker of a page. Undefined elsewhere. */
export function fetchPartNow(address: string, range?: { readonly start: number; readonly end: number }): Part | undefined {
  if (typeof XMLHttpRequest !== "function" || typeof document === "object" || address.startsWith("file:")) return undefined;
  const request = new XMLHttpRequest();
  request.open("GET", address, false);
  request.responseType = "arraybuffer";
  if (range) request.setRequestHeader("Range", `bytes=${range.start}-${range.end - 1}`);
  try {
    request.send();
  } catch (cause) {
    throw new FetchFailure(`${address} could not be fetched (${messageOf(cause)})`, false, cause);
  }
  if (isEmpty(request.status, request.getResponseHeader("content-range"))) return nothing;
  if (request.status < 200 || request.status > 299) throw refused(address, request.status, request.statusText);
  return partOf(address, request.status, request.getResponseHeader("content-range"), new Uint8Array(request.response as ArrayBuffer));
}

function refused(address: string, status: number, text: string): FetchFailure {
  return new FetchFailure(`${address} could not be fetched: the server answered ${status} ${text}`.trimEnd(), status === 404 || status === 410);
}

/** An empty file has no range that could be had. */
const isEmpty = (status: number, contentRange: string | null): boolean => status === 416 && contentRange === "bytes */0";
const nothing: Part = { bytes: new Uint8Array(0), offset: 0, size: 0 };

/** 206 says where the bytes are from; any other answer is the whole file. */
function partOf(address: string, status: number, contentRange: string | null, bytes: Uint8Array<ArrayBuffer>): Part {
  if (status !== 206) return { bytes, offset: 0, size: bytes.length };
  const [, start, size] = /^bytes (\d+)-\d+\/(\d+)$/.exec(contentRange ?? "") ?? [];
  if (start === undefined) throw new FetchFailure(`${address}: the server sent a part of it without saying which (of another origin: Access-Control-Expose-Headers: Content-Range)`, false);
  return { bytes, offset: Number(start), size: Number(size) };
}

interface NodeModules {
  "node:fs": { promises: { readFile(path: URL): Promise<Uint8Array<ArrayBuffer>> } };
  "node:url": { pathToFileURL(path: string): URL };
}
const builtin = <K extends keyof NodeModules>(name: K): NodeModules[K] | undefined => nodeProcess()?.getBuiltinModule?.(name) as NodeModules[K] | undefined;

function pathToFileUrl(path: string): string {
  const href = builtin("node:url")?.pathToFileURL(path).href ?? path;
  return path.endsWith("/") && !href.endsWith("/") ? `${href}/` : href;
}

async function readLocal(address: string): Promise<Part> {
  const fs = builtin("node:fs");
  if (!fs) throw new FetchFailure(`${address} could not be read: that takes Node 20.16 or newer`, false);
  try {
    const bytes = await fs.promises.readFile(new URL(address));
    return { bytes, offset: 0, size: bytes.length };
  } catch (cause) {
    throw new FetchFailure(`${address} could not be read (${messageOf(cause)})`, (cause as { code?: string }).code === "ENOENT", cause);
  }
}

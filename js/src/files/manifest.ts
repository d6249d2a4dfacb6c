/** The manifest of a `url` mount: which files the server has. bridge/files/manifest.cpp reads it, with nlohmann/json, as a wasm module of its own. */
import { bytesOf } from "../bridge/artifacts.js";
import { absolute, FetchFailure, fetchPart } from "./fetch-bytes.js";
import { manifestSource } from "./manifest-source.js";
import type { Manifest } from "./mounts.js";
import type { PlanTools, RemoteFile, RemoteFiles } from "./planned.js";

/** What manifest.wasm exports. */
interface ManifestExports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  /** Room for so many bytes; 0 where there is none. */
  room(length: number): number;
  /** Reads what was put there. */
  read(length: number): void;
}

/** Fetches a manifest where none is given, and looks at all that it says. A folder without one is open-ended. */
export async function readManifest(base: string, given: Manifest | undefined, at: string, { name, GoFileError: Type }: PlanTools): Promise<RemoteFiles> {
  const folder = absolute(given || base.endsWith(".json") || base.endsWith("/") ? base : `${base}/`);
  const from = given || base.endsWith(".json") ? folder : new URL("files.json", folder).href;
  const label = given ? `the manifest for ${at} of ${name}` : `${from}, the manifest for ${at} of ${name},`;
  const bad = (what: string, cause?: unknown): Error => new Type("bad-manifest", `${label} ${what}`, { program: name, path: at, cause });
  let bytes: Uint8Array;
  if (given) {
    try {
      bytes = new TextEncoder().encode(JSON.stringify(given));
    } catch (cause) {
      throw bad(`cannot be written as JSON: ${(cause as Error).message}`, cause);
    }
  } else {
    try {
      ({ bytes } = await fetchPart(from));
    } catch (cause) {
      if (cause instanceof FetchFailure && cause.missing && folder.endsWith("/")) return { files: [], openBase: folder };
      throw new Type("file-unavailable", `${label} could not be read: ${(cause as Error).message}`, { program: name, path: at, cause });
    }
  }
  const module = await compiled();
  const files: RemoteFile[] = [];
  let wrong: string | undefined;
  try {
    wrong = filesOf(bytes, given && !folder.endsWith("/") ? `${folder}/` : folder, module, files);
  } catch (cause) {
    throw bad(`could not be read: ${(cause as Error).message}`, cause); // the machine has not got the memory
  }
  if (wrong !== undefined) throw bad(wrong);
  return { files };
}

let module: Promise<WebAssembly.Module> | undefined;

/** The module: code, so shared by all programs of the page. */
function compiled(): Promise<WebAssembly.Module> {
  if (!module) {
    module = manifestSource().then(({ manifest }) => WebAssembly.compile(bytesOf(manifest)));
    module.catch(() => (module = undefined)); // it may be there the next time
  }
  return module;
}

const TYPES = ["file", "directory", "symlink"] as const; // ManifestFile::Kind of bridge/files/manifest.h

/** Adds what the manifest has to `files`; gives what is wrong with it. Addresses are relative to `folder`. */
function filesOf(bytes: Uint8Array, folder: string, module: WebAssembly.Module, files: RemoteFile[]): string | undefined {
  let wrong: string | undefined;
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const text = (at: number, length: number): string => decoder.decode(new Uint8Array(exports.memory.buffer, at, length));
  const manifest = {
    manifest_file(kind: 0 | 1 | 2, pathAt: number, pathLength: number, size: number, mode: number, modified: number, targetAt: number, targetLength: number, urlAt: number, urlLength: number) {
      const path = text(pathAt, pathLength);
      const url = urlAt ? text(urlAt, urlLength) : path.split("/").map(encodeURIComponent).join("/");
      try {
        files.push({ path, type: TYPES[kind], size, mode, modified, address: new URL(url, folder).href, ...(targetLength > 0 && { target: text(targetAt, targetLength) }) });
      } catch {
        wrong ??= `has at ${JSON.stringify(path)} the url ${JSON.stringify(url)}, which is no address`;
      }
    },
    manifest_bad: (at: number, length: number) => void (wrong ??= text(at, length)),
  };
  const exports = new WebAssembly.Instance(module, { manifest }).exports as unknown as ManifestExports;
  exports._initialize();
  const at = exports.room(bytes.length);
  if (!at) return `has ${bytes.length} bytes, for which there is no memory`;
  new Uint8Array(exports.memory.buffer, at, bytes.length).set(bytes);
  exports.read(bytes.length);
  return wrong;
}

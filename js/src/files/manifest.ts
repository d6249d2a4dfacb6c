/**
 * The manifest of a `url` mount: which files the server has. It is read here, by the engine's JSON: nlohmann/json in files.wasm, as a SAX parser, took
 * 15 KB more (brotli) where there is no room for them, and a mount is looked at before there is a filesystem.
 */
import { absolute, FetchFailure, fetchPart } from "./fetch-bytes.js";
import type { Manifest } from "./mounts.js";
import type { PlanTools, RemoteFile, RemoteFiles } from "./planned.js";

/** Fetches a manifest where none is given, and looks at all that it says. A folder without one is open-ended. */
export async function readManifest(base: string, given: Manifest | undefined, at: string, { name, GoFileError: Type }: PlanTools): Promise<RemoteFiles> {
  const folder = absolute(given || base.endsWith(".json") || base.endsWith("/") ? base : `${base}/`);
  const from = given || base.endsWith(".json") ? folder : new URL("files.json", folder).href;
  const label = given ? `the manifest for ${at} of ${name}` : `${from}, the manifest for ${at} of ${name},`;
  let manifest: unknown = given;
  if (!given) {
    let text: string;
    try {
      text = new TextDecoder("utf-8", { fatal: true }).decode((await fetchPart(from)).bytes);
    } catch (cause) {
      if (cause instanceof FetchFailure && cause.missing && folder.endsWith("/")) return { files: [], openBase: folder };
      throw new Type("file-unavailable", `${label} could not be read: ${(cause as Error).message}`, { program: name, path: at, cause });
    }
    try {
      manifest = JSON.parse(text);
    } catch (cause) {
      throw new Type("bad-manifest", `${label} is not JSON: ${(cause as Error).message}`, { program: name, path: at, cause });
    }
  }
  const bad = (what: string): GoFileErrorOf => new Type("bad-manifest", `${label} ${what}`, { program: name, path: at });
  const files = isObject(manifest) ? manifest["files"] : undefined;
  if (!isObject(files)) throw bad('has no "files": it has to be { "files": { "a/path": size, … } }');
  const root = given && !folder.endsWith("/") ? `${folder}/` : folder;
  return { files: Object.entries(files).map(([path, entry]) => remoteFile(path, entry, root, bad)) };
}
type GoFileErrorOf = InstanceType<PlanTools["GoFileError"]>;

function remoteFile(path: string, entry: unknown, folder: string, bad: (what: string) => Error): RemoteFile {
  const parts = path.split("/").filter(part => part !== "" && part !== ".");
  const where = JSON.stringify(path.length > 200 ? `${path.slice(0, 200)}…` : path);
  if (parts.length === 0 || parts.includes("..") || path.includes("\0")) throw bad(`has ${where}, which is no path below the mount`);
  const inner = parts.join("/");
  const more = typeof entry === "number" ? { size: entry } : entry;
  if (!isObject(more)) throw bad(`has at ${where} ${JSON.stringify(entry)}: it takes a size in bytes, or an object`);
  const { size, mode = 0o444, modified = 0, symlink, url } = more;
  if (typeof mode !== "number" || !Number.isInteger(mode) || mode < 0 || mode > 0o7777) throw bad(`has at ${where} the mode ${JSON.stringify(mode)}: it takes permissions as a number, such as 292 for r--r--r--`);
  if (typeof modified !== "number" || !Number.isFinite(modified)) throw bad(`has at ${where} the time ${JSON.stringify(modified)}: it takes milliseconds since 1970`);
  if (symlink !== undefined && (typeof symlink !== "string" || symlink === "")) throw bad(`has at ${where} a symlink to ${JSON.stringify(symlink)}: it takes a path`);
  if (url !== undefined && typeof url !== "string") throw bad(`has at ${where} the url ${JSON.stringify(url)}: it takes an address`);
  let address: string;
  try {
    address = new URL(url ?? inner.split("/").map(encodeURIComponent).join("/"), folder).href;
  } catch {
    throw bad(`has at ${where} the url ${JSON.stringify(url)}, which is no address`);
  }
  const common = { path: inner, mode, modified, address };
  if (path.endsWith("/")) return { ...common, type: "directory", size: 0, mode: more["mode"] === undefined ? 0o555 : mode };
  if (symlink !== undefined) return { ...common, type: "symlink", size: 0, target: symlink };
  if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) throw bad(`has at ${where} the size ${JSON.stringify(size)}: it takes a number of bytes`);
  return { ...common, type: "file", size };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** From the option `files` to what is to be mounted: looked at, unpacked, fetched. A plan crosses to a worker. */
import type { GoLoadError } from "../errors.js";
import { absolute, fetchPart } from "./fetch-bytes.js";
import { readManifest } from "./manifest.js";
import type { ArchiveSource, FileContent, FileEntry, FileLimits, FilesOption, FileTree, Mount } from "./mounts.js";
import type { FilesPlan, PlannedMount, PlanTools, Seed } from "./planned.js";

/** Throws a GoLoadError where the option has a bad shape, a GoFileError where an archive or a manifest cannot be used. */
export async function planFiles(option: FilesOption, limits: FileLimits, tools: PlanTools, cwd = "/"): Promise<FilesPlan> {
  const bad: Bad = what => new tools.GoLoadError("bad-option", `the option files of ${tools.name} ${what}`, { program: tools.name });
  if (!isRecord(option)) throw bad(`is ${describe(option)}: it takes an object of mounts and files by absolute path, or one mount`);
  checkLimits(limits, tools);
  if (typeof cwd !== "string" || !cwd.startsWith("/")) throw new tools.GoLoadError("bad-option", `the option cwd of ${tools.name} is ${describe(cwd)}: it takes an absolute path`, { program: tools.name });
  const given: readonly (readonly [string, unknown])[] = isMount(option) ? [["/", option]] : Object.entries(option);
  const mounts = new Map<string, Mount>();
  const loose: Record<string, FileContent | FileEntry> = Object.create(null) as Record<string, FileContent | FileEntry>;
  for (const [path, value] of given) {
    if (!path.startsWith("/")) throw bad(`has ${JSON.stringify(path)}, which is no absolute path: let it begin with a slash`);
    if (path.includes("\0") || path.split("/").some(part => part === "." || part === "..")) throw bad(`has ${JSON.stringify(path)}, which is no plain path: it has ".", ".." or a zero byte in it`);
    if (isMount(value)) {
      const at = path.replace(/\/+/g, "/").replace(/(.)\/$/, "$1");
      if (mounts.has(at)) throw bad(`has two mounts at ${at}`);
      mounts.set(at, checkMount(value, at, bad));
    } else if (isRecord(value) && "kind" in value) {
      throw bad(`has at ${path} a mount of the unknown kind ${JSON.stringify(value["kind"])}`);
    } else {
      loose[path] = value as FileContent | FileEntry;
    }
  }
  const root = mounts.get("/");
  if (root && root.kind !== "memory" && Object.keys(loose).length > 0) {
    throw bad(`has files by path (${Object.keys(loose)[0]}) and a mount at "/" that does not take them: put them into a memory() of their own`);
  }
  mounts.set("/", root?.kind === "memory" ? { kind: "memory", files: Object.assign(Object.create(null) as FileTree, root.files, loose) } : (root ?? { kind: "memory", files: { "/tmp/": { mode: 0o1777 }, ...loose } }));
  const depth = (path: string): number => (path === "/" ? 0 : path.split("/").length);
  const ordered = [...mounts].sort(([a], [b]) => depth(a) - depth(b));
  return { mounts: await Promise.all(ordered.map(async ([at, mount]) => ({ at, mount: await plan(mount, at, tools, bad) }))), limits, cwd, devices: !root };
}

/** The same of one mount. */
export async function planMount(path: string, mount: Mount, tools: PlanTools): Promise<PlannedMount> {
  const bad: Bad = what => new tools.GoLoadError("bad-option", `the mount for ${tools.name} ${what}`, { program: tools.name });
  if (!isMount(mount)) throw bad(`is ${describe(mount)}: the functions of goferry/files make mounts`);
  return plan(checkMount(mount, path, bad), path, tools, bad);
}

type Bad = (what: string) => GoLoadError;

async function plan(mount: Mount, at: string, tools: PlanTools, bad: Bad): Promise<PlannedMount> {
  switch (mount.kind) {
    case "memory":
      return { kind: "memory", seeds: await Promise.all(Object.entries(mount.files).map(([path, value]) => seedOf(path, value, at, bad))) };
    case "archive":
      return { kind: "memory", seeds: await unpack(mount.format, mount.source, at, tools) };
    case "url":
      return { kind: "url", ...(await readManifest(mount.base, mount.manifest, at, tools)) };
    case "opfs":
      return { kind: "opfs", name: mount.name };
    case "readOnly":
      return { kind: "readOnly", mount: await plan(mount.mount, at, tools, bad) };
    case "overlay": {
      let lower = await plan(mount.lower, at, tools, bad);
      while (lower.kind === "readOnly") lower = lower.mount;
      // Nobody else sees what is changed in a memory of its own: that needs nothing above it.
      return lower.kind === "url" || lower.kind === "opfs" ? { kind: "overlay", lower } : lower;
    }
  }
}

async function seedOf(path: string, value: unknown, at: string, bad: Bad): Promise<Seed> {
  const where = `${JSON.stringify(path)}${at === "/" ? "" : ` below ${at}`}`;
  const parts = path.split("/").filter(part => part !== "" && part !== ".");
  if (parts.includes("..") || path.includes("\0")) throw bad(`has ${where}, which would lie outside of its mount, or has a zero byte in its name`);
  const inner = parts.join("/");
  const entry = bytesOf(value) === undefined && !(value instanceof Blob) && isRecord(value) ? (value as FileEntry) : undefined;
  const { mode, modified, symlink, device } = entry ?? {};
  if (mode !== undefined && !(Number.isInteger(mode) && mode >= 0 && mode <= 0o7777)) throw bad(`has at ${where} the mode ${describe(mode)}: it takes permissions such as 0o644`);
  const time = modified instanceof Date ? modified.getTime() : modified;
  if (time !== undefined && !Number.isFinite(time)) throw bad(`has at ${where} the time ${describe(modified)}: it takes a Date, or milliseconds since 1970`);
  const common = { path: inner, ...(mode !== undefined && { mode }), ...(time !== undefined && { modified: time }) };
  if (path.endsWith("/")) return { ...common, type: "directory" };
  if (typeof symlink === "string" && symlink !== "") return { ...common, type: "symlink", target: symlink };
  if (device !== undefined) {
    if (device !== "null" && device !== "zero") throw bad(`has at ${where} the device ${describe(device)}: there are "null" and "zero"`);
    return { ...common, type: "device", target: device };
  }
  const content = entry ? entry.content : value;
  const bytes = content instanceof Blob ? new Uint8Array(await content.arrayBuffer()) : bytesOf(content);
  if (bytes === undefined) throw bad(`has at ${where} ${describe(content)}: a file is a text, bytes or a Blob, or { content } or { symlink }`);
  return { ...common, type: "file", bytes };
}

async function unpack(format: "zip" | "tar", source: ArchiveSource, at: string, { name, GoFileError: Type }: PlanTools): Promise<Seed[]> {
  const address = typeof source === "string" || source instanceof URL ? absolute(String(source)) : undefined;
  const what = `the ${format} archive${address === undefined ? "" : ` ${address}`} for ${at} of ${name}`;
  let bytes: Uint8Array | undefined;
  try {
    bytes = address === undefined ? source instanceof Blob ? new Uint8Array(await source.arrayBuffer()) : bytesOf(source) : (await fetchPart(address)).bytes;
  } catch (cause) {
    throw new Type("file-unavailable", `${what} could not be fetched: ${(cause as Error).message}`, { program: name, path: at, cause });
  }
  try {
    const { unpackArchive } = await import("./archives.js");
    return await unpackArchive(format, bytes as Uint8Array);
  } catch (cause) {
    throw new Type("bad-archive", `${what} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`, { program: name, path: at, cause });
  }
}

/** What is wrong with a description that a user may have made by hand. */
function checkMount(mount: Mount, at: string, bad: Bad): Mount {
  const at_ = JSON.stringify(at);
  switch (mount.kind) {
    case "memory":
      if (!isRecord(mount.files)) throw bad(`has at ${at_} a memory mount of ${describe(mount.files)}: it takes an object of files by path`);
      break;
    case "archive":
      if (typeof mount.source !== "string" && !(mount.source instanceof Blob) && bytesOf(mount.source) === undefined) throw bad(`has at ${at_} a ${mount.format} of ${describe(mount.source)}: it takes an address, bytes or a Blob`);
      break;
    case "url":
      if (mount.base === "") throw bad(`has at ${at_} a url mount without an address`);
      break;
    case "opfs":
      if (typeof mount.name !== "string" || mount.name === "") throw bad(`has at ${at_} an opfs of the name ${describe(mount.name)}: it takes a text`);
      break;
    case "readOnly":
      if (!isMount(mount.mount)) throw bad(`has at ${at_} a readOnly of ${describe(mount.mount)}: it takes a mount`);
      checkMount(mount.mount, at, bad);
      break;
    case "overlay":
      if (!isMount(mount.lower)) throw bad(`has at ${at_} an overlay of ${describe(mount.lower)}: it takes a mount`);
      checkMount(mount.lower, at, bad);
  }
  return mount;
}

function checkLimits(limits: FileLimits, { name, GoLoadError: Type }: PlanTools): void {
  if (isRecord(limits)) {
    const bad = Object.entries(limits).find(([key, value]) => !["bytes", "files", "pathBytes"].includes(key) || !(typeof value === "number" && value >= 0));
    if (!bad) return;
    throw new Type("bad-option", `the option fileLimits of ${name} has ${bad[0]}: ${describe(bad[1])}; it takes numbers for bytes, files and pathBytes`, { program: name });
  }
  throw new Type("bad-option", `the option fileLimits of ${name} is ${describe(limits)}: it takes { bytes, files, pathBytes }`, { program: name });
}

const KINDS: readonly unknown[] = ["memory", "archive", "url", "opfs", "readOnly", "overlay"] satisfies Mount["kind"][];
const isMount = (value: unknown): value is Mount => isRecord(value) && KINDS.includes(value["kind"]);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !ArrayBuffer.isView(value) && !(value instanceof ArrayBuffer) && !(value instanceof Blob) && !Array.isArray(value);
}

/** Bytes of a text or a buffer; undefined for anything else. */
export function bytesOf(value: unknown): Uint8Array | undefined {
  if (typeof value === "string") return new TextEncoder().encode(value);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  return ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : undefined;
}

/** A value in a message. */
function describe(value: unknown): string {
  if (value === null || typeof value !== "object") return typeof value === "string" ? JSON.stringify(value) : String(value);
  return Array.isArray(value) ? "an array" : `an object (${Object.prototype.toString.call(value).slice(8, -1)})`;
}

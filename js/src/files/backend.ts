/** What `program.files` asks of a filesystem, where that is: in the page, or in the program's worker. Arguments and results can be posted. */
import type { Changes, FileChange } from "./changes.js";
import type { Core } from "./core.js";
import { FetchFailure } from "./fetch-bytes.js";
import * as layout from "./layout.js";
import { addMount } from "./mounting.js";
import { storesOf, type PlannedMount } from "./planned.js";
import type { RemoteData } from "./remote-data.js";
import { Stats } from "./stats.js";
import { systemError } from "./system-error.js";

/** One file, folder or link, as it is told of. */
export interface PlainInfo {
  readonly path: string;
  readonly mode: number;
  readonly size: number;
  readonly links: number;
  readonly modified: number;
  readonly accessed: number;
  readonly target?: string;
}

/** How much may be stored, and is. */
export interface FilesUsage {
  /** Bytes that files take. */
  readonly bytes: number;
  /** Files, folders and links. */
  readonly files: number;
  /** Of all that the page's origin has stored in the browser, about; and what it may take. */
  readonly storage?: {
    readonly bytes: number;
    readonly quota: number;
  };
}

const EEXIST = -17;
const EISDIR = -21;
const EINVAL = -22;
const ENOSPC = -28;
const EIO = -5;
const PIECE = 1 << 20;

/** The operations, by name; paths are absolute and plain. Each rejects with a SystemError. */
export class Backend {
  readonly #core: Core;
  readonly #remote: RemoteData;
  readonly #changes: Changes;

  constructor(core: Core, remote: RemoteData, changes: Changes) {
    this.#core = core;
    this.#remote = remote;
    this.#changes = changes;
  }

  async readFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
    const fd = await this.#open(path, layout.O_RDONLY, 0);
    try {
      const core = this.#core;
      await this.#call("fstat", path, () => core.exports.fstat(fd, core.resultAt));
      const type = core.resultWord(layout.STAT_MODE) & layout.S_IFMT;
      if (type !== layout.S_IFREG) throw systemError(type === layout.S_IFDIR ? EISDIR : EINVAL, "read", path); // a device may have no end
      const parts: Uint8Array<ArrayBuffer>[] = [];
      let expected = core.resultNumber(layout.STAT_SIZE);
      let length = 0;
      for (;;) {
        // One byte more than is expected: the read that has it knows the end.
        const part = new Uint8Array(Math.max(1, Math.min(expected + 1, PIECE)));
        const count = await this.#call("read", path, () => core.read(fd, part, length));
        if (count > 0) parts.push(count === part.length ? part : part.subarray(0, count));
        length += count;
        expected -= count;
        if (count < part.length) break;
      }
      return joined(parts, length);
    } finally {
      this.#core.exports.close(fd);
    }
  }

  async writeFile(path: string, bytes: Uint8Array, append: boolean, mode: number): Promise<void> {
    const fd = await this.#open(path, layout.O_WRONLY | layout.O_CREAT | (append ? layout.O_APPEND : layout.O_TRUNC), mode);
    try {
      for (let at = 0; at < bytes.length; ) {
        const count = await this.#call("write", path, () => this.#core.write(fd, bytes.subarray(at), -1));
        if (count === 0) throw systemError(ENOSPC, "write", path);
        at += count;
      }
      await this.#call("fsync", path, () => this.#core.exports.fsync(fd));
    } finally {
      await this.#remote.complete(() => this.#core.exports.close(fd));
      this.#changes.note(path, "changed");
    }
  }

  async stat(path: string, follow: boolean): Promise<PlainInfo> {
    const core = this.#core;
    await this.#path("stat", path, (at, length) => core.exports.stat(at, length, follow ? 1 : 0, core.resultAt));
    const { mode, size, nlink: links, mtimeMs: modified, atimeMs: accessed } = new Stats(core);
    const info = { path, mode, size, links, modified, accessed };
    if ((mode & layout.S_IFMT) !== layout.S_IFLNK) return info;
    const length = await this.#path("readlink", path, (at, size) => core.exports.readlink(at, size, core.resultAt, core.resultCapacity));
    return { ...info, target: core.resultText(length) };
  }

  /** What lies in a folder, sorted by name; with `recursive`, each folder before what lies in it. */
  async list(path: string, recursive: boolean): Promise<PlainInfo[]> {
    const infos: PlainInfo[] = [];
    await this.#list(path, recursive, infos);
    return infos;
  }

  async #list(path: string, recursive: boolean, infos: PlainInfo[]): Promise<void> {
    const fd = await this.#open(path, layout.O_RDONLY | layout.O_DIRECTORY, 0);
    const entries = this.#core.entries(fd);
    this.#core.exports.close(fd);
    if (typeof entries === "number") throw systemError(entries, "scandir", path);
    for (const { name } of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const inner = path === "/" ? `/${name}` : `${path}/${name}`;
      const info = await this.stat(inner, false).catch(unlessGone);
      if (!info) continue;
      infos.push(info);
      if (recursive && (info.mode & layout.S_IFMT) === layout.S_IFDIR) await this.#list(inner, true, infos).catch(unlessGone);
    }
  }

  /** Makes the folders above it, too, where they are missing. */
  async mkdir(path: string, mode: number): Promise<void> {
    const parts = path.split("/").slice(1);
    for (let i = 1; i <= parts.length; i++) {
      const folder = `/${parts.slice(0, i).join("/")}`;
      const result = await this.#remote.complete(() => this.#core.path(folder, (at, length) => this.#core.exports.mkdir(at, length, mode)));
      const there = result === EEXIST && ((await this.stat(folder, true)).mode & layout.S_IFMT) === layout.S_IFDIR;
      if (result < 0 && !there) throw systemError(result, "mkdir", folder);
      if (!there) this.#changes.note(folder, "changed");
    }
  }

  async remove(path: string, recursive: boolean): Promise<void> {
    const { mode } = await this.stat(path, false);
    const folder = (mode & layout.S_IFMT) === layout.S_IFDIR;
    if (folder && recursive) for (const { path: inner } of await this.list(path, false)) await this.remove(inner, true);
    if (folder) await this.#path("rmdir", path, this.#core.exports.rmdir);
    else await this.#path("unlink", path, this.#core.exports.unlink);
    this.#changes.note(path, "removed");
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#call("rename", from, () => this.#core.paths(from, to, this.#core.exports.rename), to);
    this.#changes.note(from, "removed");
    this.#changes.note(to, "changed");
  }

  async usage(): Promise<FilesUsage> {
    this.#core.exports.usage(this.#core.resultAt);
    return { bytes: this.#core.resultNumber(layout.USAGE_BYTES), files: this.#core.resultNumber(layout.USAGE_FILES) };
  }

  async mount(path: string, mount: PlannedMount): Promise<void> {
    const stores = storesOf(mount);
    await this.#core.stores.open(stores);
    try {
      addMount(this.#core, this.#remote, path, mount);
    } catch (error) {
      for (const store of stores) this.#core.stores.drop(store);
      throw error;
    }
    this.#changes.note(path, "changed");
  }

  async unmount(path: string): Promise<void> {
    await this.#path("unmount", path, this.#core.exports.unmount);
    this.#changes.note(path, "changed");
  }

  /** Watches until the signal is aborted. */
  watch(path: string, recursive: boolean, listener: (changes: readonly FileChange[]) => unknown, signal: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      if (signal.aborted) return resolve();
      const stop = this.#changes.watch(path, recursive, changes => void Promise.resolve(listener(changes)).catch(() => {})); // in a worker: the page is gone
      signal.addEventListener("abort", () => (stop(), resolve()), { once: true });
    });
  }

  #open(path: string, flags: number, mode: number): Promise<number> {
    return this.#path("open", path, (at, length) => this.#core.exports.open(at, length, flags, mode));
  }

  #path(syscall: string, path: string, call: (at: number, length: number) => number): Promise<number> {
    return this.#call(syscall, path, () => this.#core.path(path, call));
  }

  async #call(syscall: string, path: string, call: () => number, dest?: string): Promise<number> {
    let result: number;
    try {
      result = await this.#remote.complete(call);
    } catch (cause) {
      throw Object.assign(systemError(EIO, syscall, path, dest), cause instanceof FetchFailure ? { cause, unavailable: true } : { cause });
    }
    if (result < 0) throw systemError(result, syscall, path, dest);
    return result;
  }
}

/** The operations that may be asked for by name. */
export const OPERATIONS: readonly string[] = ["readFile", "writeFile", "stat", "list", "mkdir", "remove", "rename", "usage", "mount", "unmount", "watch"] satisfies (keyof Backend)[];

/** Of something that vanished while it was looked at. */
function unlessGone(error: unknown): undefined {
  if ((error as { code?: unknown }).code !== "ENOENT") throw error;
}

function joined(parts: readonly Uint8Array<ArrayBuffer>[], length: number): Uint8Array<ArrayBuffer> {
  const [first] = parts;
  if (parts.length === 1 && first && first.byteLength === first.buffer.byteLength) return first;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

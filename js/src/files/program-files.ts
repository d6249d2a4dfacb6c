/** `program.files`: a program's files, as the page sees them. */
import type { GoFileError } from "../errors.js";
import type { FilesUsage, PlainInfo } from "./backend.js";
import type { FileChange } from "./changes.js";
import type { CallBackend } from "./engine-files.js";
import { fileError } from "./file-error.js";
import * as layout from "./layout.js";
import type { FileContent, Mount } from "./mounts.js";
import { bytesOf } from "./plan.js";
import type { PlannedMount } from "./planned.js";
import { isSystemError } from "./system-error.js";

/** What is known of a file. */
export interface FileInfo {
  /** Its absolute path. */
  readonly path: string;
  /** The last part of that. */
  readonly name: string;
  /** What it is; `other` are devices. */
  readonly type: "file" | "directory" | "symlink" | "other";
  /** In bytes. */
  readonly size: number;
  /** Its permissions, such as 0o644. */
  readonly mode: number;
  /** When its content was last changed. */
  readonly modified: Date;
  /** When it was last read. */
  readonly accessed: Date;
  /** How many names it has. */
  readonly links: number;
  /** What a symlink points to. */
  readonly target?: string;
}

/** How far an export has come. */
export interface ExportProgress {
  /** Files that are in it. */
  readonly files: number;
  /** Files in all. */
  readonly totalFiles: number;
  /** Bytes of those that are in it. */
  readonly bytes: number;
  /** Bytes of all. */
  readonly totalBytes: number;
}

/** What `export` may be told. */
export interface ExportOptions {
  /** Called after each file. */
  readonly onProgress?: (progress: ExportProgress) => void;
  /** Gives the export up. */
  readonly signal?: AbortSignal;
}

/** What is given. */
export interface ProgramFilesTools {
  readonly name: string;
  readonly call: CallBackend;
  readonly GoFileError: typeof GoFileError;
  /** Looks at a mount, and fetches what it takes. */
  readonly plan: (path: string, mount: Mount) => Promise<PlannedMount>;
}

/**
 * The files of a program: those of its option `files`, and what it has made of them. Paths begin with a slash. What goes wrong is a GoFileError,
 * whose `errno` is Node's code ("ENOENT") where there is one. After the program's end its files are still there (but for one in a worker that was terminated).
 */
export class ProgramFiles {
  readonly #tools: ProgramFilesTools;

  /** @internal Made by `load`. */
  constructor(tools: ProgramFilesTools) {
    this.#tools = tools;
  }

  /** Reads a whole file: its bytes, or its text. */
  readFile(path: string, encoding: "utf8"): Promise<string>;
  /** The same: its bytes. */
  readFile(path: string): Promise<Uint8Array<ArrayBuffer>>;
  async readFile(path: string, encoding?: "utf8"): Promise<string | Uint8Array> {
    const bytes = (await this.#call("readFile", [this.#plain(path)])) as Uint8Array;
    return encoding === undefined ? bytes : new TextDecoder().decode(bytes);
  }

  /** Writes a whole file, or with `append` at its end; makes it where there is none, with the permissions `mode` (0o644). */
  async writeFile(path: string, content: FileContent, { append = false, mode = 0o644 }: { append?: boolean; mode?: number } = {}): Promise<void> {
    const bytes = content instanceof Blob ? new Uint8Array(await content.arrayBuffer()) : bytesOf(content);
    if (!bytes) throw this.#error("file-failed", `${path} was given ${String(content)}: a file takes a text, bytes or a Blob`, path);
    await this.#call("writeFile", [this.#plain(path), bytes, append, mode]);
  }

  /** What is known of a file; of a symlink itself, with `follow: false`. */
  async stat(path: string, { follow = true }: { follow?: boolean } = {}): Promise<FileInfo> {
    return infoOf((await this.#call("stat", [this.#plain(path), follow])) as PlainInfo);
  }

  /** Whether there is anything at a path. */
  async exists(path: string): Promise<boolean> {
    return this.stat(path).then(() => true, (error: unknown) => {
      if (["file-not-found", "not-a-directory"].includes((error as GoFileError).code)) return false;
      throw error;
    });
  }

  /** What lies in a folder, sorted by name; with `recursive`, all that lies below it. */
  async list(path = "/", { recursive = false }: { recursive?: boolean } = {}): Promise<FileInfo[]> {
    return ((await this.#call("list", [this.#plain(path), recursive])) as PlainInfo[]).map(infoOf);
  }

  /** Makes a folder, and those above it; one that is there already is none to make. */
  async mkdir(path: string, { mode = 0o755 }: { mode?: number } = {}): Promise<void> {
    const plain = this.#plain(path);
    if (plain !== "/") await this.#call("mkdir", [plain, mode]);
  }

  /** Removes a file, or an empty folder; with `recursive`, a folder with all that lies in it. */
  async remove(path: string, { recursive = false }: { recursive?: boolean } = {}): Promise<void> {
    await this.#call("remove", [this.#plain(path), recursive]);
  }

  /** Renames or moves; what is at the new path is replaced. Not from one mount to another. */
  async rename(from: string, to: string): Promise<void> {
    await this.#call("rename", [this.#plain(from), this.#plain(to)]);
  }

  /** How much the files of all writable mounts take; and where the browser tells of it, what the page's origin has stored, and may. */
  async usage(): Promise<FilesUsage> {
    const usage = (await this.#call("usage", [])) as FilesUsage;
    const { usage: bytes, quota } = (await storage()?.estimate?.()) ?? {};
    return bytes === undefined || quota === undefined ? usage : { ...usage, storage: { bytes, quota } };
  }

  /** Asks the browser to keep what `opfs` mounts hold, also where space is short. True where it will; some ask the user. */
  async persist(): Promise<boolean> {
    return (await storage()?.persist?.()) ?? false;
  }

  /** Mounts at a folder, which is made where it is missing. */
  async mount(path: string, mount: Mount): Promise<void> {
    const plain = this.#plain(path);
    await this.#call("mount", [plain, await this.#tools.plan(plain, mount)]);
  }

  /** Takes a mount out again. Not while something in it is open. */
  async unmount(path: string): Promise<void> {
    await this.#call("unmount", [this.#plain(path)]);
  }

  /**
   * Calls `listener` after changes to a file, or to what lies in a folder, with `recursive` at any depth; until the returned function is called.
   * Changes that come together are told of together, each path once.
   */
  watch(path: string, listener: (changes: readonly FileChange[]) => void, { recursive = false, signal }: { recursive?: boolean; signal?: AbortSignal } = {}): () => void {
    const plain = this.#plain(path);
    const controller = new AbortController();
    const stop = (): void => controller.abort();
    if (signal?.aborted) return stop;
    signal?.addEventListener("abort", stop, { once: true });
    const told = (changes: readonly FileChange[]): void => {
      if (!controller.signal.aborted) listener(changes);
    };
    this.#tools.call("watch", [plain, recursive, told, controller.signal]).catch(() => {}); // the program has ended: nothing changes any more
    return stop;
  }

  /** A zip of a folder, with all that lies below it. (A symlink becomes what it points to, where that is a file.) */
  async export(path = "/", { onProgress, signal }: ExportOptions = {}): Promise<Blob> {
    const { ZipWriter } = await import("./archives.js");
    const root = this.#plain(path);
    const inside = root === "/" ? 1 : root.length + 1;
    const all = (await this.list(root, { recursive: true })).filter(({ type }) => type !== "other");
    const totalBytes = all.reduce((sum, { type, size }) => sum + (type === "file" ? size : 0), 0);
    const totalFiles = all.filter(({ type }) => type !== "directory").length;
    const writer = new ZipWriter();
    let files = 0;
    let bytes = 0;
    for (const { path: full, type, modified } of all) {
      signal?.throwIfAborted();
      const name = full.slice(inside);
      if (type === "directory") {
        writer.add(`${name}/`, new Uint8Array(0), modified.getTime());
        continue;
      }
      const content = await this.readFile(full).catch((error: unknown) => {
        if (type === "symlink" || (error as GoFileError).code === "file-not-found") return undefined; // dangling, or gone meanwhile
        throw error;
      });
      if (content) writer.add(name, content, modified.getTime());
      files++;
      bytes += content?.length ?? 0;
      onProgress?.({ files, totalFiles, bytes, totalBytes });
    }
    return writer.finish();
  }

  async #call(operation: string, args: unknown[]): Promise<unknown> {
    try {
      return await this.#tools.call(operation, args);
    } catch (cause) {
      throw isSystemError(cause) ? fileError(this.#tools, cause) : cause;
    }
  }

  /** An absolute path without `.`, `..` and superfluous slashes. */
  #plain(path: string): string {
    if (typeof path !== "string" || !path.startsWith("/") || path.includes("\0")) throw this.#error("file-failed", `${JSON.stringify(path)} is no absolute path: let it begin with a slash`, String(path));
    const parts: string[] = [];
    for (const part of path.split("/")) {
      if (part === "..") parts.pop();
      else if (part !== "" && part !== ".") parts.push(part);
    }
    return `/${parts.join("/")}`;
  }

  #error(code: GoFileError["code"], message: string, path: string): GoFileError {
    return new this.#tools.GoFileError(code, message, { program: this.#tools.name, path, errno: "EINVAL" });
  }
}

/** Not in Node, and in browsers only for secure pages. */
const storage = (): Partial<StorageManager> | undefined => (globalThis.navigator as { storage?: StorageManager } | undefined)?.storage;

function infoOf({ mode, modified, accessed, path, ...rest }: PlainInfo): FileInfo {
  const kind = mode & layout.S_IFMT;
  const type = kind === layout.S_IFREG ? "file" : kind === layout.S_IFDIR ? "directory" : kind === layout.S_IFLNK ? "symlink" : "other";
  return { ...rest, path, name: path.slice(path.lastIndexOf("/") + 1), type, mode: mode & ~layout.S_IFMT, modified: new Date(modified), accessed: new Date(accessed) };
}

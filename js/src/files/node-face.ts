/**
 * The program's own `fs`, `process` and `path` over files.wasm: all that Go's standard library asks of Node, answered before the call returns
 * wherever the bytes are here. Source: syscall/fs_js.go, syscall/syscall_js.go of Go 1.18 to 1.27.
 */
import { resolvePath, type Callback, type Shims } from "../host/shims.js";
import type { Input, Output } from "../host/stdio.js";
import type { Changes } from "./changes.js";
import { WOULD_FETCH, type Core } from "./core.js";
import { FetchFailure } from "./fetch-bytes.js";
import * as layout from "./layout.js";
import type { OwnArrays } from "./own-arrays.js";
import type { RemoteData } from "./remote-data.js";
import { Stats } from "./stats.js";
import { systemError, type SystemError } from "./system-error.js";

const EIO = -5;
const EBADF = -9;
const ESPIPE = -29;

/** Linux's values, which Go expects. */
const constants = {
  O_RDONLY: layout.O_RDONLY, O_WRONLY: layout.O_WRONLY, O_RDWR: layout.O_RDWR, O_CREAT: layout.O_CREAT, O_EXCL: layout.O_EXCL, O_TRUNC: layout.O_TRUNC,
  O_APPEND: layout.O_APPEND, O_DIRECTORY: layout.O_DIRECTORY, O_NOFOLLOW: layout.O_NOFOLLOW, O_SYNC: layout.O_SYNC,
};

/** What the face works on. */
export interface FaceParts {
  readonly core: Core;
  readonly remote: RemoteData;
  readonly changes: Changes;
  readonly arrays: OwnArrays;
}

/** `outputs` by descriptor (1 and 2). `ended` says that nobody wants an answer any more. */
export function createFileShims({ core, remote, changes, arrays }: FaceParts, input: Input, outputs: ReadonlyMap<number, Output>, ended: () => boolean): Shims {
  const { exports } = core;
  const streams = new Set([0, 1, 2]); // those that the program has not closed
  const opened = new Map<number, string>(); // for `changes`
  let calledBack = 0;
  let workingFolder: string | undefined;
  const cwd = (): string => {
    if (workingFolder !== undefined) return workingFolder;
    const length = exports.cwd(core.resultAt, core.resultCapacity);
    if (length < 0) throw systemError(length, "uv_cwd");
    return (workingFolder = core.resultText(length));
  };
  const resolve = (...segments: string[]): string => {
    const [path = ""] = segments;
    // Go resolves each path that it hands on, and most are so already.
    if (segments.length === 1 && path.startsWith("/") && !/\/\.{0,2}(\/|$)/.test(path)) return path;
    return resolvePath(segments.some(segment => segment.startsWith("/")) ? "/" : cwd(), segments);
  };
  /** The same for `changes`: what is done has been done, also where the current folder is gone. */
  const absolute = (path: string): string => {
    try {
      return resolve(path);
    } catch {
      return path;
    }
  };
  const changed = (path: string, type: "changed" | "removed" = "changed"): void => {
    if (changes.watched) changes.note(absolute(path), type);
  };
  const answer = (callback: Callback, error: Error | null, ...results: unknown[]): void => {
    calledBack++;
    callback(error, ...results);
  };

  /** Calls until it is answered, and tells of the answer. `call` gives a number, or what was asked for. */
  const settle = (callback: Callback, syscall: string, call: () => unknown, path?: string, dest?: string): void => {
    for (;;) {
      const result = call();
      if (typeof result !== "number" || result >= 0) return result === undefined ? answer(callback, null) : answer(callback, null, result);
      if (result !== WOULD_FETCH) return answer(callback, systemError(result, syscall, path, dest));
      try {
        if (remote.fetchNow()) continue;
      } catch (cause) {
        return answer(callback, unavailable(cause, syscall, path));
      }
      remote.fetch().then(
        () => ended() || settle(callback, syscall, call, path, dest),
        (cause: unknown) => ended() || answer(callback, unavailable(cause, syscall, path)),
      );
      return;
    }
  };

  /** A call whose success has no result. */
  const nothing = (result: number): number | undefined => (result < 0 ? result : undefined);
  const onPath = (path: string, call: (at: number, length: number) => number): number | undefined => nothing(core.path(path, call));
  const noting = (result: number | undefined, ...paths: string[]): number | undefined => {
    if (result === undefined) for (const path of paths) changed(path);
    return result;
  };
  const fstat = (fd: number): Stats | number => {
    const result = exports.fstat(fd, core.resultAt);
    return result < 0 ? result : new Stats(core, streams.has(fd) ? PIPE : undefined);
  };
  const stat = (path: string, follow: 0 | 1): Stats | number => {
    const result = core.path(path, (at, length) => exports.stat(at, length, follow, core.resultAt));
    return result < 0 ? result : new Stats(core);
  };
  const readdir = (path: string): string[] | number => {
    const fd = core.path(path, (at, length) => exports.open(at, length, layout.O_RDONLY | layout.O_DIRECTORY, 0));
    if (fd < 0) return fd;
    const entries = core.entries(fd);
    exports.close(fd);
    return typeof entries === "number" ? entries : entries.map(({ name }) => name).sort();
  };
  const writeStream = (fd: number, bytes: Uint8Array): number => {
    const output = outputs.get(fd);
    if (!output) throw systemError(EBADF, "write");
    output.write(bytes);
    return bytes.length;
  };

  const fs: Record<string, unknown> = {
    constants,
    writeSync: writeStream, // the runtime's own
    open(path: string, flags: number, mode: number, callback: Callback): void {
      settle(callback, "open", () => {
        const fd = core.path(path, (at, length) => exports.open(at, length, flags, mode));
        if (fd < 0) return fd;
        if ((flags & layout.O_ACCMODE) !== layout.O_RDONLY) opened.set(fd, absolute(path));
        if (flags & (layout.O_CREAT | layout.O_TRUNC)) changed(path);
        return fd;
      }, path);
    },
    close(fd: number, callback: Callback): void {
      settle(callback, "close", () => {
        const result = exports.close(fd);
        if (result < 0) return result;
        if (fd < 3) streams.delete(fd);
        opened.delete(fd);
        return undefined;
      });
    },
    read(fd: number, buffer: Uint8Array, offset: number, length: number, position: number | null, callback: Callback): void {
      const to = offset === 0 && length === buffer.length ? buffer : buffer.subarray(offset, offset + length);
      if (!streams.has(fd)) {
        let memory = arrays.memoryOf(buffer); // as long as this call is the program's
        return settle(callback, "read", () => {
          const count = core.read(fd, memory ?? to, position ?? -1);
          if (count < 0) {
            if (count !== WOULD_FETCH) arrays.done(buffer);
          } else {
            arrays.read(buffer, count, memory !== undefined);
          }
          memory = undefined;
          return count;
        });
      }
      arrays.lose(buffer);
      if (fd !== 0) return answer(callback, systemError(EBADF, "read"));
      if (position !== null) return answer(callback, systemError(ESPIPE, "read"));
      input.read(to, (error, count) => (error ? answer(callback, error) : answer(callback, null, count)));
    },
    write(fd: number, buffer: Uint8Array, offset: number, length: number, position: number | null, callback: Callback): void {
      const from = offset === 0 && length === buffer.length ? buffer : buffer.subarray(offset, offset + length);
      let memory = arrays.memoryOf(buffer); // as long as this call is the program's
      if (!memory && arrays.has(buffer)) return answer(callback, systemError(EIO, "write"));
      if (streams.has(fd)) {
        if (memory) from.set(memory);
        arrays.lose(buffer);
        if (position !== null) return answer(callback, systemError(ESPIPE, "write"));
        let count: number;
        try {
          count = writeStream(fd, from);
        } catch (error) {
          return answer(callback, error as Error);
        }
        return answer(callback, null, count);
      }
      settle(callback, "write", () => {
        const count = core.write(fd, memory ?? from, position ?? -1);
        if (count === WOULD_FETCH && memory) from.set(memory);
        memory = undefined;
        if (count > 0 && changes.watched) changes.note(opened.get(fd) ?? "", "changed");
        if (count !== WOULD_FETCH) arrays.done(buffer);
        return count;
      });
    },
    fstat(fd: number, callback: Callback): void {
      settle(callback, "fstat", () => fstat(fd));
    },
    stat(path: string, callback: Callback): void {
      settle(callback, "stat", () => stat(path, 1), path);
    },
    lstat(path: string, callback: Callback): void {
      settle(callback, "lstat", () => stat(path, 0), path);
    },
    readdir(path: string, callback: Callback): void {
      settle(callback, "scandir", () => readdir(path), path);
    },
    mkdir(path: string, mode: number, callback: Callback): void {
      settle(callback, "mkdir", () => noting(onPath(path, (at, length) => exports.mkdir(at, length, mode)), path), path);
    },
    rmdir(path: string, callback: Callback): void {
      settle(callback, "rmdir", () => {
        const result = onPath(path, exports.rmdir);
        if (result === undefined) changed(path, "removed");
        return result;
      }, path);
    },
    unlink(path: string, callback: Callback): void {
      settle(callback, "unlink", () => {
        const result = onPath(path, exports.unlink);
        if (result === undefined) changed(path, "removed");
        return result;
      }, path);
    },
    rename(from: string, to: string, callback: Callback): void {
      settle(callback, "rename", () => {
        const result = nothing(core.paths(from, to, exports.rename));
        if (result === undefined) changed(from, "removed");
        return noting(result, to);
      }, from, to);
    },
    link(from: string, to: string, callback: Callback): void {
      settle(callback, "link", () => noting(nothing(core.paths(from, to, exports.link)), to), from, to);
    },
    symlink(target: string, path: string, callback: Callback): void {
      settle(callback, "symlink", () => noting(nothing(core.paths(target, path, exports.symlink)), path), target, path);
    },
    readlink(path: string, callback: Callback): void {
      settle(callback, "readlink", () => {
        const length = core.path(path, (at, size) => exports.readlink(at, size, core.resultAt, core.resultCapacity));
        return length < 0 ? length : core.resultText(length);
      }, path);
    },
    chmod(path: string, mode: number, callback: Callback): void {
      settle(callback, "chmod", () => noting(onPath(path, (at, length) => exports.chmod(at, length, 1, mode)), path), path);
    },
    fchmod(fd: number, mode: number, callback: Callback): void {
      settle(callback, "fchmod", () => nothing(exports.fchmod(fd, mode)));
    },
    chown(path: string, uid: number, gid: number, callback: Callback): void {
      settle(callback, "chown", () => onPath(path, (at, length) => exports.chown(at, length, 1, uid, gid)), path);
    },
    lchown(path: string, uid: number, gid: number, callback: Callback): void {
      settle(callback, "lchown", () => onPath(path, (at, length) => exports.chown(at, length, 0, uid, gid)), path);
    },
    fchown(fd: number, uid: number, gid: number, callback: Callback): void {
      settle(callback, "fchown", () => nothing(exports.fchown(fd, uid, gid)));
    },
    // In seconds, as Go gives them.
    utimes(path: string, accessed: number, modified: number, callback: Callback): void {
      settle(callback, "utime", () => noting(onPath(path, (at, length) => exports.utimes(at, length, 1, accessed * 1000, modified * 1000)), path), path);
    },
    truncate(path: string, size: number, callback: Callback): void {
      settle(callback, "truncate", () => noting(onPath(path, (at, length) => exports.truncate(at, length, size)), path), path);
    },
    ftruncate(fd: number, size: number, callback: Callback): void {
      settle(callback, "ftruncate", () => {
        const result = nothing(exports.ftruncate(fd, size));
        return result === undefined && opened.has(fd) ? noting(result, opened.get(fd) as string) : result;
      });
    },
    fsync(fd: number, callback: Callback): void {
      settle(callback, "fsync", () => (streams.has(fd) ? undefined : nothing(exports.fsync(fd))));
    },
  };
  const process = {
    // There is one user, who may do everything.
    getuid: () => 0,
    getgid: () => 0,
    geteuid: () => 0,
    getegid: () => 0,
    getgroups: () => [0],
    pid: 1,
    ppid: 0,
    umask: (mask: number): number => exports.umask(mask & 0o777),
    cwd,
    chdir(folder: string): void {
      const result = core.path(folder, exports.chdir);
      if (result < 0) throw systemError(result === WOULD_FETCH ? EIO : result, "chdir", folder);
      workingFolder = undefined;
    },
  };
  return { fs, process, path: { resolve }, calledBack: () => calledBack };
}

/** What fstat says of a standard stream. */
const PIPE = layout.S_IFIFO | 0o600;

let warned = 0;
const MAX_WARNINGS = 10;

/** Go knows only the code of an error: the console gets the rest. */
function unavailable(cause: unknown, syscall: string, path: string | undefined): SystemError {
  const message = cause instanceof FetchFailure ? cause.message : String(cause);
  if (warned++ < MAX_WARNINGS) console.warn(`goferry: ${message}; the program gets EIO`);
  return Object.assign(systemError(EIO, syscall, path), { cause });
}

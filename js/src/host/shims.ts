/**
 * The program's own `fs`, `process` and `path`: what Go's standard library asks of Node. Standard streams work, and call back before they
 * return; every other file call gives ENOSYS. Source: syscall/fs_js.go, syscall/syscall_js.go, wasm_exec.js.
 */
import type { Input, Output } from "./stdio.js";

/** What Node calls back with. */
export type Callback = (error: Error | null, ...results: unknown[]) => void;

/** An error as Node's fs gives it; Go maps `code` to its errno (syscall/tables_js.go). */
function systemError(code: string, message: string): Error {
  return Object.assign(new Error(`${code}: ${message}`), { code });
}

/** Linux's values, which Go expects (syscall/fs_js.go reads them at init). */
const constants = { O_RDONLY: 0, O_WRONLY: 1, O_RDWR: 2, O_CREAT: 64, O_EXCL: 128, O_TRUNC: 512, O_APPEND: 1024, O_DIRECTORY: 65536 };

/** Calls that need a filesystem; their last argument is the callback. */
const unsupported = [
  "chmod", "chown", "close", "fchmod", "fchown", "fstat", "ftruncate", "lchown", "link", "lstat", "mkdir", "open", "readdir", "readlink",
  "rename", "rmdir", "stat", "symlink", "truncate", "unlink", "utimes",
];

/** The three objects of one program. */
export interface Shims {
  fs: Record<string, unknown>;
  process: Record<string, unknown>;
  path: Record<string, unknown>;
  /** How many callbacks have been called; each call of Go's standard library makes a wrapper of its own and calls it once. */
  calledBack(): number;
}

/** `outputs` by descriptor (1 and 2). */
export function createShims(input: Input, outputs: ReadonlyMap<number, Output>): Shims {
  let cwd = "/";
  let umask = 0o022;
  const unavailable = (): never => {
    throw systemError("ENOSYS", "not implemented");
  };
  const write = (fd: number, bytes: Uint8Array): number => {
    const output = outputs.get(fd);
    if (!output) throw systemError("EBADF", `file descriptor ${fd} is not open`);
    output.write(bytes);
    return bytes.length;
  };
  let calledBack = 0;
  const answer = (callback: Callback, error: Error | null, ...results: unknown[]): void => {
    calledBack++;
    callback(error, ...results);
  };
  const resolve = (...segments: string[]): string => resolvePath(cwd, segments);

  const fs: Record<string, unknown> = {
    constants,
    writeSync: write,
    write(fd: number, buffer: Uint8Array, offset: number, length: number, position: number | null, callback: Callback): void {
      if (position !== null) return answer(callback, systemError("ESPIPE", "a stream has no positions"));
      let count: number;
      try {
        count = write(fd, buffer.subarray(offset, offset + length));
      } catch (error) {
        return answer(callback, error as Error);
      }
      answer(callback, null, count);
    },
    read(fd: number, buffer: Uint8Array, offset: number, length: number, _position: number | null, callback: Callback): void {
      if (fd !== 0) return answer(callback, systemError("EBADF", `file descriptor ${fd} cannot be read`));
      input.read(buffer.subarray(offset, offset + length), (error, count) => answer(callback, error, count));
    },
    fsync(_fd: number, callback: Callback): void {
      answer(callback, null);
    },
  };
  for (const name of unsupported) {
    fs[name] = (...args: unknown[]): void => answer(args[args.length - 1] as Callback, systemError("ENOSYS", `${name} is not implemented`));
  }
  const process = {
    getuid: () => -1,
    getgid: () => -1,
    geteuid: () => -1,
    getegid: () => -1,
    getgroups: unavailable,
    pid: -1,
    ppid: -1,
    umask(mask: number): number {
      const before = umask;
      umask = mask & 0o777;
      return before;
    },
    cwd: () => cwd,
    chdir(directory: string): void {
      const target = resolve(directory);
      if (target !== "/") throw systemError("ENOENT", `no such directory: ${target}`);
      cwd = target;
    },
  };
  return { fs, process, path: { resolve }, calledBack: () => calledBack };
}

/** As path.posix.resolve. */
export function resolvePath(cwd: string, segments: string[]): string {
  let path = "";
  for (let i = segments.length - 1; i >= 0 && !path.startsWith("/"); i--) {
    if (segments[i] !== "") path = `${segments[i]}${path === "" ? "" : "/"}${path}`;
  }
  if (!path.startsWith("/")) path = `${cwd}/${path}`;
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** The globals that Go's own file defines where they are absent, with the same answers. Source: lib/wasm/wasm_exec.js of Go 1.27. */

type Callback = (error: Error | null, result?: unknown) => void;

function notImplemented(): Error {
  return Object.assign(new Error("not implemented"), { code: "ENOSYS" });
}
const throwNotImplemented = (): never => {
  throw notImplemented();
};

const fileCalls = [
  "chmod", "chown", "close", "fchmod", "fchown", "fstat", "ftruncate", "lchown", "link", "lstat", "mkdir", "open", "read", "readdir", "readlink",
  "rename", "rmdir", "stat", "symlink", "truncate", "unlink", "utimes",
];

function createFs(): Record<string, unknown> {
  let decoder: TextDecoder | undefined;
  let line = "";
  const fs: Record<string, unknown> = {
    constants: { O_WRONLY: -1, O_RDWR: -1, O_CREAT: -1, O_TRUNC: -1, O_APPEND: -1, O_EXCL: -1, O_DIRECTORY: -1 }, // unused
    writeSync(_descriptor: number, bytes: Uint8Array): number {
      line += (decoder ??= new TextDecoder()).decode(bytes);
      const end = line.lastIndexOf("\n");
      if (end !== -1) {
        console.log(line.substring(0, end));
        line = line.substring(end + 1);
      }
      return bytes.length;
    },
    write(this: { writeSync(descriptor: number, bytes: Uint8Array): number }, descriptor: number, bytes: Uint8Array, offset: number, length: number, position: number | null, callback: Callback): void {
      if (offset !== 0 || length !== bytes.length || position !== null) return callback(notImplemented());
      callback(null, this.writeSync(descriptor, bytes));
    },
    fsync: (_descriptor: number, callback: Callback): void => callback(null),
  };
  for (const name of fileCalls) fs[name] = (...args: unknown[]): void => (args[args.length - 1] as Callback)(notImplemented());
  return fs;
}

function installGlobals(): Record<string, unknown> {
  const page = globalThis as Record<string, unknown>;
  page["fs"] ||= createFs();
  page["process"] ||= {
    getuid: () => -1,
    getgid: () => -1,
    geteuid: () => -1,
    getegid: () => -1,
    getgroups: throwNotImplemented,
    pid: -1,
    ppid: -1,
    umask: throwNotImplemented,
    cwd: throwNotImplemented,
    chdir: throwNotImplemented,
  };
  page["path"] ||= { resolve: (...segments: string[]): string => segments.join("/") };
  for (const [name, what] of Object.entries(needed)) if (!page[name]) throw new Error(`globalThis.${name} is not available, polyfill required${what}`);
  return page;
}

/** What Go's own file asks for, with the ends of its messages. */
const needed = { crypto: " (crypto.getRandomValues only)", performance: " (performance.now only)", TextEncoder: "", TextDecoder: "" };

/** The global object, with `fs`, `process` and `path` defined where they were absent; throws where the page lacks what cannot be made up. */
export const page = installGlobals();

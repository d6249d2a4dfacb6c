/**
 * The floor of the rows for WASI: a host without any files, which answers each call with the least that the program wants to hear. What remains is the
 * time that Go takes itself, and no host can be below it.
 */
import { checked, numberOf } from "./subject.ts";
import type { Files, Place, Subject } from "./subject.ts";

const SMALL = 4096;
const BLOCK = 64 << 10;
const BLOCKS = 1024;
const DIRECTORY = 3;
const REGULAR = 4;
const ENOSYS = 52;
const EBADF = 8;
const ENOTSUP = 58;
const ALL_RIGHTS = (1n << 29n) - 1n;

export async function openFloor(files: Files, place: Place): Promise<Subject> {
  const module = await place.compile(files.wasi);
  let memory: WebAssembly.Memory;
  let view = new DataView(new ArrayBuffer(0));
  const at = (): DataView => (view.buffer === memory.buffer ? view : (view = new DataView(memory.buffer)));
  // Of the file that was opened last: the number that its first byte is, and what is left to read.
  let first = 0;
  let left = 0;
  const stat = (to: number, size: number): number => {
    const { setUint8, setBigUint64 } = DataView.prototype;
    setUint8.call(at(), to + 16, REGULAR);
    setBigUint64.call(at(), to + 32, BigInt(size), true);
    return 0;
  };
  const twice0 = (a: number, b: number): number => {
    at().setUint32(a, 0, true);
    at().setUint32(b, 0, true);
    return 0;
  };
  const host: Record<string, (...args: never[]) => number> = {
    args_get: () => 0,
    args_sizes_get: twice0,
    environ_get: () => 0,
    environ_sizes_get: twice0,
    sched_yield: () => 0,
    random_get(to: number, length: number) {
      crypto.getRandomValues(new Uint8Array(memory.buffer, to, length));
      return 0;
    },
    clock_time_get(_id: number, _precision: bigint, to: number) {
      at().setBigUint64(to, BigInt(Math.round(performance.now() * 1e6)) + 1n, true);
      return 0;
    },
    // Only clocks are asked for, and their time has always come.
    poll_oneoff(from: number, to: number, _count: number, ready: number) {
      at().setBigUint64(to, at().getBigUint64(from, true), true);
      at().setUint32(to + 8, 0, true);
      at().setUint32(ready, 1, true);
      return 0;
    },
    fd_prestat_get(fd: number, to: number) {
      if (fd !== 3) return EBADF;
      at().setUint32(to, 0, true);
      at().setUint32(to + 4, 1, true);
      return 0;
    },
    fd_prestat_dir_name(_fd: number, to: number) {
      at().setUint8(to, 47);
      return 0;
    },
    fd_fdstat_get(fd: number, to: number) {
      at().setUint16(to, fd < 3 ? 2 : fd === 3 ? DIRECTORY : REGULAR, true);
      at().setUint16(to + 2, 0, true);
      at().setBigUint64(to + 8, ALL_RIGHTS, true);
      at().setBigUint64(to + 16, ALL_RIGHTS, true);
      return 0;
    },
    fd_fdstat_set_flags: () => ENOTSUP, // else Go hands its poller each file
    fd_close: () => 0,
    fd_filestat_get: (_fd: number, to: number) => stat(to, SMALL),
    path_filestat_get: (_fd: number, _flags: number, _path: number, _length: number, to: number) => stat(to, 1),
    path_open(_fd: number, _flags: number, path: number, length: number, _oflags: number, _base: bigint, _inheriting: bigint, _fdflags: number, to: number) {
      const digits = new Uint8Array(memory.buffer, path + length - 4, 4);
      const isSmall = (digits[3] as number) < 58; // a digit; `big` else
      first = isSmall ? digits.reduce((number, digit) => number * 10 + digit - 48, 0) : 0;
      left = isSmall ? SMALL : BLOCK * BLOCKS;
      at().setUint32(to, 5, true);
      return 0;
    },
    fd_read(_fd: number, iovecs: number, _count: number, to: number) {
      const length = Math.min(left, at().getUint32(iovecs + 4, true));
      left -= length;
      if (length > 0) at().setUint8(at().getUint32(iovecs, true), first);
      if (length === BLOCK) first++;
      at().setUint32(to, length, true);
      return 0;
    },
    fd_write(_fd: number, iovecs: number, _count: number, to: number) {
      at().setUint32(to, at().getUint32(iovecs + 4, true), true);
      return 0;
    },
  };
  const imports = Object.fromEntries(WebAssembly.Module.imports(module).map(({ name }) => [name, host[name] ?? (() => ENOSYS)]));
  const instance = await WebAssembly.instantiate(module, { wasi_snapshot_preview1: imports });
  const exports = instance.exports as { memory: WebAssembly.Memory; _initialize(): void; benchRow(number: number): number };
  memory = exports.memory;
  exports._initialize();
  return {
    run: async task => checked(task, exports.benchRow(numberOf(task))),
    goMemoryBytes: async () => memory.buffer.byteLength,
  };
}

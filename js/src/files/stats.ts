/** What stat gives, as Node's fs.Stats. */
import type { Core } from "./core.js";
import * as layout from "./layout.js";

export class Stats {
  readonly dev: number;
  readonly ino: number;
  readonly mode: number;
  readonly nlink: number;
  readonly uid: number;
  readonly gid: number;
  readonly rdev: number;
  readonly size: number;
  readonly blksize: number;
  readonly blocks: number;
  readonly atimeMs: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly birthtimeMs: number;

  /** From what stat or fstat has just written; `mode` where that is known better. */
  constructor(core: Core, mode = core.resultWord(layout.STAT_MODE)) {
    this.mode = mode;
    this.dev = core.resultWord(layout.STAT_DEV);
    this.ino = core.resultNumber(layout.STAT_INO);
    this.nlink = core.resultWord(layout.STAT_NLINK);
    this.uid = core.resultWord(layout.STAT_UID);
    this.gid = core.resultWord(layout.STAT_GID);
    this.rdev = core.resultWord(layout.STAT_RDEV);
    this.size = core.resultNumber(layout.STAT_SIZE);
    this.blksize = core.resultWord(layout.STAT_BLKSIZE);
    this.blocks = core.resultNumber(layout.STAT_BLOCKS);
    this.atimeMs = core.resultNumber(layout.STAT_ATIME_MS);
    this.mtimeMs = core.resultNumber(layout.STAT_MTIME_MS);
    this.ctimeMs = this.birthtimeMs = core.resultNumber(layout.STAT_CTIME_MS);
  }

  isDirectory(): boolean {
    return this.#is(layout.S_IFDIR);
  }
  isFile(): boolean {
    return this.#is(layout.S_IFREG);
  }
  isSymbolicLink(): boolean {
    return this.#is(layout.S_IFLNK);
  }
  isCharacterDevice(): boolean {
    return this.#is(layout.S_IFCHR);
  }
  isFIFO(): boolean {
    return this.#is(layout.S_IFIFO);
  }
  isBlockDevice(): boolean {
    return false;
  }
  isSocket(): boolean {
    return false;
  }

  #is(type: number): boolean {
    return (this.mode & layout.S_IFMT) === type;
  }
}

/** Gets what a `url` mount has not got yet: files.wasm says what it wants, and keeps what it is given. */
import { WOULD_FETCH, type Core } from "./core.js";
import { FetchFailure, fetchPart, fetchPartNow, type Part } from "./fetch-bytes.js";
import * as layout from "./layout.js";
import type { RemoteFile } from "./planned.js";

/** A file up to this size is fetched whole; of a larger one at least so much at a time. */
const WHOLE = 1 << 20;
/** files.wasm keeps data in blocks of 64 KiB: all but the last piece of a file is a multiple of that. */
const PIECE = 1 << 20;

/** Keys from here on are of what was found while the program ran: so those of mounts are the same in a page that goes on with a snapshot. */
const FOUND = 2 ** 31;

interface Wanted {
  readonly volume: number;
  readonly ino: number;
  /** What is to be fetched; where `name` is given, it may be there or not, and its size is not known. */
  readonly file: RemoteFile;
  readonly start: number;
  readonly end: number;
  readonly name?: string;
}

export class RemoteData {
  readonly #core: Core;
  /** By key: what files.wasm names a file by. */
  readonly #files: RemoteFile[] = [];
  /** Those of open-ended volumes, by key from FOUND on. (The key of a volume's root is 0.) */
  readonly #found: RemoteFile[] = [];
  /** Where the files of an open-ended volume are, whose names are not known. */
  readonly #bases = new Map<number, string>();
  readonly #underway = new Map<string, Promise<void>>();

  constructor(core: Core) {
    this.#core = core;
  }

  /** Remembers a file; gives its key. */
  add(file: RemoteFile): number {
    return this.#files.push(file) - 1;
  }

  /** A volume of all that the server may have below an address, which ends with a slash. */
  openEnded(volume: number, base: string): void {
    this.#bases.set(volume, base);
  }

  /** Makes a call until it needs nothing more. Rejects with a FetchFailure where what it needs cannot be had. */
  async complete(call: () => number): Promise<number> {
    let result = call();
    while (result === WOULD_FETCH) {
      await this.fetch();
      result = call();
    }
    return result;
  }

  /** Right after a call gave WOULD_FETCH: gets what it lacked, before it returns. False where that takes waiting. */
  fetchNow(): boolean {
    const wanted = this.#wanted();
    if (typeof wanted === "number") return false;
    if (this.#isFolder(wanted)) return true;
    try {
      const part = fetchPartNow(wanted.file.address, rangeOf(wanted));
      if (part) this.#provide(wanted, part);
      return part !== undefined;
    } catch (cause) {
      this.#missing(wanted, cause);
      return true;
    }
  }

  /** The same, where it may wait. Two calls that lack the same wait for one fetch. */
  fetch(): Promise<void> {
    const wanted = this.#wanted();
    if (typeof wanted === "number") return this.#core.stores.wait(wanted);
    if (this.#isFolder(wanted)) return Promise.resolve();
    const key = `${wanted.volume} ${wanted.ino} ${wanted.name ?? wanted.start}`;
    let fetching = this.#underway.get(key);
    if (!fetching) {
      fetching = fetchPart(wanted.file.address, rangeOf(wanted))
        .then(part => this.#provide(wanted, part))
        .catch(cause => this.#missing(wanted, cause))
        .finally(() => this.#underway.delete(key));
      this.#underway.set(key, fetching);
    }
    return fetching;
  }

  /** A part of a file, or the volume of a store. */
  #wanted(): Wanted | number {
    const core = this.#core;
    const kind = core.exports.wanted(core.resultAt);
    const volume = core.resultWord(layout.WANTED_VOLUME);
    if (kind === layout.WANT_STORE) return volume;
    const ino = core.resultNumber(layout.WANTED_INO);
    const key = core.resultWord(layout.WANTED_KEY);
    if (kind === layout.WANT_NAME) {
      const at = core.resultAt + layout.WANTED_NAME;
      const length = core.resultWord(layout.WANTED_NAME_LEN);
      const type = core.resultWord(layout.WANTED_FOLDER) === 1 ? "directory" : "file";
      const folder = key === 0 ? { path: "", address: this.#bases.get(volume) } : this.#found[key - FOUND];
      if (folder?.address === undefined) throw unknown();
      const name = core.text(at, length);
      // Bytes that are no text stay what they are in an address.
      const escaped = Array.from(core.bytes.subarray(at, at + length), byte => `%${byte.toString(16).padStart(2, "0")}`).join("");
      const address = `${folder.address}${escaped}${type === "directory" ? "/" : ""}`;
      return { volume, ino, file: { path: `${folder.path}${name}${type === "directory" ? "/" : ""}`, type, size: Infinity, address, mode: 0o444, modified: 0 }, start: 0, end: WHOLE, name };
    }
    const file = key < FOUND ? this.#files[key] : this.#found[key - FOUND];
    if (!file) throw unknown();
    const start = core.resultNumber(layout.WANTED_OFFSET);
    const end = Math.min(file.size, Math.max(start + core.resultNumber(layout.WANTED_LEN), start + WHOLE));
    return { volume, ino, file, start, end };
  }

  /** A name that a path goes on behind is taken for a folder: only what lies in it can be asked for. */
  #isFolder({ volume, file, name }: Wanted): boolean {
    if (name === undefined || file.type !== "directory") return false;
    this.#core.path(file.path, (at, length) => this.#core.exports.remote_directory(volume, at, length, 0o555, 0, FOUND + this.#found.push(file) - 1));
    return true;
  }

  /** What could not be fetched: a name that there is not, or a failure. */
  #missing({ volume, ino, name }: Wanted, cause: unknown): void {
    if (name === undefined || !(cause instanceof FetchFailure && cause.missing)) throw cause;
    this.#core.path(name, (at, length) => this.#core.exports.remote_missing(volume, ino, at, length));
  }

  #provide(wanted: Wanted, part: Part): void {
    const { volume, name } = wanted;
    let { ino, file, end } = wanted;
    const { bytes, offset, size } = part;
    const { start } = wanted;
    if (name !== undefined) {
      file = { ...file, size };
      end = Math.min(size, end);
      const key = FOUND + this.#found.push(file) - 1;
      ino = this.#core.path(file.path, (at, length) => this.#core.exports.remote_file(volume, at, length, size, file.mode, file.modified, key));
      if (ino < 0) throw new FetchFailure(`${file.address} cannot be a file here`, false);
    }
    if (size !== file.size) throw new FetchFailure(`${file.address} has ${size} bytes, and its manifest says ${file.size}`, false);
    if (offset > start || offset + bytes.length < end) throw new FetchFailure(`${file.address}: the server sent other bytes than it was asked for`, false);
    for (let at = 0; at < bytes.length; at += PIECE) {
      const piece = bytes.subarray(at, at + PIECE);
      const result = this.#core.data(piece, (from, length) => this.#core.exports.provide(volume, ino, offset + at, from, length));
      if (result < 0) throw new FetchFailure(`${file.address} does not fit into memory`, false);
    }
  }
}

/** The page goes on with the files of a worker, and was not told what that has found. */
const unknown = (): FetchFailure => new FetchFailure("a file of a server without a manifest was not fetched before the program's worker ended", false);

/** Of a file whose size is not known, the first part tells it. */
const rangeOf = ({ file, start, end }: Wanted): { start: number; end: number } | undefined => (file.size <= WHOLE ? undefined : { start, end });

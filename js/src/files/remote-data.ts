/** Gets what a `url` mount has not got yet: files.wasm says what it wants, and keeps what it is given. */
import { WOULD_FETCH, type Core } from "./core.js";
import { FetchFailure, fetchPart, fetchPartNow, type Part } from "./fetch-bytes.js";
import * as layout from "./layout.js";
import type { RemoteFile } from "./manifest.js";

/** A file up to this size is fetched whole; of a larger one at least so much at a time. */
const WHOLE = 1 << 20;
/** files.wasm keeps data in blocks of 64 KiB: all but the last piece of a file is a multiple of that. */
const PIECE = 1 << 20;

interface Wanted {
  readonly volume: number;
  readonly ino: number;
  readonly file: RemoteFile;
  readonly start: number;
  readonly end: number;
}

export class RemoteData {
  readonly #core: Core;
  /** By key: what files.wasm names a file by. */
  readonly #files: RemoteFile[] = [];
  readonly #underway = new Map<string, Promise<void>>();

  constructor(core: Core) {
    this.#core = core;
  }

  /** Remembers a file; gives its key. */
  add(file: RemoteFile): number {
    return this.#files.push(file) - 1;
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
    const part = fetchPartNow(wanted.file.address, rangeOf(wanted));
    if (part) this.#provide(wanted, part);
    return part !== undefined;
  }

  /** The same, where it may wait. Two calls that lack the same wait for one fetch. */
  fetch(): Promise<void> {
    const wanted = this.#wanted();
    const key = `${wanted.volume} ${wanted.ino} ${wanted.start}`;
    let fetching = this.#underway.get(key);
    if (!fetching) {
      fetching = fetchPart(wanted.file.address, rangeOf(wanted))
        .then(part => this.#provide(wanted, part))
        .finally(() => this.#underway.delete(key));
      this.#underway.set(key, fetching);
    }
    return fetching;
  }

  #wanted(): Wanted {
    const core = this.#core;
    core.exports.wanted(core.resultAt);
    const file = this.#files[core.resultWord(layout.WANTED_KEY)] as RemoteFile;
    const start = core.resultNumber(layout.WANTED_OFFSET);
    const end = Math.min(file.size, Math.max(start + core.resultNumber(layout.WANTED_LEN), start + WHOLE));
    return { volume: core.resultWord(layout.WANTED_VOLUME), ino: core.resultNumber(layout.WANTED_INO), file, start, end };
  }

  #provide({ volume, ino, file, start, end }: Wanted, { bytes, offset, size }: Part): void {
    if (size !== file.size) throw new FetchFailure(`${file.address} has ${size} bytes, and its manifest says ${file.size}`, false);
    if (offset > start || offset + bytes.length < end) throw new FetchFailure(`${file.address}: the server sent other bytes than it was asked for`, false);
    for (let at = 0; at < bytes.length; at += PIECE) {
      const piece = bytes.subarray(at, at + PIECE);
      const result = this.#core.data(piece, (from, length) => this.#core.exports.provide(volume, ino, offset + at, from, length));
      if (result < 0) throw new FetchFailure(`${file.address} does not fit into memory`, false);
    }
  }
}

const rangeOf = ({ file, start, end }: Wanted): { start: number; end: number } | undefined => (file.size <= WHOLE ? undefined : { start, end });

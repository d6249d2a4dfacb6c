/** The contents of zip and tar archives, and how a zip is made. */
import { gunzipSync, unzipSync, Zip, ZipDeflate, ZipPassThrough } from "fflate";
import { unpackTar } from "modern-tar";
import type { Seed } from "./planned.js";

/** All that an archive holds. Throws what its reader throws, and an Error that names an entry which leads out of the archive. */
export async function unpackArchive(format: "zip" | "tar", bytes: Uint8Array): Promise<Seed[]> {
  const seeds = format === "zip" ? zipEntries(bytes) : await tarEntries(bytes);
  return seeds.map(seed => ({ ...seed, path: innerPath(seed.path) })).filter(seed => seed.path !== "");
}

/** What deflate makes of a byte at most. An archive that claims more is damaged, or made to fill the memory, which is taken by what it claims. */
const MOST_OF_A_BYTE = 1032;
/** What a file takes in the list of a zip at least. */
const LISTED_BYTES = 46;

function zipEntries(bytes: Uint8Array): Seed[] {
  let count = 0;
  let claimed = 0;
  const files = unzipSync(bytes, {
    filter({ name, originalSize }) {
      claimed += originalSize;
      if (++count * LISTED_BYTES > bytes.length || !(claimed <= bytes.length * MOST_OF_A_BYTE)) throw new Error(`at its entry ${JSON.stringify(name.slice(0, 200))} it claims more than it can hold`);
      return true;
    },
  });
  const entries = Object.entries(files);
  // It assigns to a plain object: one file of this name becomes the prototype of that.
  const odd = Object.getPrototypeOf(files) as unknown;
  if (odd instanceof Uint8Array) entries.push(["__proto__", odd as Uint8Array<ArrayBuffer>]);
  return entries.map(([path, content]) => (path.endsWith("/") ? { path, type: "directory" } : { path, type: "file", bytes: content }));
}

async function tarEntries(bytes: Uint8Array): Promise<Seed[]> {
  const gzipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const entries = await unpackTar(gzipped ? unzipped(bytes) : bytes, { strict: true });
  const seeds: Seed[] = [];
  for (const { header, data } of entries) {
    const { name: path, type = "file", linkname: target = "" } = header;
    const common = { path, ...(header.mode !== undefined && { mode: header.mode & 0o7777 }), ...(header.mtime && { modified: header.mtime.getTime() }) };
    if (type === "directory") seeds.push({ ...common, type: "directory" });
    else if (type === "symlink") seeds.push({ ...common, type: "symlink", target });
    else if (type === "link") seeds.push({ ...common, type: "link", target: `/${innerPath(target)}` });
    else if (type === "file") seeds.push({ ...common, type: "file", bytes: data ?? new Uint8Array(0) });
  }
  return seeds;
}

function unzipped(bytes: Uint8Array): Uint8Array {
  const claimed = bytes.length < 18 ? 0 : new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4).getUint32(0, true);
  if (claimed > bytes.length * MOST_OF_A_BYTE) throw new Error("its end claims more than it can hold");
  return gunzipSync(bytes);
}

/** The path of an entry below the mount: without `.` and a slash at its beginning. */
function innerPath(path: string): string {
  const parts = path.split("/").filter(part => part !== "" && part !== ".");
  if (parts.includes("..") || path.includes("\0")) throw new Error(`its entry ${JSON.stringify(path)} would lie outside of it`);
  return parts.join("/");
}

/** A zip in the making, file by file: nothing takes longer than one file, and no worker is started. */
export class ZipWriter {
  readonly #parts: Uint8Array<ArrayBuffer>[] = [];
  readonly #zip = new Zip((error, part) => {
    if (error) throw error;
    this.#parts.push(part as Uint8Array<ArrayBuffer>);
  });

  /** Adds a file; a folder has a path that ends with a slash. */
  add(path: string, bytes: Uint8Array, modified: number): void {
    const file = bytes.length === 0 ? new ZipPassThrough(path) : new ZipDeflate(path);
    file.mtime = Math.min(Math.max(modified, Date.UTC(1980, 0, 2)), Date.UTC(2099, 11, 30)); // what a zip can say
    this.#zip.add(file);
    file.push(bytes, true);
  }

  finish(): Blob {
    this.#zip.end();
    return new Blob(this.#parts, { type: "application/zip" });
  }
}

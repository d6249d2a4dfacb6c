/** What a program's filesystem is made of, as plain descriptions: they hold no code, so they cross to a worker as they are. */

/** What a file holds: a text (in UTF-8), bytes, or a Blob. */
export type FileContent = string | ArrayBuffer | ArrayBufferView | Blob;

/** A file, a symbolic link or a device, with what else is known of it. */
export interface FileEntry {
  /** What the file holds. */
  readonly content?: FileContent;
  /** What the symbolic link points to; it has no content then. */
  readonly symlink?: string;
  /** The device that it is, as `/dev/null` or `/dev/zero`; it has no content then. */
  readonly device?: "null" | "zero";
  /** Its permissions; by default 0o644, of a device 0o666. */
  readonly mode?: number;
  /** When it was modified, also as milliseconds since 1970; by default now. */
  readonly modified?: Date | number;
}

/** Files by path; a path that ends with a slash is a folder, whatever stands at it. Folders on the way need not be named. */
export type FileTree = Readonly<Record<string, FileContent | FileEntry>>;

/** An archive: its bytes, or where it is fetched from. */
export type ArchiveSource = string | URL | ArrayBuffer | ArrayBufferView | Blob;

/** What a manifest says of one file: its size in bytes, or more. */
export type ManifestEntry =
  | number
  | {
      /** Its size in bytes; a file has to have one. */
      readonly size?: number;
      /** Where it is fetched from, relative to the base; by default under its own path. */
      readonly url?: string;
      /** It is a symbolic link to this path. */
      readonly symlink?: string;
      /** Its permissions; by default 0o444. */
      readonly mode?: number;
      /** When it was modified, in milliseconds since 1970. */
      readonly modified?: number;
    };

/** The files of a `url` mount: as JSON on the server, or given to `url`. */
export interface Manifest {
  /** By path; a path that ends with a slash is a folder. */
  readonly files: Readonly<Record<string, ManifestEntry>>;
}

/** A part of a filesystem, to be named in the option `files` of `load`. The functions of this module make them. */
export type Mount =
  | { readonly kind: "memory"; readonly files: FileTree }
  | { readonly kind: "archive"; readonly format: "zip" | "tar"; readonly source: ArchiveSource }
  | { readonly kind: "url"; readonly base: string; readonly manifest: Manifest | undefined }
  | { readonly kind: "opfs"; readonly name: string }
  | { readonly kind: "readOnly"; readonly mount: Mount }
  | { readonly kind: "overlay"; readonly lower: Mount };

/** The option `files`: mounts, and files of the root, by absolute path; or one mount, as the root. */
export type FilesOption = Readonly<Record<string, Mount | FileContent | FileEntry>> | Mount;

/** What a filesystem may take at most. */
export interface FileLimits {
  /** Bytes in all files together. */
  readonly bytes?: number;
  /** Files, folders and links together. */
  readonly files?: number;
  /** Bytes in a path. */
  readonly pathBytes?: number;
}

/** Files in memory: they are gone with the program. */
export function memory(files: FileTree = {}): Mount {
  return { kind: "memory", files };
}

/** The files of a zip archive, in memory. */
export function zip(source: ArchiveSource): Mount {
  return { kind: "archive", format: "zip", source: addressOf(source) };
}

/** The files of a tar archive, in memory; compressed with gzip, too. */
export function tar(source: ArchiveSource): Mount {
  return { kind: "archive", format: "tar", source: addressOf(source) };
}

/**
 * Files of a server, read-only, each fetched when it is first read. `address` is that of a manifest (JSON, its name ends with `.json`) beside
 * the files, or of a folder with a manifest called `files.json`; with `manifest`, of the folder. A folder whose server has no such manifest (404) is
 * open-ended: a name is asked for when the program wants it, and it cannot be listed (ENOTSUP).
 */
export function url(address: string | URL, manifest?: Manifest): Mount {
  return { kind: "url", base: String(address), manifest };
}

/**
 * Files that stay: in the browser's origin private file system, as a store of that name. What a program has closed or synced is there when the
 * page is loaded again, also after a crash. One program has a store at a time: for another, `load` rejects (`store-in-use`).
 */
export function opfs(name: string): Mount {
  return { kind: "opfs", name };
}

/** The same files, with every change refused (EROFS). */
export function readOnly(mount: Mount): Mount {
  return { kind: "readOnly", mount };
}

/** The files of a mount, with every change kept in memory: the mount itself stays as it is. */
export function overlay(lower: Mount): Mount {
  return { kind: "overlay", lower };
}

function addressOf(source: ArchiveSource): ArchiveSource {
  return source instanceof URL ? source.href : source;
}

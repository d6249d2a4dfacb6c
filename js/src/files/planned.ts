/** What is to be mounted, once it is known: unpacked, fetched, and ready to cross to a worker. plan.ts makes it, mounting.ts mounts it. */
import type { GoFileError, GoLoadError } from "../errors.js";
import type { FileLimits } from "./mounts.js";

/** One thing that a memory mount begins with. Paths are relative to the mount. */
export interface Seed {
  readonly path: string;
  /** A `link` is a further name of the file `target`; a `device` is the one that `target` names. */
  readonly type: "file" | "directory" | "symlink" | "link" | "device";
  readonly bytes?: Uint8Array;
  readonly target?: string;
  readonly mode?: number;
  /** In milliseconds since 1970. */
  readonly modified?: number;
}

/** One file of a server; its path is relative to the mount. */
export interface RemoteFile {
  readonly path: string;
  readonly type: "file" | "directory" | "symlink";
  readonly size: number;
  readonly address: string;
  readonly target?: string;
  readonly mode: number;
  /** In milliseconds since 1970. */
  readonly modified: number;
}

/** The files of a server; or where nobody knows their names, what they are all below. */
export interface RemoteFiles {
  readonly files: readonly RemoteFile[];
  readonly openBase?: string;
}

/** Files of a server. */
export interface PlannedUrl extends RemoteFiles {
  readonly kind: "url";
}

/** Files that stay. */
export interface PlannedStore {
  readonly kind: "opfs";
  readonly name: string;
}

/** A mount whose contents, or at least their names, are there. */
export type PlannedMount =
  | { readonly kind: "memory"; readonly seeds: readonly Seed[] }
  | PlannedUrl
  | PlannedStore
  | { readonly kind: "readOnly"; readonly mount: PlannedMount }
  | { readonly kind: "overlay"; readonly lower: PlannedUrl | PlannedStore };

/** The stores that a mount has to do with. */
export function storesOf(mount: PlannedMount): PlannedStore[] {
  if (mount.kind === "opfs") return [mount];
  return mount.kind === "readOnly" ? storesOf(mount.mount) : mount.kind === "overlay" ? storesOf(mount.lower) : [];
}

/** All mounts of a program, the root first, and each above what lies in it. */
export interface FilesPlan {
  readonly mounts: readonly { readonly at: string; readonly mount: PlannedMount }[];
  readonly limits: FileLimits;
  /** Where the program starts. */
  readonly cwd: string;
  /** Whether the root is the one that programs get by themselves: with /dev/null and /dev/zero. */
  readonly devices: boolean;
}

/** What is needed of the core: this chunk must not bundle it again. */
export interface PlanTools {
  readonly name: string;
  readonly GoFileError: typeof GoFileError;
  readonly GoLoadError: typeof GoLoadError;
}

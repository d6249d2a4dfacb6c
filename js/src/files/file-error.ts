/** From what files.wasm refuses to what users of the package get. */
import type { GoFileError } from "../errors.js";
import type { SystemError } from "./system-error.js";

const codes: Readonly<Record<string, GoFileError["code"]>> = {
  ENOENT: "file-not-found",
  EEXIST: "file-exists",
  ENOTDIR: "not-a-directory",
  EISDIR: "is-a-directory",
  ENOTEMPTY: "directory-not-empty",
  EROFS: "file-read-only",
  ENOSPC: "no-space",
  EDQUOT: "no-space",
};

/** The error for what files.wasm refused. */
export function fileError({ name, GoFileError: Type }: { name: string; GoFileError: typeof GoFileError }, cause: SystemError & { unavailable?: boolean; store?: string }): GoFileError {
  const { code: errno, message, path, store } = cause;
  if (store !== undefined) return new Type("store-unavailable", `${name}: the store ${JSON.stringify(store)} cannot be opened: its journal is damaged, or of another version of goferry (${errno})`, { program: name, errno });
  const code = cause.unavailable ? "file-unavailable" : (codes[errno] ?? "file-failed");
  const why = cause.cause instanceof Error ? `: ${cause.cause.message}` : "";
  return new Type(code, `${name}: ${message}${why}`, { program: name, errno, ...(path !== undefined && { path }), ...(cause.cause !== undefined && { cause: cause.cause }) });
}

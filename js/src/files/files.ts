/**
 * Makes mounts for the option `files` of `load`, and for `program.files.mount`.
 *
 * ```ts
 * import { load } from "goferry";
 * import { url, zip } from "goferry/files";
 * await load("main.wasm", { files: { "/assets": url("assets/files.json"), "/app": zip("app.zip"), "/etc/motd": "hello\n" } });
 * ```
 *
 * @packageDocumentation
 */
export { memory, opfs, overlay, readOnly, tar, url, zip } from "./mounts.js";
export type { ArchiveSource, FileContent, FileEntry, FileLimits, FilesOption, FileTree, Manifest, ManifestEntry, Mount } from "./mounts.js";

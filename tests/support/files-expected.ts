/** What the scenario `files` has to come to: in Node, in pages, in both modes. */
import assert from "node:assert/strict";
import { strToU8, unzipSync, zipSync } from "fflate";
import { packTar } from "modern-tar";
import { gzipSync } from "node:zlib";
import { serveRanges, type RangeServer } from "./range-server.ts";

const pattern = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 31) >> 2);
const big = pattern(3 << 20);
const zip = zipSync({ "folder/deflated.txt": strToU8("deflated ".repeat(100)), "stored.txt": [strToU8("stored"), { level: 0 }], "empty/": new Uint8Array(0), constructor: strToU8("c") });

async function makeTar(): Promise<Uint8Array<ArrayBuffer>> {
  return packTar([
    { header: { name: "./dir/", type: "directory", size: 0, mode: 0o750 } },
    { header: { name: `dir/${"long".repeat(50)}`, size: 1, mode: 0o600 }, body: "l" },
    { header: { name: "note", size: 4, mode: 0o644, mtime: new Date(1e12) }, body: "note" },
    { header: { name: "link", type: "symlink", size: 0, linkname: "note" } },
    { header: { name: "hard", type: "link", size: 0, linkname: "note" } },
  ]);
}

/** The server that a run needs, and what the scenario is given. Close the server afterwards. */
export async function prepareFiles(mode: "page" | "worker"): Promise<{ server: RangeServer; args: object }> {
  const tar = await makeTar();
  const manifest = { files: { "twice.txt": 5 } };
  const server = await serveRanges({
    "small.txt": "small",
    "big.bin": big,
    "plain.bin": big,
    "sub/ünï.txt": "hi",
    "wrong.txt": "not nine bytes",
    "twice.txt": "twice",
    "list.json": JSON.stringify(manifest),
    "archive.tar.gz": gzipSync(tar),
  }, ["plain.bin"]);
  return { server, args: { mode, base: server.url, zip: [...zip], tar: [...tar] } };
}

type Seen = Record<string, unknown>;

/** Checks a run; `all` is what Go's program prints on a real filesystem, `requests` what the server was asked for. */
export function checkFiles(seen: Seen, all: readonly string[], requests: readonly string[], mode: "page" | "worker"): void {
  const is = (name: string, expected: unknown): void => assert.deepEqual(seen[name], JSON.parse(JSON.stringify(expected)), name);
  is("all", all);
  is("tree", [
    "/ drwxr-xr-x 0", "/blob -rw-r--r-- 9", "/buffer -rw-r--r-- 5", "/bytes -rw-r--r-- 2", "/deep drwxr-xr-x 0", "/deep/er drwxr-xr-x 0", "/deep/er/file -rw------- 1",
    "/dev drwxr-xr-x 0", "/dev/null Dcrw-rw-rw- 0", "/dev/zero Dcrw-rw-rw- 0",
    "/empty drwx------ 0", "/fixed drwxr-xr-x 0", "/fixed/kept.txt -rw-r--r-- 4", "/link Lrwxrwxrwx 0", "/mount drwxr-xr-x 0", "/mount/__proto__ -rw-r--r-- 8",
    "/mount/a -rw-r--r-- 1", "/mount/b drwxr-xr-x 0", "/mount/b/c -rw-r--r-- 1", "/mount/constructor -rw-r--r-- 1", "/text -rw-r--r-- 5", "/tmp dtrwxrwxrwx 0", "<nil>",
  ]);
  is("seeds", ["ünï", [2, 3], "in a blob", "x"]);
  is("stat", { path: "/deep/er/file", name: "file", type: "file", size: 1, mode: 0o600, links: 1, modified: 86400000, accessed: true });
  is("linkStat", { type: "symlink", target: "deep/er/file", path: "/link", name: "link" });
  is("clean", [null, []]);

  is("inside", ["from the page", "open /none: No such file or directory", "<nil>", ["inside a function: 13 <nil>", "inside a function: 0 open /none: No such file or directory"]]);
  is("out", ["from Go", 0o600]);
  is("later", "written while it runs");
  is("notes", ["one\ntwo\n", 300000, [["/notes/a.txt", "file", 8, 0o644], ["/notes/b.bin", "file", 300000, 0o600], ["/notes/old", "directory", false, 0o755]]]);
  is("recursive", ["/notes/b.bin", "/notes/old", "/notes/old/c.txt"]);
  const refused = (code: string, errno: string, path: string): object => ({ name: "GoFileError", code, errno, path });
  is("refused", [
    refused("file-not-found", "ENOENT", "/none"),
    refused("is-a-directory", "EISDIR", "/notes"),
    refused("not-a-directory", "ENOTDIR", "/out/x"),
    refused("file-not-found", "ENOENT", "/none/x"),
    refused("directory-not-empty", "ENOTEMPTY", "/notes"),
    refused("not-a-directory", "ENOTDIR", "/out"),
    refused("file-exists", "EEXIST", "/out"),
    refused("file-failed", "EINVAL", "relative"),
    refused("file-failed", "EINVAL", "/out"),
    refused("file-failed", "EINVAL", "/notes"),
  ]);
  is("exists", [true, false, false]);
  is("changes", [
    [{ path: "/notes/old/w", type: "changed" }, { path: "/notes/go", type: "changed" }, { path: "/notes/old/w", type: "removed" }],
    [{ path: "/notes/go", type: "changed" }],
  ]);
  is("removed", ["/dev", "/elsewhere", "/in", "/later", "/out", "/tmp"]);
  is("mounted", "deflated ".repeat(100));
  is("mountedList", [["/zip/constructor", "file"], ["/zip/empty", "directory"], ["/zip/folder", "directory"], ["/zip/folder/deflated.txt", "file"], ["/zip/stored.txt", "file"]]);
  is("unmounted", refused("file-not-found", "ENOENT", "/zip/folder/deflated.txt"));
  is("usage", "number");
  is("end", [3, "from Go", true]);
  is("afterEnd", "after the end");
  is("restarted", [false, false, "from the page"]);
  is("terminated", mode === "page" ? { resolved: "from the page" } : { name: "GoExitedError", code: "exited" });

  const long = "long".repeat(50);
  const inTar = (at: string): string[] => [`${at} drwxr-xr-x 0`, `${at}/dir drwxr-x--- 0`, `${at}/dir/${long} -rw------- 1`, `${at}/hard -rw-r--r-- 4`, `${at}/link Lrwxrwxrwx 0`, `${at}/note -rw-r--r-- 4`];
  is("archives", ["/ drwxr-xr-x 0", "/constructor -rw-r--r-- 1", "/empty drwxr-xr-x 0", "/folder drwxr-xr-x 0", "/folder/deflated.txt -rw-r--r-- 900", ...inTar("/gz"), "/stored.txt -rw-r--r-- 6", ...inTar("/tar"), "<nil>"]);
  const exported = unzipSync(Uint8Array.from(seen["export"] as number[]));
  const read = (name: string): string => new TextDecoder().decode(exported[name]);
  assert.deepEqual(Object.keys(exported).filter(name => !name.startsWith("gz")).sort(), ["constructor", "empty/", "folder/", "folder/deflated.txt", "stored.txt", "tar/", "tar/dir/", `tar/dir/${long}`, "tar/hard", "tar/link", "tar/note"]);
  assert.deepEqual([read("folder/deflated.txt"), read("stored.txt"), read("tar/link"), read("constructor")], ["deflated ".repeat(100), "stored", "note", "c"]);
  is("exported", ["application/zip", 11, { files: 11, totalFiles: 11, bytes: 933, totalBytes: 925 }]);
  is("exportAborted", { name: "Error" });
  is("roundTrip", [`/folder/deflated.txt: "${"deflated ".repeat(100)}" <nil>`, '/tar/note: "note" <nil>']);

  is("webList", [
    ["/web/big.bin", "file", 3 << 20, 0o444, ""], ["/web/gone.txt", "file", 4, 0o444, ""], ["/web/link", "symlink", false, 0o777, "small.txt"], ["/web/plain.bin", "file", 3 << 20, 0o444, ""],
    ["/web/small.txt", "file", 5, 0o444, ""], ["/web/sub", "directory", false, 0o755, ""], ["/web/sub/ünï.txt", "file", 2, 0o400, ""], ["/web/wrong.txt", "file", 9, 0o444, ""],
  ]);
  is("webRead", ["small", "small", "small", "hi"]);
  const at = (2 << 20) + 5;
  const part = `3 <nil> ${Buffer.from(big.subarray(at, at + 3)).toString("hex")}`;
  is("webPart", [part, part]);
  is("webTwice", "twice,twice");
  is("webAgain", "twice");
  is("webMissing", ["read /web/gone.txt: I/O error", "read /web/wrong.txt: I/O error"]);
  is("webRefused", [refused("file-unavailable", "EIO", "/web/gone.txt"), refused("file-read-only", "EROFS", "/web/small.txt"), refused("file-read-only", "EROFS", "/web/small.txt")]);
  is("over", ["mine", "small", "new", "hi"]);
  // Each file was fetched once, when it was read; of the big one a part.
  const asked = requests.filter(path => !["archive.tar.gz", "list.json", "gone.txt"].includes(path));
  assert.deepEqual(asked, ["small.txt", "sub/ünï.txt", "big.bin bytes=2097152-3145727", "plain.bin bytes=2097152-3145727", "twice.txt", "wrong.txt", "sub/ünï.txt"], mode);

  is("full", ["/a <nil>", "/b write /b: No space left on device"]);
  is("tooMuch", { name: "GoFileError", code: "no-space", errno: "ENOSPC", path: "/big" });
  is("open", ["/open/kept.txt <nil>", "/open/new <nil>", "y"]);
  is("fixed", ["/fixed/kept.txt open /fixed/kept.txt: Read-only file system", "/fixed/new open /fixed/new: Read-only file system"]);
  is("two", ["1", "2"]);
  is("globals", true);
  is("none", { name: "GoFileError", code: "no-files" });
}

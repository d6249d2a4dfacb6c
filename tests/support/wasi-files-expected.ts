/** What the scenario wasi-files comes to, in Node and in pages. */
import assert from "node:assert/strict";
import { buildGo } from "./toolchain.ts";

export const wasiFilesPrograms = (): { files: string } => ({ files: buildGo({ dir: "tests/go/wasip1-files", os: "wasip1" }) });

export type WasiFilesResult = Readonly<Record<string, unknown>>;

/** `waits`: it can wait for a line while the page goes on; `reads`: it can wait for a stream at all. */
export interface WasiFilesPlace {
  readonly mode: "page" | "worker";
  readonly waits: boolean;
  readonly reads: boolean;
}

export function checkWasiFiles(seen: WasiFilesResult, { mode, waits, reads }: WasiFilesPlace): void {
  const is = (name: string, expected: unknown): void => assert.deepEqual(seen[name], expected, name);
  is("lines", [
    "read /data/in.txt: from the page <nil>", "mkdir /data/deep:  <nil>", "write /data/deep/out.txt written by Go:  <nil>", "rename /data/in.txt /data/moved.txt:  <nil>",
    "write /notes/two.txt two:  <nil>", "list /notes: one.txt,two.txt <nil>", "write /over/below new:  <nil>", "write /fixed/x y:  open /fixed/x: Read-only file system",
    "list /:  open /: Bad file number", "end <nil>",
  ]);
  is("tree", [
    ["/data", "directory", 4096], ["/data/deep", "directory", 4096], ["/data/deep/out.txt", "file", 13], ["/data/moved.txt", "file", 13], ["/fixed", "directory", 4096], ["/fixed/constructor", "file", 1],
    ["/notes", "directory", 4096], ["/notes/one.txt", "file", 3], ["/notes/two.txt", "file", 3], ["/over", "directory", 4096], ["/over/below", "file", 3],
  ]);
  is("read", ["written by Go", "new", "two"]);
  is("late", "after the end");
  is("outside", [
    { name: "GoFileError", code: "file-read-only", errno: "EROFS" },
    { name: "GoFileError", code: "file-read-only", errno: "EROFS" },
    { name: "GoFileError", code: "file-not-found", errno: "ENOENT" },
  ]);
  const smallTree = [["/a", "directory", 4096], ["/a/b", "file", 1], ["/a/c", "file", 1], ["/sub", "directory", 4096], ["/sub/s", "file", 1]];
  is("small", [["write /a/c c:  <nil>", "write /sub/s s:  <nil>", "list /: a,sub <nil>", "end <nil>"], smallTree, "no-space"]);
  is("again", [4, smallTree.length]);
  is("twice", { name: "GoLoadError", code: "bad-option" });
  is("none", [2, []]);
  const passed = ["one", "two"].map((line) => `${line}:  "${line}" is nothing to do`);
  const twice = [...passed, "end <nil>"].map((line) => `${line}:  "${line.split(" ", 1)[0]}" is nothing to do`);
  if (reads) is("pipe", [0, [...twice, "end <nil>"]]);
  if (mode === "page" || !waits) return;
  is("watched", [["changed /data/go.txt"], ["changed /data/go.txt"], ["changed /data/d"], ["removed /data/go.txt", "changed /data/d/there"], ["removed /data/d/there"]]);
  is("during", ["d", "page.txt"]);
  is("running", [
    "read /data/page.txt: from the page <nil>", "write /data/go.txt one:  <nil>", "append /data/go.txt  two:  <nil>", "mkdir /data/d:  <nil>", "rename /data/go.txt /data/d/../d/there:  <nil>",
    "remove /data/d/there:  <nil>", "list /data: d <nil>", "stdin: Dc--------- 0 <nil>", "end <nil>",
  ]);
  is("unwatched", []);
}

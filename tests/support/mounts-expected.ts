/** What the scenario `mounts` has to come to, in Node and in pages. */
import assert from "node:assert/strict";
import { strToU8, zipSync } from "fflate";
import { packTar } from "modern-tar";
import { serveRanges, type RangeServer } from "./range-server.ts";

const big = Uint8Array.from({ length: 3 << 20 }, (_, i) => (i * 31) >> 2);

export async function prepareMounts(mode: "page" | "worker"): Promise<{ server: RangeServer; args: object }> {
  const server = await serveRanges({ "one.txt": "one", "deep/two.txt": "two", "big.bin": big, "plain.bin": big, empty: "", "ünï.txt": "hi", ["__proto__"]: "own", "later.txt": "later" }, ["plain.bin"]);
  const zip = zipSync({ "one.txt": strToU8("one"), "deep/two.txt": strToU8("two") });
  const tar = await packTar([{ header: { name: "one.txt", size: 3 }, body: "one" }, { header: { name: "deep/two.txt", size: 3 }, body: "two" }]);
  return { server, args: { mode, base: server.url, zip: [...zip], tar: [...tar] } };
}

export function checkMounts(seen: Record<string, unknown>, requests: readonly string[], mode: "page" | "worker"): void {
  const is = (name: string, expected: unknown): void => assert.deepEqual(seen[name], JSON.parse(JSON.stringify(expected)), name);
  const each = [["one", "two"], ["<nil>", "<nil>"], [["/deep", false], ["/moved.txt", 3], ["/one.txt", 7]], "changed", "two"];
  is("over", { zip: each, tar: each, memory: each, fixed: each, fixedZip: each, url: each, fixedUrl: each, again: each });
  is("under", ["one", "two"]);
  const at = (2 << 20) + 5;
  const part = `3 <nil> ${Buffer.from(big.subarray(at, at + 3)).toString("hex")}`;
  const missing = { name: "GoFileError", code: "file-not-found", errno: "ENOENT" };
  const unlisted = { name: "GoFileError", code: "file-failed", errno: "ENOTSUP" };
  is("open", [missing, "one", "two", "open /open/deep/none.txt: No such file or directory", undefined, big.length, part, part, "", "hi", "own", unlisted, { name: "GoFileError", code: "file-read-only", errno: "EROFS" }, missing].map(item => item ?? null)); // undefined becomes null on the way
  is("mine", ["one", "mine", "two", "new", unlisted]);
  is("after", ["one", "mine", mode === "worker" ? "file-unavailable" : "read"]);
  const pipes = ["true <nil>", "true <nil>", "write /dev/stdin: Bad file number"];
  is("streams", [...pipes, '"some text" <nil>', "0 EOF"]);
  is("piped", [...pipes, JSON.stringify("/dev drwxr-xr-x 0\n/dev/null Dcrw-rw-rw- 0\n/dev/zero Dcrw-rw-rw- 0\n<nil>\n") + " <nil>", "0 EOF"]);
  is("clean", [null, []]);
  // The server is asked once for what there is and for what there is not, and by ranges where it knows them.
  const count = (request: string): number => requests.filter(item => item === request).length;
  assert.deepEqual([count("files.json"), count("none.txt bytes=0-1048575"), count("one.txt bytes=0-1048575"), count("big.bin bytes=0-1048575"), count("big.bin bytes=2097152-3145727")], [2, 1, 2, 1, 1], requests.join("\n"));
  assert.ok(!requests.some(item => item.startsWith("deep ") || item === "deep"), "a folder is not asked for");
}

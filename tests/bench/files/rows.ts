/** What is measured, and what is to be reached. */

/** What the Go program does, by number: program/rows.go has the same order. The first two are not timed, the last three only of OPFS. */
export const tasks = [
  "prepare",
  "collect",
  "write 1,000 files of 4 KiB",
  "read 1,000 files of 4 KiB",
  "write 64 MiB in blocks of 64 KiB",
  "read 64 MiB in blocks of 64 KiB",
  "stat 10,000 names",
  "walk a tree of 10,000 files",
  "read 64 MiB in blocks of 64 KiB, four times",
  "write 64 MiB in blocks of 4 MiB",
  "read 64 MiB in blocks of 4 MiB, four times",
] as const;
export type Task = (typeof tasks)[number];

export const sides = ["ours", "memfs", "oursWasi", "shim", "oursOpfs", "oursOpfsWasi", "bare", "floor"] as const;
export type Side = (typeof sides)[number];

export const kinds = ["js", "wasi", "opfs", "opfs-wasi"] as const;
export type Kind = (typeof kinds)[number];

/** A comparison: two sides with the same Go binary. */
export interface KindInfo {
  readonly title: string;
  readonly ours: Side;
  readonly theirs: Side;
  /** As the table names the other side. */
  readonly against: string;
  readonly rows: readonly Task[];
  /** A host that costs nothing, on the rows that it can do. */
  readonly floor?: { readonly side: Side; readonly rows: readonly Task[] };
  /** Only in a browser. */
  readonly inBrowser?: true;
  /** Whether the tree of files is made first. */
  readonly prepares: boolean;
  /** Whether its memory is measured. */
  readonly hasMemory: boolean;
  /** Each row at least so many times faster. */
  readonly leastRatio: number;
  /** At most so much of their memory. */
  readonly mostMemory?: number;
}

const rows = tasks.slice(2, 8);
const largeRows = tasks.filter(row => row.startsWith("write 64 MiB") || row.endsWith("four times"));

const opfs = { theirs: "bare", against: "a bare sync access handle", rows: largeRows, inBrowser: true, prepares: false, hasMemory: false, leastRatio: 0.7 } as const;

export const kindInfo: Readonly<Record<Kind, KindInfo>> = {
  js: { title: "GOOS=js", ours: "ours", theirs: "memfs", against: "wasm_exec.js with memfs", rows, prepares: true, hasMemory: true, leastRatio: 1.5, mostMemory: 0.5 },
  wasi: { title: "GOOS=wasip1", ours: "oursWasi", theirs: "shim", against: "browser_wasi_shim", floor: { side: "floor", rows: rows.filter(row => !row.startsWith("walk")) }, rows, prepares: true, hasMemory: true, leastRatio: 2.5 },
  opfs: { ...opfs, title: "OPFS, GOOS=js", ours: "oursOpfs" },
  "opfs-wasi": { ...opfs, title: "OPFS, GOOS=wasip1", ours: "oursOpfsWasi" },
};

/** The memory rows: what has been written when the bytes are counted, and how many bytes the files have. */
export const memoryRows = [
  { name: "11,000 small files", tasks: ["prepare", "write 1,000 files of 4 KiB"], fileBytes: 10_000 + 1000 * 4096 },
  { name: "and one of 64 MiB", tasks: ["write 64 MiB in blocks of 64 KiB"], fileBytes: 64 << 20 },
] as const satisfies readonly { name: string; tasks: readonly Task[]; fileBytes: number }[];

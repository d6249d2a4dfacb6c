/** The rows of the files' benchmark, in the order in which they run; program/main.go has what they do. */
export const rows = [
  "write 1,000 files of 4 KiB",
  "read 1,000 files of 4 KiB",
  "write 64 MiB in blocks of 64 KiB",
  "read 64 MiB in blocks of 64 KiB",
  "stat 10,000 names",
  "walk a tree of 10,000 files",
] as const;
export type Row = (typeof rows)[number];

/** One host in one process: milliseconds by row, and the bytes that live in the end, the files' and the program's among them. */
export interface Measured {
  readonly ms: Record<Row, number>;
  readonly bytes: number;
}

/**
 * The rows of the benchmark and the groups that the goals speak of. The names are those of `program/rows.go`, which does
 * the work; "callback" is timed from JavaScript, "main reached" by loading pages.
 */

/** What a row's host calls have in common, and so which goal it falls under. */
export type Group = "named" | "plain" | "refs" | "callback" | "other" | "start";

export interface RowInfo {
  readonly name: string;
  readonly group: Group;
  /** Needs a document, so it runs in browsers only. */
  readonly dom?: true;
  /** Leaves references for Go's finalizers: both hosts run the same number of operations. */
  readonly refs?: true;
}

export const rows: readonly RowInfo[] = [
  { name: "get number", group: "named" },
  { name: "set number", group: "named" },
  { name: "call 2", group: "named" },
  { name: "index", group: "plain" },
  { name: "setindex", group: "plain" },
  { name: "length", group: "plain" },
  { name: "invoke 0", group: "plain" },
  { name: "invoke 2", group: "plain" },
  { name: "copy to Go 64 B", group: "plain" },
  { name: "copy to JS 64 B", group: "plain" },
  { name: "get object", group: "refs", refs: true },
  { name: "get string", group: "refs", refs: true },
  { name: ".String()", group: "refs", refs: true },
  { name: "set string", group: "refs", refs: true },
  { name: "new", group: "refs", refs: true },
  { name: "ValueOf(string)", group: "refs", refs: true },
  { name: "callback", group: "callback", refs: true },
  { name: "copy to Go 64 KiB", group: "other" },
  { name: "copy to JS 64 KiB", group: "other" },
  { name: "time.Now", group: "other" },
  { name: "10,000 divs", group: "other", refs: true, dom: true },
];

/** The row that is measured by loading pages, not by calling the program. */
export const startRow: RowInfo = { name: "main reached", group: "start" };

/** The rows of `names` (a regular expression) that an engine with or without a document can run. */
export function selectRows(names: RegExp, hasDocument: boolean): RowInfo[] {
  return rows.filter((row) => names.test(row.name) && (hasDocument || row.dom === undefined));
}

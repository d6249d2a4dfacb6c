/** The table tests/unit/files/hostile_paths.def, which the unit tests run on the filesystem itself, for programs in Node and in pages. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { errnos } from "../../js/src/files/errno.ts";
import { buildGo, root } from "./toolchain.ts";

/** Paths and bytes are texts of one character a byte. */
interface Hostile {
  readonly operation: string;
  readonly path: string;
  readonly other: string;
  readonly beneath: string;
  readonly plain: string;
}

const source = readFileSync(join(root, "tests/unit/files/hostile_paths.def"), "utf8").split("\n");

/** A C++ string literal without its quotes; {x*N} becomes N times x. */
const bytesOf = (literal: string): string =>
  Buffer.from(literal).toString("latin1").replace(/\\([0-7]{3})|\\(.)/g, (_, octal?: string, plain?: string) => (octal === undefined ? (plain as string) : String.fromCharCode(parseInt(octal, 8))))
    .replace(/\{([^*}]*)\*(\d+)\}/g, (_, text: string, times: string) => text.repeat(Number(times)));

/** The rows of a macro: what stands in its parentheses. */
const rows = (macro: string): string[][] =>
  source.filter(line => line.startsWith(`${macro}(`)).map(line => [...line.slice(macro.length).matchAll(/"((?:[^"\\]|\\.)*)"|\b(true|false)\b/g)].map(([, literal, word]) => (literal === undefined ? (word as string) : bytesOf(literal))));

const isText = (bytes: string): boolean => !Buffer.from(bytes, "latin1").toString("utf8").includes("\ufffd");
const textOf = (bytes: string): string => Buffer.from(bytes, "latin1").toString("utf8");
const hex = (bytes: string): string => Buffer.from(bytes, "latin1").toString("hex");

export const hostile: readonly Hostile[] = rows("HOSTILE").map(([operation = "", path = "", other = "", beneath = "", plain = ""]) => ({ operation, path, other, beneath, plain }));

type Tree = Record<string, string | { symlink: string }>;

/** The tree: its mounts by path (the root is "/"), and the files whose names no JavaScript text can hold. */
function tree(): { mounts: { at: string; readOnly: boolean; files: Tree }[]; odd: { path: string; bytes: string }[] } {
  const mounts = [{ at: "/", readOnly: false, files: {} as Tree }, { at: "/box", readOnly: false, files: {} as Tree }, ...rows("MOUNT").map(([at = "", readOnly]) => ({ at, readOnly: readOnly === "true", files: {} as Tree }))];
  const odd: { path: string; bytes: string }[] = [];
  const put = (path: string, value: Tree[string]): void => {
    if (!isText(path)) return void odd.push({ path, bytes: value as string });
    const mount = mounts.filter(({ at }) => path.startsWith(at)).at(-1) as (typeof mounts)[number];
    const inner = textOf(path).slice(mount.at === "/" ? 1 : mount.at.length + 1);
    // A __proto__ of its own.
    if (inner !== "") Object.defineProperty(mount.files, inner, { value, enumerable: true });
  };
  for (const [path = ""] of rows("DIR")) put(`${path}/`, "");
  for (const [path = "", bytes = ""] of rows("FILE")) put(path, bytes);
  for (const [path = "", target = ""] of rows("LINK")) put(path, { symlink: target });
  return { mounts, odd };
}

export const hostilePrograms = (): Record<"beneath" | "plain", string> => ({
  beneath: buildGo({ dir: "tests/go/wasip1-hostile", os: "wasip1", flags: ["-buildmode=c-shared"] }),
  plain: buildGo({ dir: "tests/go/hostile" }),
});

/** What the scenario is given: as JSON, so that a __proto__ arrives. */
export function hostileArgs(): { json: string } {
  const { mounts, odd } = tree();
  const seeds = odd.map(({ path, bytes }) => `seed ${hex(path.replace(/^\/box\//, ""))} ${hex(bytes)}`);
  const cases = hostile.map(({ operation, path, other }) => `${operation} ${hex(path)} ${hex(other)}`);
  return { json: JSON.stringify({ mounts, seeds, cases }) };
}

export interface HostileResult {
  readonly beneath: readonly string[];
  readonly plain: readonly string[];
  /** Cases after which something outside of the preopen was not what it was before. */
  readonly leaks: readonly number[];
  readonly prototypes: readonly unknown[];
}

/** What WASI's errno numbers mean. */
const wasiCodes = new Map(
  [...readFileSync(join(root, "bridge/base/errno.def"), "utf8").matchAll(/^ERRNO\(\w+, "(\w+)", \d+, (\d+),/gm)].map(([, code, number]) => [Number(number), code as string]),
);

export function checkHostile({ beneath, plain, leaks, prototypes }: HostileResult): void {
  assert.ok(hostile.length >= 150 && errnos.size > 0);
  const named = (i: number): string => `${hostile[i]?.operation} ${hostile[i]?.path.slice(0, 60)} ${hostile[i]?.other.slice(0, 60)}`;
  assert.deepEqual(leaks.map(named), []);
  const said = beneath.map(line => {
    const [errno = "", read = ""] = line.split(" ");
    return errno === "0" ? Buffer.from(read, "hex").toString("latin1") || "ok" : wasiCodes.get(Number(errno)) ?? line;
  });
  const wrong = (results: readonly string[], expected: (item: Hostile) => string): string[] =>
    hostile.flatMap((item, i) => (results[i] === expected(item) ? [] : [`${named(i)}: ${results[i]}, expected ${expected(item)}`]));
  // A directory is opened without the right to read: WASI's own refusal.
  assert.deepEqual(wrong(said, item => (item.operation === "read" && item.beneath === "EISDIR" ? "ENOTCAPABLE" : item.beneath)), []);
  // No JavaScript text holds bytes that are no UTF-8, and what Go gives to JavaScript loses a byte order mark at its beginning.
  const arrives = ({ path, other }: Hostile): boolean => isText(`${path}${other}`) && !path.startsWith("\xef\xbb\xbf");
  const tried = hostile.filter(arrives).length;
  assert.ok(tried >= hostile.length - 10, `${tried} of ${hostile.length} paths arrive as they are`);
  assert.deepEqual(wrong(plain.map((result, i) => (arrives(hostile[i] as Hostile) ? result : (hostile[i]?.plain as string))), item => item.plain), []);
  assert.deepEqual(prototypes, [null, [], true]);
}

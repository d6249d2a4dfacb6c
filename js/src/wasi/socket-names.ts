/** The option `sockets`: the names of the channels that a WASI program has as sockets. */

/** As many as fit into the memory of a program's channels, by far. */
const MOST = 32;

/** Throws what `bad` makes where it is no such list. */
export function socketNames(option: unknown, bad: (what: string) => Error): readonly string[] {
  const names = Array.isArray(option) ? (option as unknown[]) : [""];
  const isName = (name: unknown): name is string => typeof name === "string" && name !== "" && !name.includes("\0");
  if (names.every(isName) && new Set(names).size === names.length && names.length <= MOST) return [...names];
  throw bad(`has an option sockets that is no list of at most ${MOST} different names, none of them empty or with a NUL`);
}

/** The option `preopens`: the folders that a WASI program is given. */
import type { FileLimits, FileTree, Mount } from "../files/mounts.js";
import { planFiles } from "../files/plan.js";
import type { FilesPlan, PlanTools } from "../files/planned.js";
import { resolvePath } from "../host/shims.js";

/** What crosses to a worker: where each is mounted, and what the program knows it as. */
export interface Preopens {
  plan: FilesPlan;
  names: readonly { name: string; at: string }[];
}

/** Folders by the name that the program sees, in the order of their descriptors: a mount, or files by path. */
export type PreopensOption = Readonly<Record<string, Mount | FileTree>>;

/** The root where the program has none: it only holds the places of the others, and nobody but `program.files` sees it. */
const noRoot: Mount = { kind: "readOnly", mount: { kind: "memory", files: {} } };

export async function planPreopens(option: PreopensOption, limits: FileLimits, tools: PlanTools): Promise<Preopens> {
  const { name: program, GoLoadError } = tools;
  const bad = (what: string): Error => new GoLoadError("bad-option", `the option preopens of ${program} has ${what}`, { program });
  const given = new Map<string, { name: string; value: Mount | FileTree }>();
  const names = Object.keys(option).map(name => {
    const value: unknown = option[name];
    if (name === "" || name.includes("\0")) throw bad(`the name ${JSON.stringify(name)}, which no folder can have`);
    if (typeof value !== "object" || value === null) throw bad(`at ${JSON.stringify(name)} something that is no folder: give a mount, or an object of files by path`);
    const at = resolvePath("/", [name]);
    const other = given.get(at);
    if (other && other.value !== value) throw bad(`two folders for one place, as ${JSON.stringify(other.name)} and as ${JSON.stringify(name)}: give the same one for both names`);
    given.set(at, { name, value: value as Mount | FileTree });
    return { name, at };
  });
  const mounts = [...given].map(([at, { value }]): [string, Mount] => [at, typeof value["kind"] === "string" ? (value as Mount) : { kind: "memory", files: value as FileTree }]);
  if (!given.has("/")) mounts.push(["/", noRoot]);
  return { plan: await planFiles(Object.fromEntries(mounts), limits, tools), names };
}

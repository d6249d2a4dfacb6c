/** The option `preopens`: the folders that a WASI program is given. */
import type { Mount, FileTree } from "../files/mounts.js";
import { planFiles, type FilesPlan, type PlanTools } from "../files/plan.js";

/** What crosses to a worker: where each is mounted, and what the program knows it as. */
export interface Preopens {
  plan: FilesPlan;
  names: readonly { name: string; at: string }[];
}

/** Folders by the name that the program sees, in the order of their descriptors: a mount, or files by path. */
export type PreopensOption = Readonly<Record<string, Mount | FileTree>>;

export async function planPreopens(option: PreopensOption, tools: PlanTools): Promise<Preopens> {
  const { name: program, GoLoadError } = tools;
  const names = Object.keys(option).map((name, i) => ({ name, at: `/${i}` }));
  for (const { name } of names) {
    const value: unknown = option[name];
    if (name === "" || name.includes("\0")) throw new GoLoadError("bad-option", `the option preopens of ${program} has the name ${JSON.stringify(name)}, which no folder can have`, { program });
    if (typeof value !== "object" || value === null) throw new GoLoadError("bad-option", `the option preopens of ${program} has at ${JSON.stringify(name)} something that is no folder: give a mount, or an object of files by path`, { program });
  }
  const mounts = names.map(({ name, at }): [string, Mount] => {
    const value = option[name] as Mount | FileTree;
    return [at, typeof value["kind"] === "string" ? (value as Mount) : { kind: "memory", files: value as FileTree }];
  });
  return { plan: await planFiles(Object.fromEntries(mounts), {}, tools), names };
}

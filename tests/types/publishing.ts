/** Where the tools of tools/publishing are. */
import { toolchain } from "../support/toolchain.ts";

/** Their node_modules folder. */
export function publishing(): string {
  const found = toolchain().publishing;
  if (!found) throw new Error("build/toolchain.json names no publishing tools: run `cmake --preset test`");
  return found;
}

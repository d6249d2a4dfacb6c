/** An example that is an app of its own (it has a package.json), built for production with the packed package. */
import { join } from "node:path";
import { build, installApp } from "../../bundlers/app.ts";
import { buildGo, root } from "../../support/toolchain.ts";

/** Returns the folder of the built site. */
export function buildExample(name: string): string {
  const wasm = buildGo({ dir: join("examples", name) });
  const folder = installApp([join(root, "examples", name)], join(root, "build/examples", name), { "src/main.wasm": wasm });
  build(folder);
  return join(folder, "dist");
}

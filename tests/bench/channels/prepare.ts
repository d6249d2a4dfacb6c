/** Builds what the benchmark of the channels needs into `build/bench/channels`. */
import { access, copyFile, cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { buildGo, root, toolchain } from "../../support/toolchain.ts";
import { newestVersion } from "../prepare.ts";
import type { Files } from "./subject.ts";

const here = fileURLToPath(new URL(".", import.meta.url));

/** The folder that pages are served from. */
export const outDir = join(root, "build/bench/channels");

/** Builds everything; `go` is the Go that built the programs. */
export async function prepare(dist = join(root, "js/dist")): Promise<{ go: string; files: Files }> {
  const tools = toolchain();
  const version = newestVersion(Object.keys(tools.goVersions));
  const go = tools.goVersions[version];
  if (!go) throw new Error("build/toolchain.json names no Go; run the configure step of the preset bench");
  await access(join(dist, "index.js")).catch(() => {
    throw new Error(`${join(dist, "index.js")} is missing: build the package first (cmake --workflow --preset bench does)`);
  });
  await mkdir(outDir, { recursive: true });
  for (const name of ["ring", "posted"]) buildGo({ version, dir: join(here, "program", name), out: join(outDir, `${name}.wasm`) });
  await copyFile(go.wasmExec, join(outDir, "wasm_exec.js"));
  const common = { bundle: true, target: "es2022", logLevel: "warning", absWorkingDir: root } as const;
  await build({ ...common, format: "esm", entryPoints: [join(here, "page.ts")], outfile: join(outDir, "page.js") });
  await build({ ...common, format: "iife", entryPoints: [join(here, "floor-worker.ts")], outfile: join(outDir, "floor-worker.js"), banner: { js: 'importScripts("heartbeat.js");' } });
  await build({ ...common, format: "iife", globalName: "Comlink", stdin: { contents: 'export * from "comlink"', resolveDir: root }, outfile: join(outDir, "comlink.js") });
  for (const name of ["channels.html", "idle.html", "heartbeat.js", "posted-worker.js"]) await copyFile(join(here, name), join(outDir, name));
  await copyFile(join(root, "tests/support/count-wakes.js"), join(outDir, "count-wakes.js"));
  await rm(join(outDir, "dist"), { recursive: true, force: true });
  await cp(dist, join(outDir, "dist"), { recursive: true });
  return { go: go.go, files: { bridge: "dist/index.js", ring: "ring.wasm", posted: "posted.wasm", wasmExec: "wasm_exec.js" } };
}

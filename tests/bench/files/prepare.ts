/** Builds what the files' benchmark needs into `build/bench/files`. */
import { access, copyFile, cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { buildGo, root, toolchain } from "../../support/toolchain.ts";
import { newestVersion } from "../prepare.ts";
import type { Files } from "./subject.ts";

const here = fileURLToPath(new URL(".", import.meta.url));

/** The folder that pages are served from. */
export const outDir = join(root, "build/bench/files");

/** Node's modules for the page, where memfs wants them: from the packages that bundlers are usually told to take. Its streams are not used. */
const forPages = {
  "node:buffer": "buffer/index.js",
  "node:events": "events/events.js",
  "node:path": "path-browserify",
  "node:stream": join(here, "page-stream.ts"),
  "node:url": join(here, "page-url.ts"),
};

export interface Prepared {
  readonly go: string;
  readonly page: Files;
  readonly node: Files & { readonly child: string };
}

/** Builds everything; `go` is the Go that built the programs. */
export async function prepare(dist = join(root, "js/dist")): Promise<Prepared> {
  const tools = toolchain();
  const version = newestVersion(Object.keys(tools.goVersions));
  const go = tools.goVersions[version];
  if (!go) throw new Error("build/toolchain.json names no Go; run the configure step of the preset bench");
  await access(join(dist, "index.js")).catch(() => {
    throw new Error(`${join(dist, "index.js")} is missing: build the package first (cmake --workflow --preset bench does)`);
  });
  await mkdir(outDir, { recursive: true });
  const inOut = (name: string): string => join(outDir, name);
  const dir = join(here, "program");
  buildGo({ version, dir, out: inOut("js.wasm") });
  buildGo({ version, dir, os: "wasip1", flags: ["-buildmode=c-shared"], out: inOut("wasi.wasm") });
  await copyFile(go.wasmExec, inOut("wasm_exec.js"));
  const common = { bundle: true, format: "esm", logLevel: "warning", absWorkingDir: root } as const;
  await build({ ...common, entryPoints: [join(here, "page.ts")], outfile: inOut("page.js"), target: "es2022", alias: forPages, external: ["process"], define: { global: "globalThis" } });
  await build({ ...common, format: "iife", entryPoints: [join(here, "bare-worker.ts")], outfile: inOut("bare-worker.js"), target: "es2022" });
  // memfs is CommonJS, and asks for Node's modules by require().
  const banner = { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' };
  await build({ ...common, entryPoints: [join(here, "node-child.ts")], outfile: inOut("node-child.mjs"), platform: "node", target: "node20", banner });
  await copyFile(join(here, "files.html"), inOut("files.html"));
  await rm(inOut("dist"), { recursive: true, force: true });
  await cp(dist, inOut("dist"), { recursive: true });
  const page = { bridge: "dist/index.js", js: "js.wasm", wasi: "wasi.wasm", wasmExec: "wasm_exec.js" };
  const node = Object.fromEntries(Object.entries(page).map(([what, name]) => [what, inOut(name)])) as unknown as Files;
  return { go: go.go, page, node: { ...node, child: inOut("node-child.mjs") } };
}

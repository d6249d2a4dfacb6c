/** Builds what the benchmark needs into `build/bench`: program, floor, bundles, copies of both hosts' files. */
import { execFile } from "node:child_process";
import { access, copyFile, cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { buildGo, root, toolchain } from "../support/toolchain.ts";
import type { Files } from "./jobs.ts";
import type { NodeFiles } from "./node.ts";

const here = fileURLToPath(new URL(".", import.meta.url));

/** The folder that everything is built into, and that pages are served from. */
export const outDir = join(root, "build/bench");

export interface Prepared {
  /** The newest Go that the build knows, as `go1.N.M`. */
  readonly go: string;
  readonly node: NodeFiles;
  readonly page: Files;
}

/** Builds everything. `bridge` says how a page takes the package's files, if they are wanted; `dist` is their folder. */
export async function prepare(bridge: "classic" | "esm" | "none", dist = join(root, "js/dist")): Promise<Prepared> {
  const tools = toolchain();
  const version = newestVersion(Object.keys(tools.goVersions));
  const go = tools.goVersions[version];
  if (!go) throw new Error("build/toolchain.json names no Go; run the configure step of the preset bench");
  await mkdir(outDir, { recursive: true });
  buildGo({ version, dir: join(here, "program"), out: join(outDir, "main.wasm") });
  await copyFile(go.wasmExec, join(outDir, "wasm_exec.js"));
  await promisify(execFile)(join(tools.binaryen, "wasm-as"), [join(here, "floor.wat"), "-o", join(outDir, "floor.wasm")]);
  await bundle();
  await cp(join(here, "page"), outDir, { recursive: true, filter: (path) => !path.endsWith(".ts") });
  if (bridge !== "none") {
    await access(join(dist, "index.js")).catch(() => {
      throw new Error(`${join(dist, "index.js")} is missing: build the package first (cmake --workflow --preset bench does)`);
    });
    await rm(join(outDir, "dist"), { recursive: true, force: true });
    await cp(dist, join(outDir, "dist"), { recursive: true });
  }
  const inOut = (name: string) => join(outDir, name);
  return {
    go: go.go,
    node: {
      wasm: inOut("main.wasm"),
      floor: inOut("floor.wasm"),
      wasmExec: inOut("wasm_exec.js"),
      bridge: inOut("dist/index.js"),
      dropIn: inOut("dist/classic/wasm_exec.js"),
      child: inOut("node-child.mjs"),
    },
    page: {
      wasm: "main.wasm",
      floor: "floor.wasm",
      wasmExec: "wasm_exec.js",
      bridge: bridge === "esm" ? "dist/index.js" : "dist/classic/goferry.js",
      dropIn: "dist/classic/wasm_exec.js",
    },
  };
}

async function bundle(): Promise<void> {
  const common = { bundle: true, format: "esm", logLevel: "warning" } as const;
  await build({ ...common, entryPoints: [join(here, "page/page.ts")], outfile: join(outDir, "page.js"), target: "es2022" });
  await build({
    ...common,
    entryPoints: [join(here, "node-child.ts")],
    outfile: join(outDir, "node-child.mjs"),
    platform: "node",
    target: "node20",
  });
}

/** The highest of versions such as "1.9" and "1.27". */
export function newestVersion(versions: readonly string[]): string {
  const order = (version: string) => Number(version.split(".")[1] ?? 0);
  return [...versions].sort((a, b) => order(b) - order(a))[0] ?? "";
}

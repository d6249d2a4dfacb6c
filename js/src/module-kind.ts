/** Which Go built a compiled module, or what else it is: told from its imports, its exports and what its compiler wrote into it. */
import { GoLoadError } from "./errors.js";

/** What a compiled module tells of itself. */
export interface GoAbi {
  /** The module that Go's own imports are asked from: `go` before Go 1.21; of a program for WASI, whatever built it, WASI's. */
  module: "go" | "gojs" | typeof WASI;
  /** Whether it exports functions of its own (`//go:wasmexport`). */
  ownExports: boolean;
  /** Go's own imports. */
  goImports: WebAssembly.ModuleImportDescriptor[];
  /** The imports that are not Go's own. */
  userImports: WebAssembly.ModuleImportDescriptor[];
  /** The Go that built it, such as `go1.27.4`; undefined where a tool has removed what the linker wrote down. */
  builtBy(): string | undefined;
}

/** The module of WASI preview 1, the one that can be run. */
export const WASI = "wasi_snapshot_preview1";

type Kinds = ReadonlyMap<string, WebAssembly.ImportExportKind>;

const goExports: Kinds = new Map([["run", "function"], ["resume", "function"], ["getsp", "function"], ["mem", "memory"]]);

/** Reads a module's imports and exports. Throws a GoLoadError that says what it is, where it is no Go program for GOOS=js, or too old a one. */
export function inspectModule(name: string, module: WebAssembly.Module): GoAbi {
  const imports = WebAssembly.Module.imports(module);
  const exports: Kinds = new Map(WebAssembly.Module.exports(module).map(item => [item.name, item.kind]));
  const from = (moduleName: string): boolean => imports.some(item => item.module === moduleName);
  const isGo = [...goExports].every(([item, kind]) => exports.get(item) === kind);
  const hostModule = isGo && (from("gojs") ? "gojs" : from("go") && "go");
  const own = hostModule || (from(WASI) && exports.get("memory") === "memory" && !isTinyGo(imports, exports) && WASI);
  if (!own) throw stranger(name, imports, exports);
  const abi: GoAbi = {
    module: own,
    ownExports: [...exports.keys()].some(item => !goExports.has(item)),
    goImports: imports.filter(item => item.module === own),
    userImports: imports.filter(item => item.module !== own),
    builtBy: () => builtBy(module),
  };
  // Go 1.17 asks for the same functions as Go 1.18, which is the oldest that is tested.
  if (own === "go" && Number(builtBy(module)?.split(".")[1] ?? 18) < 18) throw tooOld(name, abi);
  return abi;
}

/**
 * The error for a function of Go's that this host does not have. Go 1.20 was the last to ask the module `go`: so who asks that for something
 * unknown is older than all that are known, and who asks `gojs` is newer.
 */
export function unknownGoFunction(name: string, abi: GoAbi, item: string): GoLoadError {
  if (abi.module === "go") return tooOld(name, abi);
  const builder = abi.builtBy() ?? "a Go";
  const message = `${name} was built by ${builder}, which is newer than this goferry: it asks for ${item}, which is not known here. Upgrade goferry, or build it with Go 1.27`;
  return new GoLoadError("go-too-new", message, { program: name });
}

function tooOld(name: string, abi: GoAbi): GoLoadError {
  return new GoLoadError("go-too-old", `${name} was built by ${abi.builtBy() ?? "a Go older than 1.18"}. Goferry runs programs of Go 1.18 and newer: build it with a newer Go`, { program: name });
}

/** What Go's linker wrote down (writeProducerSec in cmd/link/internal/wasm/asm.go); `-s -w` and wasm-opt leave it. */
function builtBy(module: WebAssembly.Module): string | undefined {
  const [producers] = WebAssembly.Module.customSections(module, "producers");
  return producers && /go1\.\d+[\w.]*/.exec(new TextDecoder().decode(producers))?.[0];
}

const build = "build it with GOOS=js GOARCH=wasm go build";

/** For the browser (src/runtime/runtime_wasm_js.go, targets/wasm_exec.js): it asks for WASI's fd_write too. */
function isTinyGo(imports: readonly WebAssembly.ModuleImportDescriptor[], exports: Kinds): boolean {
  return exports.has("go_scheduler") || imports.some(item => /^(env|gojs) (runtime\.(sleepT|t)icks|syscall\/js\.)/.test(`${item.module} ${item.name}`));
}

/** Says what a module is that is no Go program for GOOS=js, nor one for WASI. */
function stranger(name: string, imports: readonly WebAssembly.ModuleImportDescriptor[], exports: Kinds): GoLoadError {
  const asks = (pattern: RegExp): boolean => imports.some(item => pattern.test(`${item.module} ${item.name}`));
  const isGo = asks(/^(go|gojs) runtime\.wasm(Exit|Write)$/);
  const lost = [...goExports].filter(([item, kind]) => exports.get(item) !== kind).map(([item]) => item);
  if (isGo || lost.length === 0) {
    const how = lost.length === 0 ? "it imports neither gojs nor go" : `it does not export ${lost.join(", ")}`;
    return new GoLoadError("unknown-layout", `${name} is a Go program, but not laid out as Go 1.18 to 1.27 does it: ${how}. Load the file as go build wrote it, or upgrade goferry`, { program: name });
  }
  if (isTinyGo(imports, exports)) {
    return new GoLoadError("tinygo", `${name} was built by TinyGo, whose programs need its own wasm_exec.js; ${build}`, { program: name });
  }
  if (asks(/^wasi_/)) {
    const how = exports.has("memory") ? `it asks for ${imports.find(item => item.module.startsWith("wasi_"))?.module}` : "it exports no memory";
    return new GoLoadError("wasip1", `${name} is a WASI module, but not one of preview 1 (GOOS=wasip1) that goferry runs: ${how}`, { program: name });
  }
  return new GoLoadError("not-go", `${name} is WebAssembly, but no Go program: it does not export ${lost.join(", ")}. If it is of a Go program, ${build}`, { program: name });
}

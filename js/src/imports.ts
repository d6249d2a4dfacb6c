/** What a Go module wants to be given, and the import object that gives it. */
import { GoLinkError, GoLoadError } from "./errors.js";
import type { ImportContext, ImportModules, LoadOptions } from "./options.js";

/** What a compiled module tells of itself. */
export interface GoAbi {
  /** The module that Go's own imports are asked from: `go` before Go 1.21. */
  module: "go" | "gojs";
  /** Whether it exports functions of its own (`//go:wasmexport`). */
  ownExports: boolean;
  /** The imports that are not Go's own. */
  userImports: WebAssembly.ModuleImportDescriptor[];
}

const goExports = ["run", "resume", "getsp", "mem"];

/** Reads a module's imports and exports. Throws a GoLoadError that says what it is, where it is no Go program for GOOS=js. */
export function inspectModule(name: string, module: WebAssembly.Module): GoAbi {
  const imports = WebAssembly.Module.imports(module);
  const exports = WebAssembly.Module.exports(module).map(item => item.name);
  const refuse = (what: string): never => {
    throw new GoLoadError("not-go", `${name} is ${what}`, { program: name });
  };
  const from = (moduleName: string): boolean => imports.some(item => item.module === moduleName);
  if (!goExports.every(item => exports.includes(item))) {
    if (from("wasi_snapshot_preview1")) refuse("a WASI module; build it with GOOS=js GOARCH=wasm");
    if (exports.includes("_start") && (from("gojs") || from("env"))) refuse("built by TinyGo; build it with Go itself: GOOS=js GOARCH=wasm go build");
    refuse("no Go program for the browser (it does not export run, resume, getsp and mem); build it with GOOS=js GOARCH=wasm go build");
  }
  const module_ = from("gojs") ? "gojs" : from("go") ? "go" : refuse("built by a Go that this host does not know: it imports neither gojs nor go");
  return {
    module: module_ as "go" | "gojs",
    ownExports: exports.some(item => !goExports.includes(item)),
    userImports: imports.filter(item => item.module !== "gojs" && item.module !== "go"),
  };
}

/** The import object, and what it still needs once the module is instantiated. */
export interface GoImports {
  importObject: WebAssembly.Imports;
  connect(context: ImportContext): void;
}

/**
 * `functions` are Go's own. Each of the user's functions is looked up when it is first called, so that they may be set after the call of
 * `load`, and a function for `imports` can be given memory and exports that do not exist yet when Go's module asks for its imports.
 */
export function goImports(name: string, abi: GoAbi, functions: Record<string, WebAssembly.ImportValue>, given: LoadOptions["imports"]): GoImports {
  // Go before 1.21 also imports an aid of its compiler's authors, which programs do not call (wasm_exec.js, "debug").
  const debug = (value: unknown): void => console.log(value);
  const importObject: WebAssembly.Imports = { [abi.module]: abi.module === "go" ? { ...functions, debug } : functions };
  let modules: ImportModules | undefined = typeof given === "function" ? undefined : given;
  for (const { module, name: item, kind } of abi.userImports) {
    const known = modules?.[module]?.[item];
    const label = `${module}.${item}`;
    const missing = `${name} imports ${label}`;
    if (given === undefined || (modules && !(module in modules))) {
      throw new GoLinkError("unknown-import", `${missing}, which nobody gives. Pass it: load(url, { imports: { ${JSON.stringify(module)}: { ${JSON.stringify(item)}: … } } })`, { program: name });
    }
    if (kind !== "function" && known === undefined) {
      throw new GoLinkError("unknown-import", `${missing}, a ${kind}, which has to be there before the module is instantiated`, { program: name });
    }
    const slot = (importObject[module] ??= Object.create(null) as WebAssembly.ModuleImports);
    slot[item] = known ?? lookUpLater(name, label, () => modules?.[module]?.[item]);
  }
  return {
    importObject,
    connect(context) {
      if (typeof given === "function") modules = given(context);
    },
  };
}

function lookUpLater(name: string, label: string, find: () => WebAssembly.ImportValue | undefined): (...args: unknown[]) => unknown {
  let found: ((...args: unknown[]) => unknown) | undefined;
  return (...args) => {
    if (!found) {
      const value = find();
      if (typeof value !== "function") throw new GoLinkError("unknown-import", `${name} called ${label}, which was not given in load's option imports`, { program: name });
      found = value as (...args: unknown[]) => unknown;
    }
    return found(...args);
  };
}

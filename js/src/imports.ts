/** What a Go module wants to be given, and the import object that gives it. */
import { GoLinkError } from "./errors.js";
import { unknownGoFunction, type GoAbi } from "./module-kind.js";
import type { ImportContext, ImportModules, EngineOptions } from "./options.js";

/** The import object, and what it still needs once the module is instantiated. */
export interface GoImports {
  importObject: WebAssembly.Imports;
  connect(context: ImportContext): void;
}

/**
 * `functions` are Go's own, `ferry` those of package ferry. Each of the user's functions is looked up when it is first called, so that they may be set after the call of
 * `load`, and a function for `imports` can be given memory and exports that do not exist yet when Go's module asks for its imports.
 */
export function goImports(name: string, abi: GoAbi, functions: Record<string, WebAssembly.ImportValue>, given: EngineOptions["imports"], ferry?: WebAssembly.ModuleImports): GoImports {
  // Go before 1.21 also imports an aid of its compiler's authors, which programs do not call (wasm_exec.js, "debug").
  const debug = (value: unknown): void => console.log(value);
  const own = abi.module === "go" ? { ...functions, debug } : functions;
  for (const item of abi.goImports) if (!(item.name in own)) throw unknownGoFunction(name, abi, item.name);
  const importObject: WebAssembly.Imports = { [abi.module]: own };
  let modules: ImportModules | undefined = typeof given === "function" ? undefined : given;
  for (const { module, name: item, kind } of abi.userImports) {
    if (module === "goferry" && ferry) {
      if (!(item in ferry)) {
        throw new GoLinkError("unknown-import", `${name} was built with a package ferry that asks for ${item}, which this goferry has not: let both have the same version (npm install goferry@latest, go get github.com/goferry/goferry/go@latest)`, { program: name });
      }
      importObject[module] = ferry;
      continue;
    }
    const known = modules?.[module]?.[item];
    const label = `${module}.${item}`;
    const missing = `${name} imports ${label}`;
    if (given === undefined || (modules && !(module in modules))) {
      throw new GoLinkError("unknown-import", `${missing}, which nobody gives. Pass it: load(url, { imports: { ${JSON.stringify(module)}: { ${JSON.stringify(item)}: … } } }), or in worker mode by a script`, { program: name });
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

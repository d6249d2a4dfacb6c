/** The two ways the bridge reaches Go's memory, and the compiled modules of each (code, so shared by all programs of the page). */
import * as core from "../../generated/core.js";
import { bytesOf, type CompatArtifacts } from "./artifacts.js";

/** `merged`: one module on two memories. `compat`: gomem beside the bridge, for engines without multi-memory. */
export type Variant = "merged" | "compat";

/** Where the compat chunk comes from: behind `import()` in the ES module, embedded in the classic script. */
export type CompatSource = () => Promise<CompatArtifacts> | CompatArtifacts;

/** The compiled modules of one variant. */
export interface BridgeModules {
  variant: Variant;
  link: WebAssembly.Module;
  bridge: WebAssembly.Module;
  gomem: WebAssembly.Module | undefined;
}

// (module (memory 0) (memory 0))
const twoMemories = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 5, 5, 2, 0, 0, 0, 0]);

/** The better variant that this engine can run. */
export function detectVariant(): Variant {
  return WebAssembly.validate(twoMemories) ? "merged" : "compat";
}

const compiled = new Map<Variant, BridgeModules>();

/**
 * Compiles a variant, once, and at once: 15 KB take a millisecond or two on this thread, in which a page waits for the network anyway; handed to
 * the engine's workers they would wait behind Go's module. (Chromium allows up to 8 MB so on the page's thread.)
 */
export function bridgeModulesNow(variant: Variant, artifacts: CompatArtifacts | undefined): BridgeModules {
  let modules = compiled.get(variant);
  if (!modules) {
    const compile = (hex: string | undefined): WebAssembly.Module => new WebAssembly.Module(bytesOf(hex ?? ""));
    const merged = variant === "merged";
    modules = {
      variant,
      link: compile(core.link),
      bridge: compile(merged ? core.merged : artifacts?.compat),
      gomem: merged ? undefined : compile(artifacts?.gomem),
    };
    compiled.set(variant, modules);
  }
  return modules;
}

/** The same, fetching the compat chunk where it is needed and not there yet. */
export async function bridgeModules(variant: Variant, compatSource: CompatSource): Promise<BridgeModules> {
  return compiled.get(variant) ?? bridgeModulesNow(variant, variant === "merged" ? undefined : await compatSource());
}

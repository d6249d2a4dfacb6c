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

const compiled = new Map<Variant, Promise<BridgeModules>>();

/** Compiles a variant, once. */
export function bridgeModules(variant: Variant, compatSource: CompatSource): Promise<BridgeModules> {
  let modules = compiled.get(variant);
  if (!modules) {
    modules = compileVariant(variant, compatSource);
    compiled.set(variant, modules);
    modules.catch(() => compiled.delete(variant)); // a chunk that could not be fetched may be there the next time
  }
  return modules;
}

/**
 * A variant for a class whose `importObject` has to be there with link, and whose `run` with the bridge: each is compiled when it is asked for, unless that
 * was done ahead. Chromium allows 8 MB of that on the page's thread.
 */
export function bridgeModulesNow(variant: Variant, artifacts: CompatArtifacts): ModulesNow {
  let modules = compiledNow.get(variant);
  if (!modules) compiledNow.set(variant, (modules = new ModulesNow(variant, artifacts)));
  return modules;
}
const compiledNow = new Map<Variant, ModulesNow>();

/** The modules of one variant, without waiting. */
class ModulesNow implements BridgeModules {
  readonly variant: Variant;
  readonly #hex: string;
  readonly #gomemHex: string | undefined;
  #link: WebAssembly.Module | undefined;
  #bridge: WebAssembly.Module | undefined;
  #gomem: WebAssembly.Module | undefined;
  #ahead: Promise<void> | undefined;

  constructor(variant: Variant, artifacts: CompatArtifacts) {
    const merged = variant === "merged";
    this.variant = variant;
    this.#hex = merged ? core.merged : artifacts.compat;
    this.#gomemHex = merged ? undefined : artifacts.gomem;
  }

  get link(): WebAssembly.Module {
    return (this.#link ??= compileNow(core.link));
  }

  get bridge(): WebAssembly.Module {
    return (this.#bridge ??= compileNow(this.#hex));
  }

  get gomem(): WebAssembly.Module | undefined {
    return this.#gomemHex === undefined ? undefined : (this.#gomem ??= compileNow(this.#gomemHex));
  }

  /** Compiles them in the background, once for all who ask. Resolves when link is there; what is wrong is thrown to whoever asks for a module. */
  compileAhead(): Promise<void> {
    return (this.#ahead ??= this.#compileLink());
  }

  async #compileLink(): Promise<void> {
    if (!this.#link) {
      const link = await WebAssembly.compile(bytesOf(core.link));
      this.#link ??= link;
    }
    void this.#compileBridge().catch(() => {});
  }

  async #compileBridge(): Promise<void> {
    if (!this.#bridge) {
      const bridge = await WebAssembly.compile(bytesOf(this.#hex));
      this.#bridge ??= bridge;
    }
    void this.gomem; // small
  }
}

function compileNow(hex: string): WebAssembly.Module {
  return new WebAssembly.Module(bytesOf(hex));
}

async function compileVariant(variant: Variant, compatSource: CompatSource): Promise<BridgeModules> {
  const compile = (hex: string): Promise<WebAssembly.Module> => WebAssembly.compile(bytesOf(hex));
  if (variant === "merged") {
    const [link, bridge] = await Promise.all([compile(core.link), compile(core.merged)]);
    return { variant, link, bridge, gomem: undefined };
  }
  const artifacts = await compatSource();
  const [link, bridge, gomem] = await Promise.all([compile(core.link), compile(artifacts.compat), compile(artifacts.gomem)]);
  return { variant, link, bridge, gomem };
}

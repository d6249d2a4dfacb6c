/** Starts a Go module on either host. Shared by Node and pages. */

/** A started program, as far as the benchmark cares. */
export interface Started {
  /** Size of Go's own memory. */
  goMemoryBytes(): Promise<number>;
}

/** Starts the compiled module with `key` as its argument. */
export type Start = (module: WebAssembly.Module, key: string) => Promise<Started>;

/** The class that Go's `wasm_exec.js` defines. */
export interface GoClass {
  new (): {
    argv: string[];
    importObject: WebAssembly.Imports;
    run(instance: WebAssembly.Instance): Promise<void>;
  };
}

/** The part of the package goferry that is used here. */
export interface Loader {
  load(
    source: WebAssembly.Module,
    options: { args: string[]; variant?: Variant },
  ): Promise<{ stats(): Promise<{ memoryBytes: number }> }>;
}

export type Variant = "merged" | "compat";

/** Go's own host. */
export function onWasmExec(Go: GoClass): Start {
  return async (module, key) => {
    const go = new Go();
    go.argv = ["js", key];
    const instance = await WebAssembly.instantiate(module, go.importObject);
    void go.run(instance);
    const memory = instance.exports["mem"] as WebAssembly.Memory;
    return { goMemoryBytes: async () => memory.buffer.byteLength };
  };
}

/** The bridge. */
export function onBridge({ load }: Loader, variant: Variant): Start {
  return async (module, key) => {
    const program = await load(module, { args: [key], variant });
    return { goMemoryBytes: async () => (await program.stats()).memoryBytes };
  };
}

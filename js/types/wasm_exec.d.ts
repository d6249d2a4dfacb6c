/**
 * The drop-in for Go's `wasm_exec.js`. It exports nothing: loading it defines the global class `Go`, and `fs`, `process` and `path` where the
 * page has none.
 *
 * @packageDocumentation
 */

declare global {
  /** Runs a Go program compiled for `GOOS=js GOARCH=wasm`: the class that Go's own `wasm_exec.js` defines, on Goferry's bridge. */
  class Go {
    constructor();
    /** The program's name and its arguments (`os.Args`). */
    argv: string[];
    /** Environment variables. */
    env: Record<string, string>;
    /** Called when the program exits. */
    exit: (code: number) => void;
    /** Whether the last program that was run has exited; undefined before the first. */
    exited: boolean | undefined;
    /** What `WebAssembly.instantiate` takes; functions of your own may be added before that. */
    importObject: Record<string, Record<string, WebAssembly.ImportValue>>;
    /** Runs `main` until all goroutines wait, before it returns; resolves when the program exits. */
    run(instance: WebAssembly.Instance): Promise<void>;
    /** A view on Go's memory, while a program runs. */
    mem: DataView | null | undefined;
  }
}

export {};

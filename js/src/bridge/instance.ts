/** Puts link, Go's module and one bridge together. */
import { imports } from "../../generated/core.js";
import { copier } from "./copies.js";
import type { BridgeModules } from "./variant.js";

/** What every Go module for GOOS=js exports. Source: cmd/link/internal/wasm/asm.go, writeExportSec. */
export interface GoExports {
  run(argc: number, argv: number): void;
  resume(): void;
  getsp(): number;
  mem: WebAssembly.Memory;
}

/** The raw exports of the bridge; bridge/embind/exports.cpp. Addresses are byte offsets in `memory`. */
export interface BridgeExports {
  memory: WebAssembly.Memory;
  start(argc: number, argv: number): void;
  resume(): void;
  entering(): void;
  end(state: number): void;
  set_unseen_entries(allowed: number): void;
  result_address(): number;
  timers_fired(nowMs: number): number;
  timer_pending(id: number): number;
  scratch(bytes: number): number;
  release_scratch(at: number): void;
  ref_count(id: number): number;
  set_ref_count(id: number, count: number): void;
  place_arguments(strings: number, len: number, argc: number, envc: number): number;
  emscripten_stack_get_current(): number;
  _emscripten_stack_restore(sp: number): void;
}

/** The functions of module "js" that the bridge imports: `js_<name>` for each row of bridge/host/js_host.def. */
export type HostFunctions = Record<`js_${string}`, (...args: never[]) => unknown>;

/** Go's imports before the bridge exists: trampolines through a table. */
export interface Link {
  /** The functions that Go's modules `gojs` and `go` may ask for. */
  functions: Record<string, WebAssembly.ImportValue>;
  table: WebAssembly.Table;
}

/** What surrounds the bridge's wasm: Emscripten's (glue.ts), or as little as will do (bare-glue.ts). */
export interface Glue<Control> {
  imports: WebAssembly.Imports;
  /** Runs the constructors. Called once. */
  start(instance: WebAssembly.Instance): Control;
}

/** One bridge, connected: Go may run. */
export interface Bridge<Control> {
  exports: BridgeExports;
  control: Control;
}

/**
 * Makes the trampolines. `unready` is called when Go calls a host function before the bridge is there (a start section may); it throws.
 */
export function createLink(modules: BridgeModules, unready: () => never): Link {
  const { table, ...functions } = new WebAssembly.Instance(modules.link, { host: { unready } }).exports;
  return { functions: functions as Record<string, WebAssembly.ImportValue>, table: table as WebAssembly.Table };
}

/** Takes the handlers out again: whoever still holds link holds no bridge and no memory. Go is not entered again. */
export function disconnectLink({ table }: Link): void {
  for (let i = 0; i < table.length; i++) table.set(i, null);
}

/** Instantiates a bridge on Go's memory and puts its handlers into link's table. */
export type ConnectBridge<Control> = (link: Link, go: GoExports) => Bridge<Control>;

/**
 * Keeps what a bridge takes until Go's memory exists. `host` gives the functions of module "js". The result is called once. Where a page waits for its
 * module in between, the engine has compiled by then what made `host` and `glue`.
 */
export function prepareBridge<Control>(modules: BridgeModules, host: HostFunctions, glue: Glue<Control>): ConnectBridge<Control> {
  return (link, go) => {
    const given: WebAssembly.Imports = {
      ...glue.imports,
      js: host as WebAssembly.ModuleImports,
      go: { mem: go.mem, go_getsp: go.getsp, go_resume: go.resume, go_run: go.run },
    };
    if (modules.gomem) {
      const gomem = new WebAssembly.Instance(modules.gomem, given).exports as WebAssembly.ModuleImports;
      const own = (): WebAssembly.Memory => instance.exports["memory"] as WebAssembly.Memory;
      given["mem"] = { ...gomem, xmem_go_to_own: copier(own, () => go.mem), xmem_own_to_go: copier(() => go.mem, own) };
    }
    const instance = new WebAssembly.Instance(modules.bridge, given);
    const control = glue.start(instance);
    const { exports } = instance;
    imports.forEach(([, handler], i) => link.table.set(i, exports[handler]));
    return { exports: exports as unknown as BridgeExports, control };
  };
}

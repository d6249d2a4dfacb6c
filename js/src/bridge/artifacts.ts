/** The types of the generated modules (tools/build-package.mjs): Emscripten's glue, and the wasm as hex. */

/** Emscripten's embind control surface; bridge/embind/bindings.cpp declares it. */
export interface BridgeControl {
  hostCalls(): number;
  liveRefs(): number;
  internedNames(): number;
  pendingTimers(): number;
  preparedStrings(): number;
  state(): number;
  setTimerSlack(ms: number): void;
}

/** What the glue finds in place of the engine's `WebAssembly`: `start` is called, at once, when Go's memory is there. */
export interface GlueWebAssembly {
  instantiate(bytes: unknown, imports: WebAssembly.Imports): { then(start: (result: { instance: WebAssembly.Instance }) => void): void };
}

/** js/generated/core.js */
export interface CoreArtifacts {
  /** Emscripten's glue: fills `module` with the control surface. */
  createBridge(module: object, webAssembly: GlueWebAssembly): void;
  /** The order of link's table: Go's name, the bridge's export. */
  imports: readonly (readonly [string, string])[];
  link: string;
  merged: string;
}

/** js/generated/compat.js */
export interface CompatArtifacts {
  compat: string;
  gomem: string;
}

/**
 * Bytes of an embedded module. Hex costs 7-9 % over the bare wasm under brotli, base64 42-44 %, for that hides the byte boundaries; and it is
 * ASCII, so no charset can break it.
 */
export function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  const { fromHex } = Uint8Array as { fromHex?(text: string): Uint8Array<ArrayBuffer> };
  if (fromHex) return fromHex.call(Uint8Array, hex); // Chrome 140, Firefox 133, Safari 18.2
  const bytes = new Uint8Array(hex.length / 2);
  const digit = (code: number): number => (code > 57 ? code - 87 : code - 48);
  for (let i = 0; i < bytes.length; i++) bytes[i] = (digit(hex.charCodeAt(2 * i)) << 4) | digit(hex.charCodeAt(2 * i + 1));
  return bytes;
}

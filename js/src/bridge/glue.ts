/** Emscripten's glue, with embind's control surface. */
import { createBridge } from "../../generated/core.js";
import type { BridgeControl } from "./artifacts.js";
import type { Glue } from "./instance.js";

/** Glue for one bridge. It (MINIMAL_RUNTIME) calls WebAssembly.instantiate(...).then(start): what it waits for comes when Go's memory does. */
export function emscriptenGlue(): Glue<BridgeControl> {
  const control = { wasm: [0] };
  let imports: WebAssembly.Imports = {};
  let startGlue: (result: { instance: WebAssembly.Instance }) => void = () => {};
  createBridge(control, {
    instantiate(_bytes, given) {
      imports = given;
      return { then: start => void (startGlue = start) };
    },
  });
  return {
    imports,
    start(instance) {
      startGlue({ instance });
      return control as unknown as BridgeControl;
    },
  };
}

/**
 * What the bridge's wasm takes to run, and no more: no control surface, and so none of embind's JavaScript, which the drop-in's page would have to parse
 * before its first Go statement (7 of the script's 28 KB, beside the wasm). What the drop-in asks of the bridge are exports.
 */
import type { Glue } from "./instance.js";

/** Glue for one bridge. */
export function bareGlue(): Glue<undefined> {
  let memory: WebAssembly.Memory;
  const nothing = (): void => {};
  return {
    imports: {
      env: {
        _embind_register_void: nothing,
        _embind_register_integer: nothing,
        _embind_register_float: nothing,
        _embind_register_function: nothing,
        // Source: Emscripten's src/lib/libcore.js, with a fifth more than was asked for, as there.
        emscripten_resize_heap(wanted: number): number {
          const { byteLength } = memory.buffer;
          for (const bytes of [Math.max(wanted >>> 0, 1.2 * byteLength), wanted >>> 0]) {
            try {
              memory.grow(Math.ceil((bytes - byteLength) / 65536));
              return 1;
            } catch {
              // beyond its maximum, or what there is
            }
          }
          return 0;
        },
      },
    },
    start({ exports }) {
      memory = exports["memory"] as WebAssembly.Memory;
      (exports["__wasm_call_ctors"] as () => void)();
      return undefined;
    },
  };
}

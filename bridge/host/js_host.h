// The primitives that JavaScript gives the bridge: the functions js_<name> of js_host.def, with how each behaves.
//
// The seam is the linker: in the bridge they are wasm imports of module "js" (js/src/host/), in the unit tests plain functions
// (tests/unit/fake_host.cpp). No virtual calls, since a call of these is most of what a host call costs.
//
// A primitive that can run code of the page (getters, setters, proxies, methods, toString, Symbol.hasInstance) may re-enter Go before it
// returns. Before its result is stored: must_unwind_after() of imports/frame.h.
//
//   intern        names[name] = the decoded UTF-8 text
//   decode        names[kTemporaryName] = text of Go's memory; read by the very next primitive, before it runs any code of the page
//   get .. index  the page's property access; see js_result.h
//   set_*         0: done (also where the object refused, as Reflect.set), 1: the page threw. value_id kUndefinedId stands for undefined
//   remove        Reflect.deleteProperty; result as set_*
//   call, invoke, construct   argc refs at args_at in Go's memory (checked by the caller) are read before any code of the page runs
//   length        parseInt(value.length), 0 for NaN; NaN if the page threw
//   instance_of   both refs are read at the given addresses in Go's memory; 0 no, 1 yes, 2 the page threw
//   string_value  the string in names[name] as a value
//   encode        the text of the ref at value_at in Go's memory, as UTF-8. If it surely fits: written at `to`, result is its length. Else kept
//                 by JavaScript under `handle`, result is -1 - length. Runs no code of the page: Go asks for no object's text (Value.String)
//   load_held, drop_held   copy up to len bytes of a kept string to Go's memory; forget it
//   release       Go's last reference to id is gone: drop the value, reuse the id
//   copy_to_go, copy_to_js   bytes copied; -1 where id is neither Uint8Array nor Uint8ClampedArray; -2: an exception (a detached array)
//   now_ms        monotonic milliseconds of an origin of their own, fractional, never 0 (Go refuses that); wall_ms: Unix time in milliseconds
//   random        fills len bytes of Go's memory
//   write         the runtime's own output (print, panics): len bytes of Go's memory to file descriptor fd
//   arm_timer     call timers_fired() in delay_ms, in place of any earlier order; disarm_timer: not at all
//   exit          the program has ended with this code
//   fault         the module broke a rule of the ABI (Fault in imports/bridge.h): the program has crashed
//   unwind        throws: the exception of the page that is under way, or the sentinel that ends the program. Does not return in the bridge;
//                 the caller must have nothing left to do
#pragma once
#include <cstdint>

#include "bridge/host/wasm_import.h"

extern "C" {
#define JS_HOST(name, result, params) GOFERRY_IMPORT("js", js_##name) result js_##name params;
#include "bridge/host/js_host.def"
#undef JS_HOST
#define GO_EXPORT(name, result, params) GOFERRY_IMPORT("go", go_##name) result go_##name params;
#include "bridge/host/go_exports.def"
#undef GO_EXPORT
}

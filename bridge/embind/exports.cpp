// The hot path: raw exports. Go calls the imports' handlers through link (a table); JavaScript calls the entries.
#include <cstdlib>

#include "bridge/embind/program.h"
#include "bridge/imports/arguments.h"
#include "bridge/imports/frame.h"

#define EXPORT(name) extern "C" __attribute__((export_name(name)))

using namespace goferry;

namespace goferry {
[[clang::no_destroy]] constinit Bridge program;  // lives as long as its wasm instance
}

// h_<function>: what link's trampoline of that import calls. The frame is checked here, once for all.
#define IMPORT(go_name, function, frame_bytes, signature)                                                                   \
  EXPORT("h_" #function) void h_##function(uint32_t sp) {                                                                   \
    ++program.host_calls;                                                                                                   \
    const bool unwind = GoMemory::frame_in_bounds(sp, frame_bytes) ? function(program, sp) : fault(program, Fault::kFrame); \
    if (unwind) js_unwind();                                                                                                \
  }
#include "bridge/imports/imports.def"
#undef IMPORT

/// Where JavaScript writes results that are no number.
EXPORT("result_address") JsResult* result_address() { return &program.result; }

/// Starts Go; comes back when all goroutines wait, or throws. REQUIRES: the program is running (js/src/host/exits.ts sees to it).
EXPORT("start") void start(uint32_t argc, uint32_t argv) {
  ++program.entries;
  go_run(argc, argv);
}

/// Lets Go handle what has happened (_pendingEvent, timers).
EXPORT("resume") void resume() {
  ++program.entries;
  go_resume();
}

/// JavaScript is about to call a function that Go exports (//go:wasmexport).
EXPORT("entering") void entering() { ++program.entries; }

/// The program has ended: a State. No part of the control surface (bindings.cpp), which the drop-in starts without (js/src/bridge/bare-glue.ts).
EXPORT("end") void end(uint32_t state) { program.end(static_cast<State>(state)); }

/// Whether Go may be entered without `entering`, by a page that has its instance. Likewise.
EXPORT("set_unseen_entries") void set_unseen_entries(uint32_t allowed) { program.unseen_entries = allowed != 0; }

/// The host timer fired: a due event's id, or 0; see Timers::fired().
EXPORT("timers_fired") uint32_t timers_fired(double now_ms) { return program.timers.fired(now_ms); }
EXPORT("timer_pending") uint32_t timer_pending(uint32_t id) { return program.timers.pending(id); }

/// The references that Go holds to a value, for pages that count them too (js/src/drop-in-tables.ts).
EXPORT("ref_count") uint32_t ref_count(uint32_t id) { return program.refs.count(id); }
EXPORT("set_ref_count") void set_ref_count(uint32_t id, uint32_t count) {
  if (id >= kFirstFreeId) program.refs.set(id, count);
}

/// Scratch memory for JavaScript; null when memory ran out. Give it back with release_scratch.
EXPORT("scratch") char* scratch(uint32_t bytes) { return static_cast<char*>(malloc(bytes)); }
EXPORT("release_scratch") void release_scratch(char* at) { free(at); }
EXPORT("place_arguments") uint32_t place(const char* strings, uint32_t len, uint32_t argc, uint32_t envc) {
  return place_arguments(strings, len, argc, envc);
}

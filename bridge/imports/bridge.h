// The state of one bridge: one program's. Nothing of it is global; the exports of embind/ hold one Bridge per wasm instance.
#pragma once
#include <cstdint>

#include "bridge/host/go_memory.h"
#include "bridge/host/js_host.h"
#include "bridge/host/js_result.h"
#include "bridge/imports/timers.h"
#include "bridge/values/names.h"
#include "bridge/values/prepared_strings.h"
#include "bridge/values/ref_counts.h"

namespace goferry {

/// How far a program is. After kRunning neither Go nor its bridge is entered again (design.md, "The end of a program").
enum class State : int32_t { kRunning, kExited, kCrashed, kTerminated };

/// A rule of the ABI that the module broke. It has crashed then; nothing was read or written. Keep in step with js/src/errors.ts.
enum class Fault : uint32_t {
  kFrame,    ///< the stack pointer points outside of memory
  kSlice,    ///< a string, slice or pointer argument reaches outside of memory
  kStrings,  ///< more strings under way than PreparedStrings::kMax
};

struct Bridge {
  Names names;
  RefCounts refs;
  PreparedStrings strings;
  Timers timers;
  JsResult result = {};     // where JavaScript puts results that are no number
  uint64_t host_calls = 0;  // imports called by Go
  uint32_t entries = 0;     // times that Go was entered, and left for good: one word to look at after a primitive
  State state = State::kRunning;
  bool unseen_entries = false;  // the page has Go's instance and may call its exports: entries does not count them

  bool ended() const { return state != State::kRunning; }

  /// The program ends; none of its frames goes on.
  void end(State how) {
    state = how;
    ++entries;
  }
};

/// The bodies of the imports, bodies named as in imports.def. Each returns true if the import must end in js_unwind(): the program has
/// ended, or an exception of the page passes through. REQUIRES: the frame at sp was checked.
/// noinline, or the body's stack frame would be left behind by an unwind() in the same function.
#define IMPORT(go_name, function, frame_bytes, signature) [[gnu::noinline]] bool function(Bridge&, uint32_t sp);
#include "bridge/imports/imports.def"
#undef IMPORT

}  // namespace goferry

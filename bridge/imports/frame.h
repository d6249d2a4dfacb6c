// Small helpers that imports share: slices in frames, results into frames.
#pragma once
#include "bridge/imports/bridge.h"
#include "bridge/values/ref.h"

namespace goferry {

/// Ends the program because it broke a rule; for `return fault(...)` in an import.
inline bool fault(Bridge& bridge, Fault reason) {
  bridge.end(State::kCrashed);
  js_fault(static_cast<uint32_t>(reason));
  return true;
}

/// What an import does after a primitive that may have run code of the page, and so Go: true if it must unwind, because the program has ended
/// meanwhile. Else `sp` is Go's stack pointer as it is now, with the frame checked: a goroutine's stack may have moved (wasm_exec.js, the
/// comment above "runtime.wasmExit"). `entries` is bridge.entries from before the primitive.
[[nodiscard]] inline bool must_unwind_after(Bridge& bridge, uint32_t entries, uint32_t frame_bytes, uint32_t& sp) {
  if (entries == bridge.entries && !bridge.unseen_entries) [[likely]]
    return false;
  if (bridge.ended()) return true;
  sp = go_getsp();
  return !GoMemory::in_bounds(sp, frame_bytes) && fault(bridge, Fault::kFrame);
}

/// The {pointer, length} pair at `at` in a checked frame: a string or a []byte (its capacity lies behind and is not looked at).
[[nodiscard]] inline bool load_slice(uint32_t at, GoRange& out) {
  return GoMemory::range(GoMemory::load64(at), GoMemory::load64(at + 8), out);
}

/// Stores what a primitive returned as a ref, counting a reference that Go now holds. Flag bits that only errors carry are dropped.
inline void store_result(Bridge& bridge, uint32_t at, double value) {
  if (value == value) {  // never 0: JavaScript gives that as an id
    GoMemory::store_f64(at, value);
    return;
  }
  const JsResult result = bridge.result;
  if (result.head == kThrownNumber) {
    GoMemory::store_f64(at, result.number);
    return;
  }
  if (result.id >= kFirstFreeId) bridge.refs.retain(result.id);
  GoMemory::store64(at, uint64_t{result.head & ~kThrown} << 32 | result.id);
}

/// Whether a primitive came back with an exception of the page.
inline bool threw(const Bridge& bridge, double value) { return value != value && (bridge.result.head & kThrown) != 0; }

/// The slot of the name in a checked range; where it is not interned, its text is decoded into Names::kTemporary.
inline uint32_t name_slot(Bridge& bridge, GoRange bytes) {
  const Names::Found found = bridge.names.find(bytes);
  if (found.slot == Names::kTemporary) js_decode(bytes.at, bytes.len);
  else if (found.is_new) js_intern(found.slot, bridge.names.text(found.slot), bytes.len);
  return found.slot;
}

}  // namespace goferry

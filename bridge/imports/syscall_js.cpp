// The functions that syscall/js imports, but for strings and bytes (strings.cpp). Source: syscall/js/js.go.
#include <cmath>

#include "bridge/imports/frame.h"

namespace goferry {

namespace {

// What wasm_exec.js's setInt64 stores for a double: modulo 2^64, NaN and infinities as 0.
uint64_t to_int64(double value) {
  if (std::fabs(value) < 9007199254740992.0) return static_cast<uint64_t>(static_cast<int64_t>(value));
  if (!std::isfinite(value)) return 0;
  double rest = std::fmod(std::trunc(value), 18446744073709551616.0);
  if (rest < 0) rest += 18446744073709551616.0;
  return static_cast<uint64_t>(rest);
}

// Call, Invoke and New differ in where their frames hold things.
struct Layout {
  uint32_t args, result, ok;
};
constexpr Layout kCall = {32, 56, 64}, kInvoke = {16, 40, 48};

// Stores the outcome of a call of the page's: its result, or what it threw, and a bool that says which.
bool finish_call(Bridge& bridge, uint32_t sp, uint32_t entries, const Layout& layout, double value) {
  if (must_unwind_after(bridge, entries, layout.ok + 1, sp)) return true;
  const bool failed = threw(bridge, value);
  store_result(bridge, sp + layout.result, value);
  GoMemory::store8(sp + layout.ok, !failed);
  return false;
}

// The []ref at `at`: checked, and no longer than memory, so its byte length cannot wrap.
bool load_args(uint32_t at, GoRange& out) {
  const uint64_t count = GoMemory::load64(at + 8);
  if (count >= GoMemory::size_bytes()) return false;
  if (!GoMemory::range(GoMemory::load64(at), count * 8, out)) return false;
  out.len /= 8;
  return true;
}

}  // namespace

bool finalize_ref(Bridge& bridge, uint32_t sp) {
  const uint32_t id = GoMemory::load32(sp + 8);
  if (id < PreparedStrings::kFirstId) {
    if (bridge.refs.release(id)) js_release(id);
    return false;
  }
  uint32_t handle;
  PreparedStrings::Text text;
  if (!bridge.strings.find(id, handle, text)) return false;
  if (text.bytes == nullptr) js_drop_held(handle);
  bridge.strings.drop(handle);
  return false;
}

bool value_get(Bridge& bridge, uint32_t sp) {
  GoRange name;
  if (!load_slice(sp + 16, name)) return fault(bridge, Fault::kSlice);
  const uint32_t entries = bridge.entries;
  const uint32_t id = object_id(GoMemory::load64(sp + 8));
  const double value = js_get(id, name_slot(bridge, name));
  if (must_unwind_after(bridge, entries, 40, sp) || threw(bridge, value)) return true;
  store_result(bridge, sp + 32, value);
  return false;
}

bool value_set(Bridge& bridge, uint32_t sp) {
  GoRange name;
  if (!load_slice(sp + 16, name)) return fault(bridge, Fault::kSlice);
  const uint32_t id = object_id(GoMemory::load64(sp + 8));
  const uint32_t slot = name_slot(bridge, name);
  const double value = GoMemory::load_f64(sp + 32);
  const uint32_t status = value == value && value != 0 ? js_set_number(id, slot, value)
                                                       : js_set_ref(id, slot, value == 0 ? kUndefinedId : GoMemory::load32(sp + 32));
  return status != 0 || bridge.ended();
}

bool value_delete(Bridge& bridge, uint32_t sp) {
  GoRange name;
  if (!load_slice(sp + 16, name)) return fault(bridge, Fault::kSlice);
  const uint32_t id = object_id(GoMemory::load64(sp + 8));
  return js_remove(id, name_slot(bridge, name)) != 0 || bridge.ended();
}

bool value_index(Bridge& bridge, uint32_t sp) {
  const uint32_t entries = bridge.entries;
  const auto index = static_cast<double>(static_cast<int64_t>(GoMemory::load64(sp + 16)));
  const double value = js_index(object_id(GoMemory::load64(sp + 8)), index);
  if (must_unwind_after(bridge, entries, 32, sp) || threw(bridge, value)) return true;
  store_result(bridge, sp + 24, value);
  return false;
}

bool value_set_index(Bridge& bridge, uint32_t sp) {
  const auto index = static_cast<double>(static_cast<int64_t>(GoMemory::load64(sp + 16)));
  const uint32_t id = object_id(GoMemory::load64(sp + 8));
  const double value = GoMemory::load_f64(sp + 24);
  const uint32_t status = value == value && value != 0 ? js_set_index_number(id, index, value)
                                                       : js_set_index_ref(id, index, value == 0 ? kUndefinedId : GoMemory::load32(sp + 24));
  return status != 0 || bridge.ended();
}

bool value_call(Bridge& bridge, uint32_t sp) {
  GoRange name, args;
  if (!load_slice(sp + 16, name) || !load_args(sp + kCall.args, args)) return fault(bridge, Fault::kSlice);
  const uint32_t entries = bridge.entries;
  const uint32_t id = object_id(GoMemory::load64(sp + 8));
  return finish_call(bridge, sp, entries, kCall, js_call(id, name_slot(bridge, name), args.at, args.len));
}

bool value_invoke(Bridge& bridge, uint32_t sp) {
  GoRange args;
  if (!load_args(sp + kInvoke.args, args)) return fault(bridge, Fault::kSlice);
  const uint32_t entries = bridge.entries;
  return finish_call(bridge, sp, entries, kInvoke, js_invoke(object_id(GoMemory::load64(sp + 8)), args.at, args.len));
}

bool value_new(Bridge& bridge, uint32_t sp) {
  GoRange args;
  if (!load_args(sp + kInvoke.args, args)) return fault(bridge, Fault::kSlice);
  const uint32_t entries = bridge.entries;
  return finish_call(bridge, sp, entries, kInvoke, js_construct(object_id(GoMemory::load64(sp + 8)), args.at, args.len));
}

bool value_length(Bridge& bridge, uint32_t sp) {
  const uint32_t entries = bridge.entries;
  const double length = js_length(object_id(GoMemory::load64(sp + 8)));
  if (must_unwind_after(bridge, entries, 24, sp) || length != length) return true;
  GoMemory::store64(sp + 16, to_int64(length));
  return false;
}

bool value_instance_of(Bridge& bridge, uint32_t sp) {
  const uint32_t entries = bridge.entries;
  const uint32_t answer = js_instance_of(sp + 8, sp + 16);
  if (must_unwind_after(bridge, entries, 25, sp) || answer > 1) return true;
  GoMemory::store8(sp + 24, answer);
  return false;
}

}  // namespace goferry

// Strings and bytes between Go and JavaScript. Source: syscall/js/js.go.
#include "bridge/imports/frame.h"

namespace goferry {

namespace {

// Stores what a copy came to: a number of bytes, or that the value holds no bytes. Both copies have the same frame behind their arguments.
bool finish_copy(uint32_t sp, int32_t copied) {
  if (copied < -1) return true;
  if (copied >= 0) GoMemory::store64(sp + 40, static_cast<uint64_t>(copied));
  GoMemory::store8(sp + 48, copied >= 0);
  return false;
}

}  // namespace

bool string_val(Bridge& bridge, uint32_t sp) {
  GoRange bytes;
  if (!load_slice(sp + 8, bytes)) return fault(bridge, Fault::kSlice);
  store_result(bridge, sp + 24, js_string_value(name_slot(bridge, bytes)));
  return false;
}

bool value_prepare_string(Bridge& bridge, uint32_t sp) {
  PreparedStrings& strings = bridge.strings;
  const uint32_t handle = strings.next_handle();
  if (handle == PreparedStrings::kNone) return fault(bridge, Fault::kStrings);
  const double written = js_encode(sp + 8, strings.room(), strings.room_bytes(), handle);
  const bool held = written < 0;
  const auto len = static_cast<uint32_t>(held ? -1 - written : written);
  strings.keep(handle, len, held);
  GoMemory::store64(sp + 16, make_ref(PreparedStrings::kFirstId + handle, kFlagObject));
  GoMemory::store64(sp + 24, len);
  return false;
}

bool value_load_string(Bridge& bridge, uint32_t sp) {
  GoRange to;
  if (!load_slice(sp + 16, to)) return fault(bridge, Fault::kSlice);
  uint32_t handle;
  PreparedStrings::Text text;
  if (!bridge.strings.find(GoMemory::load32(sp + 8), handle, text)) return false;
  const uint32_t len = text.len < to.len ? text.len : to.len;
  if (text.bytes != nullptr) GoMemory::write(to.at, text.bytes, len);
  else js_load_held(handle, to.at, len);
  return false;
}

bool copy_bytes_to_go(Bridge& bridge, uint32_t sp) {
  GoRange to;
  if (!load_slice(sp + 8, to)) return fault(bridge, Fault::kSlice);
  const int32_t copied = js_copy_to_go(to.at, to.len, value_id(GoMemory::load64(sp + 32)));
  return finish_copy(sp, copied);
}

bool copy_bytes_to_js(Bridge& bridge, uint32_t sp) {
  GoRange from;
  if (!load_slice(sp + 16, from)) return fault(bridge, Fault::kSlice);
  const int32_t copied = js_copy_to_js(value_id(GoMemory::load64(sp + 8)), from.at, from.len);
  return finish_copy(sp, copied);
}

}  // namespace goferry

// The functions that Go's runtime imports. Source: runtime/os_wasm.go, runtime/sys_wasm.go, runtime/lock_js.go.
#include <cmath>

#include "bridge/imports/frame.h"

namespace goferry {

bool wasm_exit(Bridge& bridge, uint32_t sp) {
  bridge.end(State::kExited);
  js_exit(static_cast<int32_t>(GoMemory::load32(sp + 8)));
  return true;
}

bool wasm_write(Bridge& bridge, uint32_t sp) {
  GoRange bytes;
  const auto len = static_cast<int32_t>(GoMemory::load32(sp + 24));
  if (!GoMemory::range(GoMemory::load64(sp + 16), len < 0 ? UINT64_MAX : static_cast<uint64_t>(len), bytes)) {
    return fault(bridge, Fault::kSlice);
  }
  js_write(static_cast<double>(GoMemory::load64(sp + 8)), bytes.at, bytes.len);
  return false;
}

bool reset_memory_data_view(Bridge&, uint32_t) { return false; }  // nobody keeps a view of memory that could go stale

bool nanotime1(Bridge&, uint32_t sp) {
  GoMemory::store64(sp + 8, static_cast<uint64_t>(js_now_ms() * 1e6));
  return false;
}

bool walltime(Bridge&, uint32_t sp) {
  const double ms = js_wall_ms();
  const double sec = std::floor(ms / 1000);
  GoMemory::store64(sp + 8, static_cast<uint64_t>(static_cast<int64_t>(sec)));
  GoMemory::store32(sp + 16, static_cast<uint32_t>((ms - sec * 1000) * 1e6));
  return false;
}

bool schedule_timeout_event(Bridge& bridge, uint32_t sp) {
  const auto delay_ms = static_cast<double>(static_cast<int64_t>(GoMemory::load64(sp + 8)));
  GoMemory::store32(sp + 16, bridge.timers.schedule(delay_ms, js_now_ms()));
  return false;
}

bool clear_timeout_event(Bridge& bridge, uint32_t sp) {
  bridge.timers.clear(GoMemory::load32(sp + 8));
  return false;
}

bool get_random_data(Bridge& bridge, uint32_t sp) {
  GoRange bytes;
  if (!load_slice(sp + 8, bytes)) return fault(bridge, Fault::kSlice);
  js_random(bytes.at, bytes.len);
  return false;
}

}  // namespace goferry

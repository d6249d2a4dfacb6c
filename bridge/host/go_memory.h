// Go's memory: checked ranges, and loads, stores and copies on them.
//
// Addresses are byte offsets. Go's are 64-bit in a frame; a legal one is below 4 GiB. Ownership: the Go module owns the memory and may grow
// it (never shrink it) whenever Go code runs.
#pragma once
#include <cstdint>

#include "bridge/host/wasm_import.h"

extern "C" {
#define GOMEM(name, result, params, op) GOFERRY_IMPORT("mem", gomem_##name) result gomem_##name params;
#include "bridge/host/gomem.def"
#undef GOMEM
#define XMEM(name, params, to, from) GOFERRY_IMPORT("mem", xmem_##name) void xmem_##name params;
#include "bridge/host/xmem.def"
#undef XMEM
}

namespace goferry {

/// A range of Go's memory that was checked: both ends lie within it.
struct GoRange {
  uint32_t at = 0;   ///< address of the first byte
  uint32_t len = 0;  ///< bytes
};

/// Go's memory. Stateless; every member but in_bounds() and range() REQUIRES a checked address.
class GoMemory {
 public:
  static uint64_t size_bytes() { return uint64_t{gomem_pages()} << 16; }

  /// Whether [at, at + len) lies in memory. By subtraction, so nothing wraps, whatever a hostile module passes.
  static bool in_bounds(uint64_t at, uint64_t len) {
    const uint64_t size = size_bytes();
    return len <= size && at <= size - len;
  }

  /// in_bounds() for a frame, whose few bytes end within the page behind sp's: in the common case one comparison.
  static bool frame_in_bounds(uint32_t sp, uint32_t bytes) {
    const uint32_t pages = gomem_pages();
    return (sp >> 16) + 1 < pages || in_bounds(sp, bytes);
  }

  /// Checks [at, at + len) and narrows it; false leaves `out` as it is.
  [[nodiscard]] static bool range(uint64_t at, uint64_t len, GoRange& out) {
    if (!in_bounds(at, len) || len > UINT32_MAX || at > UINT32_MAX) return false;
    out = {static_cast<uint32_t>(at), static_cast<uint32_t>(len)};
    return true;
  }

  static uint32_t load8(uint32_t at) { return gomem_ld8(at); }
  static uint32_t load32(uint32_t at) { return gomem_ld32(at); }
  static uint64_t load64(uint32_t at) { return gomem_ld64(at); }
  static double load_f64(uint32_t at) { return gomem_ldf64(at); }
  static void store8(uint32_t at, uint32_t v) { gomem_st8(at, v); }
  static void store32(uint32_t at, uint32_t v) { gomem_st32(at, v); }
  static void store64(uint32_t at, uint64_t v) { gomem_st64(at, v); }
  static void store_f64(uint32_t at, double v) { gomem_stf64(at, v); }
  static void read(void* to, GoRange from) { xmem_go_to_own(to, from.at, from.len); }
  static void write(uint32_t to, const void* from, uint32_t len) { xmem_own_to_go(to, from, len); }
};

}  // namespace goferry

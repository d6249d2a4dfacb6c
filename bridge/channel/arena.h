// The arena: the memory that Go's side and the page share, and that holds all channels of a program. Addresses are byte offsets; layout.def
// says what is where. It never shrinks; Go's side alone makes it grow.
#pragma once
#include <cstdint>

#include "bridge/channel/ring.h"
#include "bridge/host/go_memory.h"
#include "bridge/host/wasm_import.h"

extern "C" {
#define ARENA(name, result, params, op) GOFERRY_IMPORT("mem", arena_##name) result arena_##name params;
#include "bridge/channel/arena.def"
#undef ARENA
#define XMEM(name, params, to, from) GOFERRY_IMPORT("mem", xmem_##name) void xmem_##name params;
#define XFEW(name, params, to, from) GOFERRY_IMPORT("mem", xfew_##name) void xfew_##name params;
#include "bridge/channel/xarena.def"
#undef XFEW
#undef XMEM
}

namespace goferry::channel {

/// The Memory of ring.h and latest.h. REQUIRES of each address: it lies in the arena, and is a multiple of 4.
struct Arena {
  static uint32_t load(uint32_t at) { return arena_load(at); }
  static void store(uint32_t at, uint32_t value) { arena_store(at, value); }
  static uint32_t exchange(uint32_t at, uint32_t value) { return arena_exchange(at, value); }
  static uint32_t read(uint32_t at) { return arena_read(at); }
  static void write(uint32_t at, uint32_t value) { arena_write(at, value); }
  static void write_head(uint32_t at, uint32_t first, uint32_t second) { arena_write64(at, uint64_t{second} << 32 | first); }

  static void copy_in(uint32_t to, GoRange from) {
    if (is_few(from.len)) return xfew_go_to_arena(to, from.at, from.len);
    xmem_go_to_arena(to, from.at, from.len);
  }
  static void copy_out(uint32_t to, Message from) {
    if (is_few(from.len)) return xfew_arena_to_go(to, from.at, from.len);
    xmem_arena_to_go(to, from.at, from.len);
  }

 private:
  /// xarena.def. Neither fewer than a word, nor so many that a call out of wasm is cheaper.
  static bool is_few(uint32_t len) { return len >= 8 && len <= 128; }
};

}  // namespace goferry::channel

#include "bridge/imports/arguments.h"

#include <cstring>

#include "bridge/host/go_memory.h"

namespace goferry {

namespace {

constexpr uint32_t align8(uint32_t at) { return (at + 7) & ~7u; }

// The length of the string at `from` with its NUL, or 0 if none ends within `len` bytes.
uint32_t string_bytes(const char* from, uint32_t len) {
  const void* end = len == 0 ? nullptr : memchr(from, 0, len);
  return end == nullptr ? 0 : static_cast<uint32_t>(static_cast<const char*>(end) - from) + 1;
}

}  // namespace

uint32_t place_arguments(const char* strings, uint32_t len, uint32_t argc, uint32_t envc) {
  constexpr uint32_t kRoom = kArgumentsEnd - kArgumentsAt;
  if (!GoMemory::in_bounds(kArgumentsAt, kRoom)) return 0;
  if (argc > kRoom || envc > kRoom || len > kRoom) return 0;

  uint32_t text_end = kArgumentsAt;  // where the vector begins
  for (uint32_t i = 0, from = 0; i < argc + envc; ++i) {
    const uint32_t bytes = string_bytes(strings + from, len - from);
    if (bytes == 0) return 0;
    from += bytes;
    text_end += align8(bytes);
  }
  const uint32_t vector = text_end;
  if (vector + (argc + envc + 2) * 8 >= kArgumentsEnd) return 0;

  uint32_t to = kArgumentsAt, slot = vector;
  for (uint32_t i = 0, from = 0; i < argc + envc; ++i) {
    const uint32_t bytes = string_bytes(strings + from, len - from);
    if (i == argc) GoMemory::store64(slot, 0), slot += 8;
    GoMemory::write(to, strings + from, bytes);
    GoMemory::store64(slot, to);
    from += bytes;
    to += align8(bytes);
    slot += 8;
  }
  if (envc == 0) GoMemory::store64(slot, 0), slot += 8;
  GoMemory::store64(slot, 0);
  return vector;
}

}  // namespace goferry

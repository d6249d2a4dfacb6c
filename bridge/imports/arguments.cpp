#include "bridge/imports/arguments.h"

#include <cstring>

#include "bridge/host/go_memory.h"
#include "bridge/imports/moduledata.h"

namespace goferry {

namespace {

constexpr uint32_t kPageBytes = 65536;

constexpr uint64_t align8(uint64_t at) { return (at + 7) & ~uint64_t{7}; }
constexpr uint64_t align_page(uint64_t at) { return (at + kPageBytes - 1) & ~uint64_t{kPageBytes - 1}; }

// The length of the string at `from` with its NUL, or 0 if none ends within `len` bytes.
uint32_t string_bytes(const char* from, uint32_t len) {
  const void* end = len == 0 ? nullptr : memchr(from, 0, len);
  return end == nullptr ? 0 : static_cast<uint32_t>(static_cast<const char*>(end) - from) + 1;
}

// Room for `bytes` behind Go's data, which the runtime will take for data. 0 if there is none to be had.
uint32_t make_room(uint64_t bytes) {
  DataEnd data;
  if (!find_data_end(data)) return 0;
  const uint64_t at = align_page(data.end), end = align_page(at + bytes);
  if (end > UINT32_MAX) return 0;
  const auto pages = static_cast<uint32_t>((end - at) / kPageBytes);
  constexpr uint32_t kRefused = UINT32_MAX;  // memory.grow
  if (gomem_grow(pages) == kRefused) return 0;
  GoMemory::store64(data.word_at, end);
  return static_cast<uint32_t>(at);
}

}  // namespace

uint32_t place_arguments(const char* strings, uint32_t len, uint32_t argc, uint32_t envc) {
  const uint64_t count = uint64_t{argc} + envc;
  if (count > len) return 0;  // each has a NUL at least
  uint64_t text = 0;
  for (uint32_t i = 0, from = 0; i < count; ++i) {
    const uint32_t bytes = string_bytes(strings + from, len - from);
    if (bytes == 0) return 0;
    from += bytes;
    text += align8(bytes);
  }
  const uint64_t needed = text + (count + 2) * 8;
  constexpr uint32_t kRoom = kArgumentsEnd - kArgumentsAt;
  if (!GoMemory::in_bounds(kArgumentsAt, kRoom)) return 0;
  // Go's own host wants the end to lie below kArgumentsEnd.
  const uint32_t at = needed < kRoom ? kArgumentsAt : make_room(needed);
  if (at == 0) return 0;

  const uint32_t vector = at + static_cast<uint32_t>(text);
  uint32_t to = at, slot = vector;
  const auto point_to = [&slot](uint32_t target) { GoMemory::store64(slot, target), slot += 8; };
  for (uint32_t i = 0, from = 0; i < count; ++i) {
    const uint32_t bytes = string_bytes(strings + from, len - from);
    if (i == argc) point_to(0);
    GoMemory::write(to, strings + from, bytes);
    point_to(to);
    from += bytes;
    to += static_cast<uint32_t>(align8(bytes));
  }
  if (envc == 0) point_to(0);
  point_to(0);
  return vector;
}

}  // namespace goferry

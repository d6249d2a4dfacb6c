// The constants of layout.def, and the sizes that follow from them. js/src/channel/ has the same by generation.
#pragma once
#include <cstdint>

namespace goferry::channel {

// Named as in the table, so that one search finds every use, here and in TypeScript.
#define LAYOUT(name, value, what) inline constexpr uint32_t name = value;
#include "bridge/channel/layout.def"
#undef LAYOUT

/// The largest payload that any channel can carry.
inline constexpr uint32_t kMaxMessage = 1u << 26;

/// A length rounded up to whole 8 bytes. REQUIRES: len <= 2^31.
constexpr uint32_t align8(uint32_t len) { return (len + 7u) & ~7u; }

/// The bytes that a payload takes in a ring. REQUIRES: len <= 2^31.
constexpr uint32_t frame_bytes(uint32_t len) { return FRAME_HEAD + align8(len); }

/// The bytes between two slots that hold up to max_message bytes each, whole cache lines. REQUIRES: max_message <= kMaxMessage.
constexpr uint32_t slot_stride(uint32_t max_message) { return SLOT_HEAD + ((max_message + 63u) & ~63u); }

/// The smallest power of two that holds MESSAGES_MIN frames of max_message bytes, and at least `wanted`. REQUIRES: both <= kMaxMessage * 16.
constexpr uint32_t ring_capacity(uint32_t max_message, uint32_t wanted) {
  const uint64_t need = uint64_t{frame_bytes(max_message)} * MESSAGES_MIN;
  uint32_t capacity = 64;
  while (capacity < need || capacity < wanted) capacity <<= 1;
  return capacity;
}

/// How an operation on a ring ended.
enum class Status {
  kDone,
  kNotYet,   ///< nothing to read, or no space to write
  kClosed,   ///< the other side has closed: for a reader, everything has been read
  kTooLong,  ///< the payload is longer than the ring's largest message
  kCorrupt,  ///< the other side broke a rule; this end will not touch the ring again
};

}  // namespace goferry::channel

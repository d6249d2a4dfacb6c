#include "bridge/values/names.h"

namespace goferry {

namespace {

// The bytes past the last whole word, zero-extended. Loads only bytes of the name.
uint64_t load_tail(uint32_t at, uint32_t len) {
  uint64_t word = 0;
  uint32_t shift = 0;
  if (len & 4) {
    word = GoMemory::load32(at);
    at += 4;
    shift = 32;
  }
  for (uint32_t i = 0; i < (len & 3); ++i, shift += 8) word |= uint64_t{GoMemory::load8(at + i)} << shift;
  return word;
}

uint64_t mix(uint64_t hash, uint64_t word) {
  hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
  return hash ^ hash >> 32;
}

}  // namespace

Names::Found Names::find(GoRange bytes) {
  if (bytes.len > kMaxLen) return {kTemporary, false};
  uint64_t words[kWords];
  const uint32_t whole = bytes.len / 8;
  uint32_t used_words = whole;
  uint64_t hash = bytes.len + 1;
  for (uint32_t i = 0; i < whole; ++i) hash = mix(hash, words[i] = GoMemory::load64(bytes.at + 8 * i));
  if (bytes.len % 8 != 0) hash = mix(hash, words[used_words++] = load_tail(bytes.at + 8 * whole, bytes.len % 8));

  const uint32_t set = static_cast<uint32_t>(hash) % kSets;
  for (uint32_t way = 0; way < kWays; ++way) {
    const Entry& entry = entries_[set * kWays + way];
    if (!entry.used || entry.len != bytes.len) continue;
    uint32_t i = 0;
    while (i < used_words && entry.words[i] == words[i]) ++i;
    if (i < used_words) continue;
    last_way_[set] = static_cast<uint8_t>(way);
    return {set * kWays + way + 1, false};
  }

  const auto tag = static_cast<uint32_t>(hash >> 32) | 1;
  uint32_t& seen = seen_[static_cast<uint32_t>(hash >> 9) % kSeen];
  if (seen != tag) {
    seen = tag;
    return {kTemporary, false};
  }
  const uint32_t way = last_way_[set] = static_cast<uint8_t>(entries_[set * kWays].used && last_way_[set] == 0);
  Entry& entry = entries_[set * kWays + way];
  count_ += !entry.used;
  entry = {{}, bytes.len, true};
  for (uint32_t i = 0; i < used_words; ++i) entry.words[i] = words[i];
  return {set * kWays + way + 1, true};
}

}  // namespace goferry

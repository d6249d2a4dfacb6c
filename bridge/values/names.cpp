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

// The last word of a name of 9 to 16 bytes: one load that overlaps the first word, shifted so that only the bytes behind it remain.
uint64_t load_last(GoRange bytes) {
  const uint64_t word = GoMemory::load64(bytes.at + bytes.len - 8);
  return word >> 8 * (16 - bytes.len);
}

uint64_t mix(uint64_t hash, uint64_t word) {
  hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
  return hash ^ hash >> 32;
}

}  // namespace

Names::Found Names::find(GoRange bytes) {
  if (bytes.len > kMaxLen) return {kTemporary, false};
  const uint32_t whole = bytes.len / 8, tail = bytes.len % 8;
  if (bytes.len <= 8) return find_words<1>({whole != 0 ? GoMemory::load64(bytes.at) : load_tail(bytes.at, tail)}, bytes.len);
  if (bytes.len <= 16) return find_words<2>({GoMemory::load64(bytes.at), load_last(bytes)}, bytes.len);
  Words<kWords> words = {};
  for (uint32_t i = 0; i < whole; ++i) words.at[i] = GoMemory::load64(bytes.at + 8 * i);
  if (tail != 0) words.at[whole] = load_tail(bytes.at + 8 * whole, tail);
  return find_words<kWords>(words, bytes.len);
}

// The first N words hold the name; short names, which are nearly all, are looked up in registers.
template <uint32_t N>
Names::Found Names::find_words(Words<N> words, uint32_t len) {
  uint64_t hash = len + 1;
  for (uint32_t i = 0; i < N; ++i) hash = mix(hash, words.at[i]);
  // From the top of the product, which every byte of the name reaches; the low bits do not see the last bytes of a word.
  static_assert(kSets == 1 << 9);
  const auto set = static_cast<uint32_t>(hash >> 55);
  for (uint32_t way = 0; way < kWays; ++way) {
    const Entry& entry = entries_[set * kWays + way];
    if (entry.len_and_used != len + 1) continue;
    bool same = true;
    for (uint32_t i = 0; i < N; ++i) same = same && entry.words[i] == words.at[i];
    if (!same) continue;
    last_way_[set] = static_cast<uint8_t>(way);
    return {set * kWays + way + 1, false};
  }

  const uint32_t slot = claim(hash, len);
  if (slot == kTemporary) return {kTemporary, false};
  for (uint32_t i = 0; i < N; ++i) entries_[slot - 1].words[i] = words.at[i];
  return {slot, true};
}

// Once for all lengths: it is seldom called, and its size counts.
uint32_t Names::claim(uint64_t hash, uint32_t len) {
  const auto twice = static_cast<uint32_t>(hash) | 3, once = twice ^ 1;
  uint32_t& seen = seen_[static_cast<uint32_t>(hash >> 44) % kSeen];
  if (seen != twice) {
    seen = seen == once ? twice : once;
    return kTemporary;
  }
  const auto set = static_cast<uint32_t>(hash >> 55);
  const uint32_t way = last_way_[set] = static_cast<uint8_t>(entries_[set * kWays].len_and_used != 0 && last_way_[set] == 0);
  Entry& entry = entries_[set * kWays + way];
  count_ += entry.len_and_used == 0;
  entry = {{}, len + 1};
  return set * kWays + way + 1;
}

}  // namespace goferry

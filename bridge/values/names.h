// Interned names. Go passes a property or method name as bytes on each call; decoding them each time is what its own host spends most on.
// Names keeps the bytes of names that were seen before and gives each a slot; JavaScript holds the decoded, engine-internalised string of
// that slot.
//
// Bounded: kSlots names of at most kMaxLen bytes. A name is interned on its third sighting, so that texts that come once or twice, such as
// paths (Go has each resolved, and hands it on then), do not push out those in use. Eviction is per set, the way used last stays. A slot
// may be reused at once: every primitive reads its slot before it runs code of the page, so no outer, re-entrant call depends on one.
#pragma once
#include <cstdint>

#include "bridge/host/go_memory.h"

namespace goferry {

class Names {
 public:
  static constexpr uint32_t kTemporary = 0;  ///< the slot of a name that is not interned: decoded anew for each call
  static constexpr uint32_t kMaxLen = 48;    ///< bytes
  static constexpr uint32_t kWays = 2;
  static constexpr uint32_t kSets = 512;
  static constexpr uint32_t kSlots = kSets * kWays;  ///< slots are 1..kSlots

  /// The slot of the name in `bytes` of Go's memory. kTemporary: not interned (yet).
  struct Found {
    uint32_t slot;
    bool is_new;  ///< the slot has just been given to this name: tell JavaScript, with text()
  };
  Found find(GoRange bytes);

  /// The bytes of an interned name: `slot` in 1..kSlots. Valid until the slot's next owner.
  const char* text(uint32_t slot) const { return reinterpret_cast<const char*>(entries_[slot - 1].words); }

  uint32_t count() const { return count_; }  ///< names interned now

 private:
  static constexpr uint32_t kWords = kMaxLen / 8;
  static constexpr uint32_t kSeen = 2048;
  struct Entry {
    uint64_t words[kWords];  // the name's bytes; zero behind its end
    uint32_t len_and_used;   // its length + 1; 0: nobody's
  };
  template <uint32_t N>
  struct Words {
    uint64_t at[N];
  };
  template <uint32_t N>
  Found find_words(Words<N> words, uint32_t len);
  /// A slot for a name that has none, with zeros for its bytes; kTemporary where it has been seen too seldom.
  [[gnu::noinline]] uint32_t claim(uint64_t hash, uint32_t len);

  Entry entries_[kSlots] = {};
  uint32_t seen_[kSeen] = {};     // hashes of names seen once, or twice
  uint8_t last_way_[kSets] = {};  // the way used last
  uint32_t count_ = 0;
};

}  // namespace goferry

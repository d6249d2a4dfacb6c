#include "bridge/files/id_map.h"

#include <utility>

namespace goferry::files {

namespace {

constexpr size_t kLeast = 8;

}  // namespace

size_t IdMap::home(uint64_t key) const {
  // Fibonacci hashing: addresses differ in their middle bits, numbers in their low ones.
  return static_cast<size_t>((key * 0x9e3779b97f4a7c15u) >> 32) & (slots_.size() - 1);
}

size_t IdMap::place(uint64_t key) const {
  size_t at = home(key);
  while (slots_[at].key != 0 && slots_[at].key != key) at = (at + 1) & (slots_.size() - 1);
  return at;
}

const uint64_t* IdMap::find(uint64_t key) const {
  if (live_ == 0) return nullptr;
  const Slot& slot = slots_[place(key)];
  return slot.key == 0 ? nullptr : &slot.value;
}

bool IdMap::insert(uint64_t key, uint64_t value) {
  if (live_ + live_ / 3 >= slots_.size()) {
    std::vector<Slot> before(slots_.empty() ? kLeast : 2 * slots_.size());
    std::swap(before, slots_);
    for (const Slot& slot : before) {
      if (slot.key != 0) slots_[place(slot.key)] = slot;
    }
  }
  Slot& slot = slots_[place(key)];
  if (slot.key != 0) return false;
  slot = {key, value};
  ++live_;
  return true;
}

void IdMap::erase(uint64_t key) {
  if (live_ == 0) return;
  size_t gap = place(key);
  if (slots_[gap].key == 0) return;
  --live_;
  if (live_ == 0) {
    slots_ = {};
    return;
  }
  // Those behind that would be looked for across the gap move up.
  const size_t mask = slots_.size() - 1;
  for (size_t at = (gap + 1) & mask; slots_[at].key != 0; at = (at + 1) & mask) {
    if (((at - home(slots_[at].key)) & mask) < ((at - gap) & mask)) continue;
    slots_[gap] = slots_[at];
    gap = at;
  }
  slots_[gap] = {};
}

}  // namespace goferry::files

// A hash table from numbers to numbers: inodes by their number or address. One for all uses: each instance of std::unordered_map is a kilobyte of code.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace goferry::files {

class IdMap {
 public:
  /// What the key was given, or null, as for 0. Valid until the next change.
  const uint64_t* find(uint64_t key) const;
  /// False where the key is there: nothing has changed then. REQUIRES: key != 0.
  bool insert(uint64_t key, uint64_t value = 0);
  /// Nothing where the key is not there.
  void erase(uint64_t key);
  size_t size() const { return live_; }

  template <class Action>
  void each(Action action) const {
    for (const Slot& slot : slots_) {
      if (slot.key != 0) action(slot.key, slot.value);
    }
  }

 private:
  struct Slot {
    uint64_t key = 0;  // 0: free
    uint64_t value = 0;
  };
  size_t home(uint64_t key) const;
  /// Where the key is, or would be. REQUIRES: there are slots.
  size_t place(uint64_t key) const;

  std::vector<Slot> slots_;  // as many as a power of two; a quarter is free at least
  size_t live_ = 0;
};

/// The same from numbers to objects that others own. `Key` is a number or a pointer.
template <class Key, class T>
class PointerMap {
 public:
  /// Null where the key is not there.
  T* find(Key key) const {
    const uint64_t* const found = map_.find(number(key));
    return found == nullptr ? nullptr : reinterpret_cast<T*>(static_cast<uintptr_t>(*found));
  }
  /// False where the key is there: nothing has changed then. REQUIRES: the key is neither 0 nor null.
  bool insert(Key key, T* value) { return map_.insert(number(key), reinterpret_cast<uintptr_t>(value)); }
  void erase(Key key) { map_.erase(number(key)); }
  size_t size() const { return map_.size(); }

  template <class Action>
  void each(Action action) const {
    map_.each([&](uint64_t, uint64_t value) { action(reinterpret_cast<T*>(static_cast<uintptr_t>(value))); });
  }

 private:
  static uint64_t number(uint64_t key) { return key; }
  static uint64_t number(const void* key) { return reinterpret_cast<uintptr_t>(key); }
  IdMap map_;
};

}  // namespace goferry::files

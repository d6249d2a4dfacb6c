// How many references Go holds to each JavaScript value. JavaScript keeps the values and hands out the ids (js/src/host/values.ts); the
// counts live here, so that most finalisers and most repeated reads never leave wasm.
#pragma once
#include <cstdint>

namespace goferry {

/// One count per id, grown as ids grow. Predefined ids are not counted.
class RefCounts {
 public:
  RefCounts() = default;
  RefCounts(const RefCounts&) = delete;
  RefCounts& operator=(const RefCounts&) = delete;
  ~RefCounts();

  /// Go was handed one more reference to `id`. False when memory ran out (the id is then not counted, and never freed).
  bool retain(uint32_t id) {
    if (id < capacity_) [[likely]] {
      live_ += counts_[id]++ == 0;
      return true;
    }
    return grow(id) && retain(id);
  }

  /// Go dropped one reference. True if it was the last: the caller then tells JavaScript. An id that is not held (forged, predefined, twice
  /// finalised) is ignored.
  [[nodiscard]] bool release(uint32_t id) {
    if (id >= capacity_ || counts_[id] == 0) return false;
    if (--counts_[id] != 0) return false;
    --live_;
    return true;
  }

  /// Says how many references to `id` Go holds, where that is counted elsewhere too. Without memory for it the id is not counted.
  void set(uint32_t id, uint32_t count) {
    if (id >= capacity_ && (count == 0 || !grow(id))) return;
    if (counts_[id] == 0 && count != 0) ++live_;
    if (counts_[id] != 0 && count == 0) --live_;
    counts_[id] = count;
  }

  uint32_t live() const { return live_; }                                         ///< ids with at least one reference
  uint32_t count(uint32_t id) const { return id < capacity_ ? counts_[id] : 0; }  ///< references to one id

 private:
  bool grow(uint32_t id);

  uint32_t* counts_ = nullptr;
  uint32_t capacity_ = 0;
  uint32_t live_ = 0;
};

}  // namespace goferry

// Strings on their way to Go. Go asks for a string's length (valuePrepareString), allocates, and then fetches the bytes
// (valueLoadString): syscall/js/js.go, `jsString`. Goroutines switch between the two, so each prepared string has a handle of its own until
// Go finalises it.
//
// Short strings wait here, in a fixed arena; long ones and those that find it full are held by JavaScript under the same handle. A handle
// travels through Go as a ref of an id from kFirstId on, where no value's id can be.
#pragma once
#include <cstdint>

namespace goferry {

class PreparedStrings {
 public:
  PreparedStrings() = default;
  PreparedStrings(const PreparedStrings&) = delete;
  PreparedStrings& operator=(const PreparedStrings&) = delete;
  ~PreparedStrings();

  static constexpr uint32_t kFirstId = 0x80000000;  ///< handle h is id kFirstId + h
  static constexpr uint32_t kMax = 1u << 20;        ///< handles at once
  static constexpr uint32_t kArenaBytes = 16384;
  static constexpr uint32_t kNone = UINT32_MAX;

  /// A prepared string: its bytes, or null where JavaScript holds them.
  struct Text {
    const char* bytes;
    uint32_t len;
  };

  /// The next free handle, or kNone when kMax are outstanding or memory ran out. It stays free until keep().
  uint32_t next_handle() { return free_ != kNone || grow() ? free_ : kNone; }

  char* room() { return arena_ + used_; }                      ///< where the next short string may be written
  uint32_t room_bytes() const { return kArenaBytes - used_; }  ///< how much of it there is

  /// The string of `handle` (as next_handle() gave it) was written at room(), or is held by JavaScript.
  void keep(uint32_t handle, uint32_t len, bool held);

  /// The string behind an id of Go's; false if there is none.
  [[nodiscard]] bool find(uint32_t id, uint32_t& handle, Text& text) const;

  /// Frees a handle. REQUIRES: find() gave it.
  void drop(uint32_t handle);

  uint32_t outstanding() const { return outstanding_; }

 private:
  struct Entry {
    uint32_t at;  // in the arena; of a free entry: the next free one
    uint32_t len;
    enum : uint8_t { kFree, kArena, kHeld } state;
  };
  bool grow();

  Entry* entries_ = nullptr;
  uint32_t capacity_ = 0;
  uint32_t free_ = kNone;  // head of the list of free entries
  uint32_t outstanding_ = 0;
  uint32_t in_arena_ = 0;  // entries in the arena; it is emptied when they are all gone
  uint32_t used_ = 0;
  char arena_[kArenaBytes] = {};
};

}  // namespace goferry

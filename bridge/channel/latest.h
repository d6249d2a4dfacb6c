// One direction of a channel under the policy latest: three slots. The writer holds one, the reader holds one, and the third lies in the
// middle; to publish and to read is to exchange one's own with it. So a slot that is being read is never written, and nobody ever waits for
// space. Memory, trust and waking are as in ring.h.
#pragma once
#include <cstdint>

#include "bridge/channel/layout.h"
#include "bridge/channel/ring.h"
#include "bridge/channel/sleep.h"

namespace goferry::channel {

/// Which slot each side holds at first; the arena begins with MIDDLE = kMiddleAtFirst.
inline constexpr uint32_t kWriterAtFirst = 0;
inline constexpr uint32_t kMiddleAtFirst = 1;
inline constexpr uint32_t kReaderAtFirst = 2;

template <class Memory>
class LatestWriter {
 public:
  LatestWriter() = default;
  LatestWriter(Memory memory, Place place) : memory_(memory), place_(place) {}

  /// Writes one message, in place of one that was not read yet. publish() makes it visible.
  template <class Copy>
  Status write(uint32_t len, Copy copy) {
    if (broken_) return Status::kCorrupt;
    if (memory_.load(place_.at + READER_CLOSED) != 0) return Status::kClosed;
    if (len > place_.max_message) return Status::kTooLong;
    const uint32_t slot = place_.at + DATA + slot_ * slot_stride(place_.max_message);
    memory_.write(slot, len);
    copy(slot + SLOT_HEAD);
    written_ = true;
    return Status::kDone;
  }

  /// True: the reader sleeps, ring.
  [[nodiscard]] bool publish() {
    if (!written_) return false;
    written_ = false;
    const uint32_t other = memory_.exchange(place_.at + MIDDLE, slot_ | FRESH) & ~FRESH;
    if (other >= SLOTS || other == slot_) broken_ = true;
    else slot_ = other;
    return take_waiting(memory_, place_.at + READER_WAITING);
  }

  [[nodiscard]] bool arm() const { return true; }  // it never waits
  [[nodiscard]] bool ready() const { return true; }
  [[nodiscard]] bool close() {
    memory_.store(place_.at + WRITER_CLOSED, 1);
    return take_waiting(memory_, place_.at + READER_WAITING);
  }

 private:
  Memory memory_ = {};
  Place place_ = {};
  uint32_t slot_ = kWriterAtFirst;
  bool written_ = false;
  bool broken_ = false;
};

template <class Memory>
class LatestReader {
 public:
  LatestReader() = default;
  LatestReader(Memory memory, Place place) : memory_(memory), place_(place) {}

  /// The newest message that was not skipped yet: in place, and no longer the writer's. A later peek() before skip() gives the same.
  Status peek(Message& message) {
    if (broken_) return Status::kCorrupt;
    if (!held_) {
      const bool closed = memory_.load(place_.at + WRITER_CLOSED) != 0;
      const uint32_t middle = memory_.load(place_.at + MIDDLE);
      if ((middle & FRESH) == 0) return closed ? Status::kClosed : Status::kNotYet;
      const uint32_t other = memory_.exchange(place_.at + MIDDLE, slot_) & ~FRESH;
      if (other >= SLOTS || other == slot_) return broken();
      slot_ = other;
      const uint32_t slot = place_.at + DATA + slot_ * slot_stride(place_.max_message);
      const uint32_t len = memory_.read(slot);
      if (len > place_.max_message) return broken();
      message_ = {slot + SLOT_HEAD, len};
      held_ = true;
    }
    message = message_;
    return Status::kDone;
  }

  [[nodiscard]] bool skip() {
    held_ = false;
    return false;  // no writer ever waits
  }
  [[nodiscard]] bool give_back() const { return false; }

  [[nodiscard]] bool arm() {
    memory_.store(place_.at + READER_WAITING, 1);
    if (!ready()) return false;
    memory_.store(place_.at + READER_WAITING, 0);
    return true;
  }
  [[nodiscard]] bool ready() {
    if (broken_ || held_) return true;
    return memory_.load(place_.at + WRITER_CLOSED) != 0 || (memory_.load(place_.at + MIDDLE) & FRESH) != 0;
  }
  [[nodiscard]] bool close() {
    memory_.store(place_.at + READER_CLOSED, 1);
    return take_waiting(memory_, place_.at + WRITER_WAITING);
  }

 private:
  Status broken() {
    broken_ = true;
    return Status::kCorrupt;
  }

  Memory memory_ = {};
  Place place_ = {};
  Message message_ = {};
  uint32_t slot_ = kReaderAtFirst;
  bool held_ = false;
  bool broken_ = false;
};

}  // namespace goferry::channel

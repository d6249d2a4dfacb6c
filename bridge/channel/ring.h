// One direction of a channel under the policy queue: a ring of frames for one writer and one reader, each on a thread of its own.
//
// The code stands over a Memory, so that it runs on an arena (arena.h), on a plain buffer and in a model checker (tests/unit/channel/):
//   uint32_t load(at), void store(at, value), uint32_t exchange(at, value)   sequentially consistent
//   uint32_t read(at), void write(at, value)                                 plain; ordered by the former
//   void write_head(at, first, second)                                       two words, as write(at), write(at + 4)
// REQUIRES of both: DATA + capacity bytes from `at` on lie in memory; capacity is a power of two, at least 64; at is a multiple of 64.
//
// The other side is not trusted: each index and length is checked before use, and each end goes by its own index. What breaks a rule gives
// kCorrupt, now and from then on.
#pragma once
#include <cstdint>

#include "bridge/channel/layout.h"
#include "bridge/channel/sleep.h"

namespace goferry::channel {

/// Where a ring is. `max_message` is at most what ring_capacity() was asked for, so that every message fits into an empty ring.
struct Place {
  uint32_t at = 0;
  uint32_t capacity = 0;  ///< the ring's bytes; slots have none
  uint32_t max_message = 0;
};

template <class Memory>
class RingWriter {
 public:
  RingWriter() = default;
  RingWriter(Memory memory, Place place) : memory_(memory), place_(place) {}

  /// Writes one message, whose payload copy(address) puts there. publish() makes it visible.
  template <class Copy>
  Status write(uint32_t len, Copy copy) {
    if (broken_) return Status::kCorrupt;
    if (memory_.load(place_.at + READER_CLOSED) != 0) return Status::kClosed;
    if (len > place_.max_message) return Status::kTooLong;
    const uint32_t offset = tail_ & (place_.capacity - 1);
    const uint32_t to_end = place_.capacity - offset;
    const uint32_t size = frame_bytes(len);
    const uint32_t pad = size > to_end ? to_end : 0;
    if (const Status room = make_room(pad + size); room != Status::kDone) return room;
    uint32_t frame = place_.at + DATA + offset;
    if (pad != 0) {
      memory_.write_head(frame, pad - FRAME_HEAD, KIND_PAD);
      frame = place_.at + DATA;
    }
    memory_.write_head(frame, len, KIND_MESSAGE);
    copy(frame + FRAME_HEAD);
    tail_ += pad + size;
    wanted_ = 0;
    return Status::kDone;
  }

  /// Makes what was written visible. True: the reader sleeps, ring.
  [[nodiscard]] bool publish() {
    memory_.store(place_.at + TAIL, tail_);
    return take_waiting(memory_, place_.at + READER_WAITING);
  }

  /// After kNotYet, before sleeping. True: there is space now (or an end to learn of), do not sleep.
  [[nodiscard]] bool arm() {
    memory_.store(place_.at + WRITER_WAITING, 1);
    if (!ready()) return false;
    memory_.store(place_.at + WRITER_WAITING, 0);
    return true;
  }

  /// Whether write() would now give something else than kNotYet for the message that did not fit.
  [[nodiscard]] bool ready() { return broken_ || memory_.load(place_.at + READER_CLOSED) != 0 || make_room(wanted_) != Status::kNotYet; }

  /// No more messages. True: ring.
  [[nodiscard]] bool close() {
    memory_.store(place_.at + WRITER_CLOSED, 1);
    return take_waiting(memory_, place_.at + READER_WAITING);
  }

 private:
  Status make_room(uint32_t need) {
    if (place_.capacity - (tail_ - head_) >= need) return Status::kDone;
    const uint32_t head = memory_.load(place_.at + HEAD);
    const uint32_t used = tail_ - head;
    if (used > place_.capacity || (head & 7) != 0) {
      broken_ = true;
      return Status::kCorrupt;
    }
    head_ = head;
    if (place_.capacity - used >= need) return Status::kDone;
    wanted_ = need;
    return Status::kNotYet;
  }

  Memory memory_ = {};
  Place place_ = {};
  uint32_t tail_ = 0;
  uint32_t head_ = 0;    // as last seen
  uint32_t wanted_ = 0;  // bytes that the message takes that did not fit
  bool broken_ = false;
};

/// A message in place: valid until the reader's skip().
struct Message {
  uint32_t at = 0;   ///< the payload's address
  uint32_t len = 0;  ///< bytes
};

template <class Memory>
class RingReader {
 public:
  RingReader() = default;
  RingReader(Memory memory, Place place) : memory_(memory), place_(place) {}

  /// The next message, which stays where it is.
  Status peek(Message& message) {
    if (broken_) return Status::kCorrupt;
    for (;;) {
      if (head_ == tail_) {
        if (const Status more = see_tail(); more != Status::kDone) return more;
      }
      const uint32_t offset = head_ & (place_.capacity - 1);
      const uint32_t to_end = place_.capacity - offset;
      const uint32_t there = tail_ - head_;
      const uint32_t frame = place_.at + DATA + offset;
      const uint32_t len = memory_.read(frame);
      const uint32_t kind = memory_.read(frame + 4);
      if (kind == KIND_PAD) {
        // At the ring's start every frame fits: a pad there would be one of an endless row.
        if (offset == 0 || to_end > there || len != to_end - FRAME_HEAD) return broken();
        head_ += to_end;
        continue;
      }
      if (kind != KIND_MESSAGE || len > place_.max_message) return broken();
      const uint32_t size = frame_bytes(len);
      if (size > there || size > to_end) return broken();
      message = {frame + FRAME_HEAD, len};
      size_ = size;
      return Status::kDone;
    }
  }

  /// The message of the last peek() has been read. Its space is given back by give_back(), or by itself when it is much.
  /// True: the writer sleeps and there is space again, ring.
  [[nodiscard]] bool skip() {
    head_ += size_;
    size_ = 0;
    return head_ - given_back_ >= place_.capacity / 8 && publish_head(false);
  }

  /// Gives all space back, also a little: this end is about to wait or to do something else. True: ring.
  [[nodiscard]] bool give_back() { return (head_ != given_back_ || unasked_) && publish_head(true); }

  /// After kNotYet, before sleeping. True: there is something now, do not sleep.
  [[nodiscard]] bool arm() {
    memory_.store(place_.at + READER_WAITING, 1);
    if (!ready()) return false;
    memory_.store(place_.at + READER_WAITING, 0);
    return true;
  }

  /// Whether peek() would give something else than kNotYet.
  [[nodiscard]] bool ready() { return broken_ || head_ != tail_ || see_tail() != Status::kNotYet; }

  /// No more reading. True: ring.
  [[nodiscard]] bool close() {
    memory_.store(place_.at + READER_CLOSED, 1);
    return take_waiting(memory_, place_.at + WRITER_WAITING);
  }

 private:
  Status see_tail() {
    const bool closed = memory_.load(place_.at + WRITER_CLOSED) != 0;  // first: what was written before the close must be seen
    const uint32_t tail = memory_.load(place_.at + TAIL);
    if (tail - head_ > place_.capacity || (tail & 7) != 0) return broken();
    tail_ = tail;
    if (tail != head_) return Status::kDone;
    return closed ? Status::kClosed : Status::kNotYet;
  }

  bool publish_head(bool all) {
    memory_.store(place_.at + HEAD, head_);
    given_back_ = head_;
    // Waking a writer for each little bit of space would make the two take turns message by message: half free is worth it.
    unasked_ = !all && tail_ - head_ > place_.capacity / 2;
    if (unasked_) return false;
    return take_waiting(memory_, place_.at + WRITER_WAITING);
  }

  Status broken() {
    broken_ = true;
    return Status::kCorrupt;
  }

  Memory memory_ = {};
  Place place_ = {};
  uint32_t head_ = 0;
  uint32_t tail_ = 0;        // as last seen
  uint32_t given_back_ = 0;  // head_ as last published
  uint32_t size_ = 0;        // of the frame that peek() found
  bool unasked_ = false;     // space was given back without a look at whether the writer sleeps
  bool broken_ = false;
};

}  // namespace goferry::channel

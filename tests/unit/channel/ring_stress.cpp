// Two threads on one ring, under ThreadSanitizer: seeded lengths, nothing lost, nothing reordered, nobody sleeps for ever. A program of its own, since
// TSan and ASan exclude each other.   ring_stress [MESSAGES]
#include <condition_variable>
#include <mutex>
#include <thread>

#include "bridge/channel/latest.h"
#include "bridge/channel/ring.h"
#include "tests/unit/channel/buffer_memory.h"

using namespace goferry::channel;
using goferry::channel::test::BufferMemory;

namespace {

/// A doorbell: what Atomics.notify is in the page.
class Bell {
 public:
  void ring() {
    const std::lock_guard lock(mutex_);
    rung_ = true;
    changed_.notify_one();
  }
  void sleep() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return rung_; });
    rung_ = false;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool rung_ = false;
};

uint32_t next(uint32_t& seed) {
  seed ^= seed << 13;
  seed ^= seed >> 17;
  return seed ^= seed << 5;
}

[[noreturn]] void fail(const char* what, uint32_t number) {
  fprintf(stderr, "%s, message %u\n", what, number);
  exit(1);
}

constexpr uint32_t kMaxMessage = 64;

/// Fills and checks a payload: its number, then bytes that follow from it.
void fill(uint8_t* bytes, uint32_t len, uint32_t number) {
  for (uint32_t i = 0; i < len; ++i) bytes[i] = static_cast<uint8_t>(number * 31 + i * 7);
}

template <class Writer, class Reader>
void run(uint32_t messages, uint32_t middle, bool all) {
  std::vector<uint32_t> words((64 + DATA + ring_capacity(kMaxMessage, 0)) / 4);
  BufferMemory memory(words);
  const Place place = {64, ring_capacity(kMaxMessage, 0), kMaxMessage};
  memory.store(64 + TAIL, middle);
  Bell reader_bell;
  Bell writer_bell;
  std::thread thread([&] {
    Writer writer(memory, place);
    uint32_t seed = 1;
    uint8_t bytes[kMaxMessage];
    for (uint32_t number = 0; number < messages;) {
      const uint32_t saved = seed;
      const uint32_t len = next(seed) % (kMaxMessage - 3) + 4;
      memcpy(bytes, &number, 4);
      fill(bytes + 4, len - 4, number);
      const Status status = writer.write(len, [&](uint32_t to) { memory.copy_in(to, bytes, len); });
      if (status == Status::kDone) {
        ++number;
        if (writer.publish()) reader_bell.ring();
      } else if (status == Status::kNotYet) {
        seed = saved;
        if (!writer.arm()) writer_bell.sleep();
      } else {
        fail("the writer failed", number);
      }
    }
    if (writer.close()) reader_bell.ring();
  });
  Reader reader(memory, place);
  uint32_t seed = 1;
  uint32_t expected = 0;
  uint8_t got[kMaxMessage];
  uint8_t want[kMaxMessage];
  for (;;) {
    Message message;
    const Status status = reader.peek(message);
    if (status == Status::kClosed) break;
    if (status == Status::kNotYet) {
      if (reader.give_back()) writer_bell.ring();
      if (!reader.arm()) reader_bell.sleep();
      continue;
    }
    if (status != Status::kDone) fail("the reader failed", expected);
    memory.copy_out(got, message.at, message.len);
    uint32_t number = 0;
    memcpy(&number, got, 4);
    uint32_t len = 0;
    for (; expected <= number; ++expected) len = next(seed) % (kMaxMessage - 3) + 4;
    if (len == 0) fail("an old message came again", number);
    if (all && expected != number + 1) fail("lost or reordered", number);
    fill(want, len - 4, number);
    if (len != message.len || memcmp(got + 4, want, len - 4) != 0) fail("torn", number);
    if (reader.skip()) writer_bell.ring();
  }
  thread.join();
  if (expected != messages) fail("the last one is missing", expected);
}

}  // namespace

int main(int argc, char** argv) {
  const auto messages = static_cast<uint32_t>(argc > 1 ? atoi(argv[1]) : 300000);
  run<RingWriter<BufferMemory>, RingReader<BufferMemory>>(messages, 0, true);
  run<LatestWriter<BufferMemory>, LatestReader<BufferMemory>>(messages, kMiddleAtFirst, false);
  printf("%u messages through a ring, and as many through slots\n", messages);
}

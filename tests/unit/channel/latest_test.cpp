#include "bridge/channel/latest.h"

#include <doctest/doctest.h>

#include "tests/unit/channel/buffer_memory.h"

using namespace goferry::channel;
using goferry::channel::test::BufferMemory;

namespace {

struct Rig {
  static constexpr uint32_t kAt = 64;
  Rig() {
    words.assign((kAt + DATA + SLOTS * slot_stride(100)) / 4 + 16, 0);
    memory = BufferMemory(words);
    memory.store(kAt + MIDDLE, kMiddleAtFirst);
    writer = {memory, place};
    reader = {memory, place};
  }
  Status send(const std::string& text) {
    const Status status = writer.write(static_cast<uint32_t>(text.size()),
                                       [&](uint32_t to) { memory.copy_in(to, text.data(), static_cast<uint32_t>(text.size())); });
    if (status == Status::kDone) rings += writer.publish();
    return status;
  }
  Status peek(std::string& text) {
    Message message;
    const Status status = reader.peek(message);
    if (status == Status::kDone) text = memory.text(message.at, message.len);
    return status;
  }
  Place place = {kAt, 0, 100};
  std::vector<uint32_t> words;
  BufferMemory memory;
  LatestWriter<BufferMemory> writer;
  LatestReader<BufferMemory> reader;
  int rings = 0;
};

}  // namespace

TEST_CASE("latest: the reader gets the newest, once") {
  Rig rig;
  std::string text;
  CHECK(rig.peek(text) == Status::kNotYet);
  for (const char* value : {"a", "b", "c"}) CHECK(rig.send(value) == Status::kDone);
  CHECK(rig.peek(text) == Status::kDone);
  CHECK(text == "c");
  CHECK_FALSE(rig.reader.skip());
  CHECK(rig.peek(text) == Status::kNotYet);
}

TEST_CASE("latest: a slot that is being read is not written, however much is sent meanwhile") {
  Rig rig;
  std::string text;
  CHECK(rig.send("kept") == Status::kDone);
  Message message;
  CHECK(rig.reader.peek(message) == Status::kDone);
  for (int i = 0; i < 100; ++i) {
    CHECK(rig.send("newer " + std::to_string(i)) == Status::kDone);
    CHECK(rig.memory.text(message.at, message.len) == "kept");
  }
  CHECK_FALSE(rig.reader.skip());
  CHECK(rig.peek(text) == Status::kDone);
  CHECK(text == "newer 99");
}

TEST_CASE("latest: sleep, ring, close from either side, too long") {
  Rig rig;
  std::string text;
  CHECK_FALSE(rig.reader.arm());
  CHECK(rig.send("x") == Status::kDone);
  CHECK(rig.rings == 1);
  CHECK(rig.reader.arm());
  CHECK(rig.send(std::string(101, 'x')) == Status::kTooLong);
  CHECK_FALSE(rig.writer.close());
  CHECK(rig.peek(text) == Status::kDone);
  CHECK_FALSE(rig.reader.skip());
  CHECK(rig.peek(text) == Status::kClosed);
  CHECK_FALSE(rig.reader.close());
  CHECK(rig.send("y") == Status::kClosed);
}

TEST_CASE("latest: bad-middle and bad-length of a hostile side give kCorrupt") {
  for (const uint32_t middle : {3u, 2u, 8u, 0xFFFFFFFFu & ~FRESH}) {  // 2 is the reader's own
    Rig rig;
    std::string text;
    rig.memory.store(Rig::kAt + MIDDLE, middle | FRESH);
    CHECK(rig.peek(text) == Status::kCorrupt);
    CHECK(rig.peek(text) == Status::kCorrupt);
  }
  for (const uint32_t middle : {3u, 0u, 0x12345670u}) {  // 0 is the writer's own
    Rig rig;
    rig.memory.store(Rig::kAt + MIDDLE, middle);
    CHECK(rig.send("x") == Status::kDone);
    CHECK(rig.send("x") == Status::kCorrupt);
  }
  Rig rig;
  std::string text;
  CHECK(rig.send("x") == Status::kDone);
  rig.memory.store(Rig::kAt + DATA, 101);
  CHECK(rig.peek(text) == Status::kCorrupt);
}

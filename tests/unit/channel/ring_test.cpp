#include "bridge/channel/ring.h"

#include <doctest/doctest.h>

#include "tests/unit/channel/buffer_memory.h"

using namespace goferry::channel;
using goferry::channel::test::BufferMemory;

namespace {

/// A ring with canaries on both sides.
struct Rig {
  static constexpr uint32_t kAt = 128;
  static constexpr uint32_t kCanary = 0xC0FFEE11;

  explicit Rig(uint32_t max_message = 24, uint32_t wanted = 0) : place{kAt, ring_capacity(max_message, wanted), max_message} {
    words.assign((2 * kAt + DATA + place.capacity) / 4, 0);
    for (uint32_t i = 0; i < kAt / 4; ++i) words[i] = words[words.size() - 1 - i] = kCanary;
    memory = BufferMemory(words);
    writer = {memory, place};
    reader = {memory, place};
  }

  Status send(const std::string& text) {
    const Status status = writer.write(static_cast<uint32_t>(text.size()),
                                       [&](uint32_t to) { memory.copy_in(to, text.data(), static_cast<uint32_t>(text.size())); });
    if (status == Status::kDone) rings += writer.publish();
    return status;
  }
  Status take(std::string& text) {
    Message message;
    const Status status = reader.peek(message);
    if (status != Status::kDone) return status;
    text = memory.text(message.at, message.len);
    rings += reader.skip();
    return status;
  }
  uint32_t& word(uint32_t offset) { return words[(kAt + offset) / 4]; }
  bool canaries() const {
    for (uint32_t i = 0; i < kAt / 4; ++i) {
      if (words[i] != kCanary || words[words.size() - 1 - i] != kCanary) return false;
    }
    return true;
  }

  Place place;
  std::vector<uint32_t> words;
  BufferMemory memory;
  RingWriter<BufferMemory> writer;
  RingReader<BufferMemory> reader;
  int rings = 0;
};

}  // namespace

TEST_CASE("a ring has room for at least 16 of its largest messages") {
  for (const uint32_t max : {1u, 7u, 8u, 24u, 56u, 57u, 1000u, 16384u}) {
    CAPTURE(max);
    Rig rig(max);
    int sent = 0;
    while (rig.send(std::string(max, 'x')) == Status::kDone) ++sent;
    CHECK(sent >= 16);
  }
  CHECK(ring_capacity(24, 5000) == 8192);
}

TEST_CASE("messages of every length arrive whole and in order, from every offset, with canaries untouched") {
  for (uint32_t shift = 0; shift < 64; ++shift) {  // frames are multiples of 8: 64 of them go once around
    Rig rig;
    std::string text;
    for (uint32_t i = 0; i < shift; ++i) {
      REQUIRE(rig.send("") == Status::kDone);
      REQUIRE(rig.take(text) == Status::kDone);
    }
    for (uint32_t round = 0; round < 3; ++round) {
      for (uint32_t len = 0; len <= 24; ++len) {
        const std::string sent(len, static_cast<char>('a' + (len + round) % 26));
        REQUIRE(rig.send(sent) == Status::kDone);
        REQUIRE(rig.take(text) == Status::kDone);
        REQUIRE(text == sent);
      }
    }
    REQUIRE(rig.canaries());
  }
}

TEST_CASE("a full ring takes nothing, and what it holds is intact; then there is space again") {
  Rig rig;
  int sent = 0;
  while (rig.send("message " + std::to_string(sent)) == Status::kDone) ++sent;
  CHECK_FALSE(rig.writer.arm());
  std::string text;
  for (int i = 0; i < sent; ++i) {
    REQUIRE(rig.take(text) == Status::kDone);
    CHECK(text == "message " + std::to_string(i));
  }
  CHECK(rig.take(text) == Status::kNotYet);
  CHECK(rig.rings == 1);  // once, when half of it was free
  CHECK(rig.writer.arm());
  CHECK(rig.send("again") == Status::kDone);
}

TEST_CASE("a reader that stops early gives back what little it read, and rings then") {
  Rig rig;
  while (rig.send(std::string(24, 'x')) == Status::kDone) {
  }
  CHECK_FALSE(rig.writer.arm());
  std::string text;
  CHECK(rig.take(text) == Status::kDone);
  CHECK(rig.rings == 0);
  CHECK(rig.reader.give_back());
  CHECK(rig.send(std::string(24, 'y')) == Status::kDone);
}

TEST_CASE("give_back rings also where the space was given back without a look at the writer") {
  Rig rig;  // 512 bytes: an eighth is 64
  while (rig.send(std::string(24, 'x')) == Status::kDone) {
  }
  CHECK_FALSE(rig.writer.arm());
  std::string text;
  for (int i = 0; i < 2; ++i) CHECK(rig.take(text) == Status::kDone);  // 64 bytes: given back, and more than half still used
  CHECK(rig.rings == 0);
  CHECK(rig.reader.give_back());
}

TEST_CASE("a writer rings only a reader that waits, and once") {
  Rig rig;
  CHECK(rig.send("a") == Status::kDone);
  CHECK(rig.rings == 0);
  std::string text;
  CHECK(rig.take(text) == Status::kDone);
  CHECK_FALSE(rig.reader.arm());
  CHECK(rig.send("b") == Status::kDone);
  CHECK(rig.send("c") == Status::kDone);
  CHECK(rig.rings == 1);
  CHECK(rig.reader.arm());  // there is something: no sleep
}

TEST_CASE("what is longer than the largest message is refused") {
  Rig rig(10);
  CHECK(rig.send(std::string(11, 'x')) == Status::kTooLong);
  CHECK(rig.send(std::string(10, 'x')) == Status::kDone);
}

TEST_CASE("after the writer's close the reader drains, then learns of the end") {
  Rig rig;
  CHECK(rig.send("last") == Status::kDone);
  CHECK_FALSE(rig.writer.close());
  std::string text;
  CHECK(rig.take(text) == Status::kDone);
  CHECK(text == "last");
  CHECK(rig.take(text) == Status::kClosed);
}

TEST_CASE("a close rings who waits for the other side") {
  Rig reading;
  CHECK_FALSE(reading.reader.arm());
  CHECK(reading.writer.close());
  Rig writing;
  while (writing.send("x") == Status::kDone) {
  }
  CHECK_FALSE(writing.writer.arm());
  CHECK(writing.reader.close());
  CHECK(writing.send("x") == Status::kClosed);
}

TEST_CASE("indices go on beyond 2^32") {
  constexpr uint32_t kLong = 65528;
  Rig rig(kLong);
  uint64_t bytes = 0;
  while (bytes < (uint64_t{1} << 32) + (1u << 21)) {
    int sent = 0;
    for (;
         rig.writer.write(kLong, [&](uint32_t to) { rig.memory.write(to, static_cast<uint32_t>(bytes) + static_cast<uint32_t>(sent)); }) ==
         Status::kDone;
         ++sent)
      CHECK_FALSE(rig.writer.publish());
    bool sound = sent == 16;
    for (int i = 0; i < sent; ++i) {
      Message message;
      sound &= rig.reader.peek(message) == Status::kDone &&
               rig.memory.read(message.at) == static_cast<uint32_t>(bytes) + static_cast<uint32_t>(i);
      sound &= !rig.reader.skip();
    }
    REQUIRE(sound);
    bytes += static_cast<uint64_t>(sent) * frame_bytes(kLong);
  }
  CHECK(rig.canaries());
}

TEST_CASE("a hostile writer: bad-tail, bad-length, bad-kind, bad-pad give kCorrupt, for good") {
  const auto breaks = [](auto damage) {
    Rig rig;
    REQUIRE(rig.send("sound") == Status::kDone);
    damage(rig);
    std::string text;
    CHECK(rig.take(text) == Status::kCorrupt);
    rig.word(TAIL) = 16;
    CHECK(rig.take(text) == Status::kCorrupt);
    CHECK(rig.reader.arm());  // it does not sleep on it
    CHECK(rig.canaries());
  };
  SUBCASE("bad-tail: beyond the ring") {
    breaks([](Rig& rig) { rig.word(TAIL) = rig.place.capacity + 8; });
  }
  SUBCASE("bad-tail: before the head") {
    breaks([](Rig& rig) { rig.word(TAIL) = static_cast<uint32_t>(-8); });
  }
  SUBCASE("bad-tail: crooked") {
    breaks([](Rig& rig) { rig.word(TAIL) = 20; });
  }
  SUBCASE("bad-length: longer than the largest message") {
    breaks([](Rig& rig) { rig.word(DATA) = 25; });
  }
  SUBCASE("bad-length: longer than what is there") {
    breaks([](Rig& rig) { rig.word(DATA) = 9; });
  }
  SUBCASE("bad-length: that wraps when rounded up") {
    breaks([](Rig& rig) { rig.word(DATA) = 0xFFFFFFFF; });
  }
  SUBCASE("bad-kind") {
    breaks([](Rig& rig) { rig.word(DATA + 4) = 7; });
  }
  SUBCASE("bad-pad: at the ring's start") {
    breaks([](Rig& rig) { rig.word(DATA) = rig.place.capacity - FRAME_HEAD, rig.word(DATA + 4) = KIND_PAD; });
  }
}

TEST_CASE("a hostile pad in the middle is refused: bad-pad") {
  Rig rig;
  std::string text;
  REQUIRE(rig.send("one") == Status::kDone);
  REQUIRE(rig.take(text) == Status::kDone);
  REQUIRE(rig.send("two") == Status::kDone);
  rig.word(DATA + 16) = 8;  // short of the end
  rig.word(DATA + 20) = KIND_PAD;
  CHECK(rig.take(text) == Status::kCorrupt);
}

TEST_CASE("a hostile reader: bad-head gives kCorrupt, and nothing is overwritten") {
  for (const uint32_t head : {4u, 1024u, 0x80000000u}) {
    Rig fresh;
    fresh.word(HEAD) = head;
    int sent = 0;
    Status status = Status::kDone;
    while ((status = fresh.send(std::string(24, 'x'))) == Status::kDone && sent < 1000) ++sent;
    CHECK(status == Status::kCorrupt);
    CHECK(sent <= 16);
    CHECK(fresh.canaries());
  }
}

#include "bridge/values/prepared_strings.h"

#include <doctest/doctest.h>

#include <cstring>
#include <memory>
#include <string>
#include <vector>

using goferry::PreparedStrings;

namespace {

struct StringsFixture {
  std::unique_ptr<PreparedStrings> owner = std::make_unique<PreparedStrings>();
  PreparedStrings& strings = *owner;
  ~StringsFixture() { CHECK(strings.outstanding() == 0); }

  // Prepares a string as value_prepare_string does; the id that Go gets.
  uint32_t prepare(const std::string& text, bool held = false) {
    const uint32_t handle = strings.next_handle();
    REQUIRE(handle != PreparedStrings::kNone);
    if (!held) {
      REQUIRE(text.size() <= strings.room_bytes());
      memcpy(strings.room(), text.data(), text.size());
    }
    strings.keep(handle, static_cast<uint32_t>(text.size()), held);
    return PreparedStrings::kFirstId + handle;
  }
  bool has(uint32_t id) const {
    uint32_t handle;
    PreparedStrings::Text text;
    return strings.find(id, handle, text);
  }
  std::string load(uint32_t id) const {
    uint32_t handle;
    PreparedStrings::Text text;
    REQUIRE(strings.find(id, handle, text));
    CHECK(handle == id - PreparedStrings::kFirstId);
    return text.bytes == nullptr ? "<held " + std::to_string(text.len) + ">" : std::string(text.bytes, text.len);
  }
  void drop(uint32_t id) {
    REQUIRE(has(id));
    strings.drop(id - PreparedStrings::kFirstId);
    CHECK_FALSE(has(id));
  }
};

}  // namespace

TEST_CASE_FIXTURE(StringsFixture, "prepared strings: loaded as often as Go likes, until dropped") {
  const uint32_t id = prepare("hello");
  CHECK(strings.outstanding() == 1);
  CHECK(load(id) == "hello");
  CHECK(load(id) == "hello");
  drop(id);
  CHECK(strings.room_bytes() == PreparedStrings::kArenaBytes);
}

TEST_CASE_FIXTURE(StringsFixture, "prepared strings: goroutines interleave, in any order of dropping") {
  std::vector<uint32_t> ids;
  std::vector<std::string> texts;
  for (uint32_t i = 0; i < 100; ++i) {
    texts.push_back(std::string(i % 17, static_cast<char>('a' + i % 26)) + std::to_string(i));
    ids.push_back(prepare(texts[i]));
  }
  CHECK(strings.outstanding() == 100);
  for (uint32_t step = 0; step < 100; ++step) {
    for (uint32_t i = step; i < 100; ++i) REQUIRE(load(ids[i * 37 % 100]) == texts[i * 37 % 100]);
    drop(ids[step * 37 % 100]);
  }
  CHECK(strings.room_bytes() == PreparedStrings::kArenaBytes);
}

TEST_CASE_FIXTURE(StringsFixture, "prepared strings: a handle is free until keep(), and is reused after drop()") {
  const uint32_t handle = strings.next_handle();
  CHECK(strings.next_handle() == handle);
  CHECK_FALSE(has(PreparedStrings::kFirstId + handle));
  const uint32_t first = prepare("a"), second = prepare("b");
  CHECK(first != second);
  drop(first);
  CHECK(prepare("c") == first);
  CHECK(load(second) == "b");
  drop(first);
  drop(second);
}

TEST_CASE_FIXTURE(StringsFixture, "prepared strings: the arena is full, and then held strings go on") {
  const uint32_t filler = prepare(std::string(PreparedStrings::kArenaBytes - 3, 'x'));
  CHECK(strings.room_bytes() == 3);
  const uint32_t last = prepare("end");
  CHECK(strings.room_bytes() == 0);
  const uint32_t empty = prepare("");
  const uint32_t held = prepare(std::string(100'000, 'y'), true);
  CHECK(load(held) == "<held 100000>");
  CHECK(load(empty).empty());
  CHECK(load(last) == "end");
  CHECK(load(filler) == std::string(PreparedStrings::kArenaBytes - 3, 'x'));
  drop(filler);
  CHECK(strings.room_bytes() == 0);  // below others
  drop(empty);
  drop(last);
  CHECK(strings.room_bytes() == PreparedStrings::kArenaBytes);  // emptied, though a held one is left
  drop(held);
}

TEST_CASE_FIXTURE(StringsFixture, "prepared strings: the room of the last string is reused at once") {
  const uint32_t below = prepare("below");
  for (int i = 0; i < 10'000; ++i) drop(prepare("a string that would fill the arena soon"));
  CHECK(strings.room_bytes() == PreparedStrings::kArenaBytes - 5);
  CHECK(load(below) == "below");
  drop(below);
}

TEST_CASE_FIXTURE(StringsFixture, "prepared strings: bad-id is no string") {
  CHECK_FALSE(has(PreparedStrings::kFirstId));
  const uint32_t id = prepare("a");
  for (const uint32_t forged : {0u, 7u, PreparedStrings::kFirstId - 1, id + 1, id + 63, id + 64, id + 100'000, UINT32_MAX}) {
    CAPTURE(forged);
    CHECK_FALSE(has(forged));
  }
  drop(id);
}

TEST_CASE_FIXTURE(StringsFixture, "prepared strings: all handles out, and again after one came back") {
  std::vector<uint32_t> ids;
  for (uint32_t i = 0; i < PreparedStrings::kMax; ++i) {
    const uint32_t handle = strings.next_handle();
    if (handle >= PreparedStrings::kMax) FAIL("handle out of range");
    strings.keep(handle, i, true);
    ids.push_back(PreparedStrings::kFirstId + handle);
  }
  CHECK(strings.next_handle() == PreparedStrings::kNone);
  CHECK(strings.outstanding() == PreparedStrings::kMax);
  CHECK(load(ids[12345]) == "<held 12345>");
  drop(ids[12345]);
  CHECK(strings.next_handle() == 12345);
  ids[12345] = prepare("", true);
  CHECK(strings.next_handle() == PreparedStrings::kNone);
  for (const uint32_t id : ids) strings.drop(id - PreparedStrings::kFirstId);
}

#include "bridge/imports/arguments.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/unit/fake_host.h"

using goferry::kArgumentsAt;
using goferry::kArgumentsEnd;
using namespace goferry::test;

namespace {

constexpr uint32_t kRoom = kArgumentsEnd - kArgumentsAt;

struct ArgumentsFixture {
  FakeHost host{1};
  CurrentHost current{host};

  uint32_t place(const std::vector<std::string>& args, const std::vector<std::string>& env) {
    std::string strings;
    for (const auto& list : {args, env}) {
      for (const std::string& text : list) strings.append(text.c_str(), text.size() + 1);
    }
    return place_raw(strings, static_cast<uint32_t>(args.size()), static_cast<uint32_t>(env.size()));
  }
  // From a copy of exactly its size, so that AddressSanitizer sees a read past its end.
  uint32_t place_raw(const std::string& strings, uint32_t argc, uint32_t envc) {
    host.memory.begin();
    const std::vector<char> exact(strings.begin(), strings.end());
    const uint32_t vector = goferry::place_arguments(exact.data(), static_cast<uint32_t>(exact.size()), argc, envc);
    CHECK_FALSE(host.memory.changed_elsewhere());
    for (const Span& span : host.memory.writes()) {
      CHECK(span.at >= kArgumentsAt);
      CHECK(span.at + span.len <= kArgumentsEnd);
    }
    if (vector == 0) CHECK(host.memory.writes().empty());
    return vector;
  }
  // As runtime.args and runtime.goenvs read them.
  std::vector<std::string> list(uint32_t& at) const {
    std::vector<std::string> found;
    for (; host.memory.peek<uint64_t>(at) != 0; at += 8) {
      const auto from = static_cast<uint32_t>(host.memory.peek<uint64_t>(at));
      REQUIRE(from >= kArgumentsAt);
      uint32_t end = from;
      while (host.memory.peek<uint8_t>(end) != 0) ++end;
      REQUIRE(end < kArgumentsEnd);
      found.push_back(host.memory.peek_text(from, end - from));
    }
    at += 8;
    return found;
  }
  void check_placed(const std::vector<std::string>& args, const std::vector<std::string>& env) {
    const uint32_t vector = place(args, env);
    REQUIRE(vector != 0);
    CHECK(vector % 8 == 0);
    uint32_t at = vector;
    CHECK((list(at) == args));
    CHECK((list(at) == env));
    CHECK(at <= kArgumentsEnd);
  }
};

}  // namespace

TEST_CASE_FIXTURE(ArgumentsFixture, "arguments: as Go's start code reads them") {
  check_placed({"js"}, {});
  check_placed({"main.wasm", "-v", "two words", ""}, {"HOME=/", "EMPTY=", "PATH=/a:/b"});
  check_placed({}, {"A=1"});
  check_placed({}, {});
  check_placed({"h\xC3\xA9llo \xE4\xB8\x96", "\xFF"}, {});
}

TEST_CASE_FIXTURE(ArgumentsFixture, "arguments: every length of a string") {
  for (size_t len = 0; len < 40; ++len) {
    CAPTURE(len);
    check_placed({std::string(len, 'a'), "b"}, {std::string(len, 'E'), "F=1"});
  }
}

TEST_CASE_FIXTURE(ArgumentsFixture, "arguments: what just fits, and a byte too many") {
  // One string: text, NUL and padding, then pointer, 0, 0. Go's own host wants the end to lie below kArgumentsEnd.
  const size_t longest = kRoom - 3 * 8 - 8 - 1;
  check_placed({std::string(longest, 'x')}, {});
  CHECK(place({std::string(longest + 1, 'x')}, {}) == 0);
  check_placed({}, {std::string(longest, 'x')});
  CHECK(place({}, {std::string(longest + 1, 'x')}) == 0);

  const size_t most = (kRoom - 8 - 2 * 8) / 16;  // strings of up to seven bytes
  check_placed(std::vector<std::string>(most, "1234567"), {});
  CHECK(place(std::vector<std::string>(most + 1, "1234567"), {}) == 0);
  CHECK(place(std::vector<std::string>(most, "12345678"), {}) == 0);
}

TEST_CASE_FIXTURE(ArgumentsFixture, "arguments: bad-count, fewer strings than announced") {
  CHECK(place_raw("", 1, 0) == 0);
  CHECK(place_raw("", 0, 1) == 0);
  CHECK(place_raw(std::string("a\0b\0", 4), 2, 1) == 0);
  CHECK(place_raw(std::string("a\0b\0", 4), 1, 2) == 0);
}

TEST_CASE_FIXTURE(ArgumentsFixture, "arguments: bad-string, the last NUL is missing") {
  CHECK(place_raw("abc", 1, 0) == 0);
  CHECK(place_raw(std::string("a\0bc", 4), 2, 0) == 0);
  CHECK(place_raw(std::string("a\0bc", 4), 1, 1) == 0);
}

TEST_CASE_FIXTURE(ArgumentsFixture, "arguments: bad-count, numbers that would wrap") {
  for (const uint32_t count : {kRoom, kRoom + 1, 0x10000000u, 0x1FFFFFFFu, 0x20000000u, 0x7FFFFFFFu, 0x80000000u, UINT32_MAX}) {
    CAPTURE(count);
    CHECK(place_raw(std::string("a\0", 2), count, 0) == 0);
    CHECK(place_raw(std::string("a\0", 2), 0, count) == 0);
    CHECK(place_raw(std::string("a\0", 2), count, count) == 0);
    CHECK(place_raw(std::string("a\0", 2), count, 0u - count) == 0);
  }
}

TEST_CASE_FIXTURE(ArgumentsFixture, "arguments: bad-length, more text than there is room") {
  CHECK(place_raw(std::string(kRoom + 1, '\0'), kRoom + 1, 0) == 0);
  CHECK(place_raw(std::string(kRoom, '\0'), kRoom, 0) == 0);
  CHECK(place_raw(std::string(100'000, 'x'), 1, 0) == 0);
}

namespace {

// What Go's linker leaves in memory for the runtime, as far as it is looked at.
struct Moduledata {
  uint32_t header = 16384, at = 32768, end = 40000, end_index = 34;
  uint64_t magic = 0x08010000FFFFFFF1;

  void poke(FakeMemory& memory) const {
    memory.poke<uint64_t>(header, magic);
    for (uint32_t offset = 8; offset < 72; offset += 8) memory.poke<uint64_t>(header + offset, 100 * offset);
    memory.poke<uint64_t>(at, header);
    memory.poke<uint64_t>(at + 1 * 8, header + 100 * 32);
    memory.poke<uint64_t>(at + 4 * 8, header + 100 * 40);
    for (uint32_t word = 24; word <= 31; ++word) memory.poke<uint64_t>(at + word * 8, 33000 + word);
    memory.poke<uint64_t>(at + end_index * 8, end);
  }
};

struct LongArgumentsFixture {
  FakeHost host{1};
  CurrentHost current{host};
  Moduledata data;
  const std::string long_text = std::string(100'000, 'x');

  uint32_t place() {
    data.poke(host.memory);
    host.memory.begin();
    const std::string strings = long_text + '\0' + "A=1" + '\0';
    const uint32_t vector = goferry::place_arguments(strings.data(), static_cast<uint32_t>(strings.size()), 1, 1);
    CHECK_FALSE(host.memory.changed_elsewhere());
    if (vector == 0) {
      CHECK(host.memory.writes().empty());
      CHECK(host.memory.pages() == 1);
    }
    return vector;
  }
};

}  // namespace

TEST_CASE_FIXTURE(LongArgumentsFixture, "arguments: what is too long goes behind Go's data, and the heap begins behind it") {
  for (const bool before_120 : {false, true}) {
    CAPTURE(before_120);
    host.memory = FakeMemory(1);
    data.magic = before_120 ? 0x08010000FFFFFFF0 : 0x08010000FFFFFFF1;
    data.end_index = before_120 ? 32 : 34;
    const uint32_t vector = place();
    REQUIRE(vector != 0);
    CHECK(host.memory.pages() == 3);
    CHECK(host.memory.peek<uint64_t>(data.at + data.end_index * 8) == 3 * 65536);
    const auto argument = static_cast<uint32_t>(host.memory.peek<uint64_t>(vector));
    CHECK(argument == 65536);
    CHECK((host.memory.peek_text(argument, long_text.size() + 1) == long_text + '\0'));
    CHECK(host.memory.peek<uint64_t>(vector + 8) == 0);
    CHECK(host.memory.peek_text(static_cast<uint32_t>(host.memory.peek<uint64_t>(vector + 16)), 4) == std::string("A=1\0", 4));
    CHECK(host.memory.peek<uint64_t>(vector + 24) == 0);
  }
}

TEST_CASE_FIXTURE(LongArgumentsFixture, "arguments: the first that is Go's data in all parts is taken") {
  Moduledata decoy;
  decoy.at = 24576;
  decoy.poke(host.memory);
  host.memory.poke<uint64_t>(decoy.at + 4 * 8, 0);
  REQUIRE(place() != 0);
  CHECK(host.memory.peek<uint64_t>(decoy.at + 34 * 8) == decoy.end);
  CHECK(host.memory.peek<uint64_t>(data.at + 34 * 8) == 3 * 65536);
}

TEST_CASE_FIXTURE(LongArgumentsFixture, "arguments: bad-layout, nothing is written") {
  SUBCASE("a magic that is not known") { data.magic = 0x08010000FFFFFFF2; }
  SUBCASE("another pointer size") { data.magic = 0x04010000FFFFFFF1; }
  SUBCASE("data ends behind memory") { data.end = 65537; }
  SUBCASE("data ends within itself") { data.end = 33000; }
  SUBCASE("it reaches out of memory") {
    data.at = 65536 - 34 * 8;
    data.end_index = 33;
  }
  SUBCASE("the header reaches out of memory") {
    data.header = 65536 - 72;
    host.memory.poke<uint64_t>(0, 0);
    data.magic = 0;
  }
  SUBCASE("memory cannot grow") { host.pages_left = 1; }
  CHECK(place() == 0);
}

TEST_CASE_FIXTURE(LongArgumentsFixture, "arguments: bad-layout, a header at an odd place") {
  for (const uint64_t header : {uint64_t{16385}, uint64_t{65536 - 64}, uint64_t{65536}, UINT64_MAX - 7, uint64_t{1} << 32}) {
    CAPTURE(header);
    data.poke(host.memory);
    host.memory.poke<uint64_t>(data.at, header);
    CHECK(goferry::place_arguments(long_text.c_str(), static_cast<uint32_t>(long_text.size() + 1), 1, 0) == 0);
  }
}

TEST_CASE("arguments: bad-memory, too small") {
  FakeHost host{0};
  const CurrentHost current{host};
  CHECK(goferry::place_arguments("a", 2, 1, 0) == 0);
}

#include "bridge/values/names.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/unit/fake_host.h"

using goferry::GoRange;
using goferry::Names;
using namespace goferry::test;

namespace {

struct NamesFixture {
  FakeHost host{1};
  CurrentHost current{host};
  std::unique_ptr<Names> names = std::make_unique<Names>();

  Names::Found find_at(uint32_t at, const std::string& name) {
    host.memory.poke_bytes(at, name.data(), name.size());
    return names->find({at, static_cast<uint32_t>(name.size())});
  }
  Names::Found find(const std::string& name) { return find_at(4096, name); }
  // The name's slot once it is interned: after three sightings in a row.
  uint32_t intern(const std::string& name) {
    for (int sighting = 0; sighting < 2; ++sighting) {
      const Names::Found found = find(name);
      if (found.slot != Names::kTemporary) return found.slot;
    }
    return find(name).slot;
  }
  std::string text(uint32_t slot, const std::string& name) const { return {names->text(slot), name.size()}; }
};

std::string name_of(uint32_t len, char from = 'a') {
  std::string name;
  for (uint32_t i = 0; i < len; ++i) name += static_cast<char>(from + static_cast<char>(i % 26));
  return name;
}

}  // namespace

TEST_CASE_FIXTURE(NamesFixture, "names: interned on the third sighting, found from then on") {
  for (int sighting = 0; sighting < 2; ++sighting) CHECK(find("length").slot == Names::kTemporary);
  CHECK(names->count() == 0);
  const Names::Found third = find("length");
  REQUIRE(third.slot != Names::kTemporary);
  CHECK(third.slot <= Names::kSlots);
  CHECK(third.is_new);
  CHECK(text(third.slot, "length") == "length");
  CHECK(names->count() == 1);
  for (int i = 0; i < 3; ++i) {
    const Names::Found again = find_at(4096 + 13 * static_cast<uint32_t>(i), "length");  // wherever it lies
    CHECK(again.slot == third.slot);
    CHECK_FALSE(again.is_new);
  }
  CHECK(names->count() == 1);
}

TEST_CASE_FIXTURE(NamesFixture, "names: every length up to the longest, and none beyond") {
  std::vector<uint32_t> slots;
  for (uint32_t len = 0; len <= Names::kMaxLen; ++len) {
    CAPTURE(len);
    const std::string name = name_of(len);
    const uint32_t slot = intern(name);
    REQUIRE(slot != Names::kTemporary);
    CHECK(text(slot, name) == name);
    CHECK(find(name).slot == slot);
    for (const uint32_t other : slots) CHECK(other != slot);
    slots.push_back(slot);
  }
  for (const uint32_t len : {Names::kMaxLen + 1, Names::kMaxLen + 8, 60'000u}) {
    CAPTURE(len);
    for (int sighting = 0; sighting < 3; ++sighting) CHECK(find(name_of(len)).slot == Names::kTemporary);
  }
  CHECK(names->count() == Names::kMaxLen + 1);
}

TEST_CASE_FIXTURE(NamesFixture, "names: nothing beside the name is read, at the very ends of memory") {
  for (uint32_t len = 0; len <= Names::kMaxLen + 1; ++len) {
    for (const uint32_t at : {0u, FakeMemory::kPageBytes - len}) {
      CAPTURE(len);
      CAPTURE(at);
      host.memory.poke_bytes(at, name_of(len).data(), len);
      host.memory.begin();
      names->find({at, len});
      names->find({at, len});
      const bool reads = len != 0 && len <= Names::kMaxLen;
      CHECK(to_string(host.memory.reads()) == (reads ? to_string({{at, len}}) : ""));
      CHECK(host.memory.writes().empty());
    }
  }
}

TEST_CASE_FIXTURE(NamesFixture, "names: bytes beside the name do not matter") {
  const uint32_t slot = intern("onclick");
  host.memory.poke_bytes(4095, "xonclickx", 9);
  CHECK(names->find({4096, 7}).slot == slot);
  host.memory.poke_bytes(4095, "\0onclick\0", 9);
  CHECK(names->find({4096, 7}).slot == slot);
}

TEST_CASE_FIXTURE(NamesFixture, "names: one byte of difference is another name") {
  for (uint32_t len = 1; len <= Names::kMaxLen; ++len) {
    const uint32_t slot = intern(name_of(len));
    for (uint32_t i = 0; i < len; ++i) {
      CAPTURE(len);
      CAPTURE(i);
      std::string other = name_of(len);
      other[i] = static_cast<char>(other[i] ^ 0x80);
      CHECK(find(other).slot != slot);
    }
  }
}

TEST_CASE_FIXTURE(NamesFixture, "names: NULs and zero tails are part of a name") {
  const std::string texts[] = {
      "a", std::string("a\0", 2), std::string("a\0\0", 3), std::string("\0", 1), std::string(8, '\0'), std::string(9, '\0'), ""};
  std::vector<uint32_t> slots;
  for (const std::string& text : texts) slots.push_back(intern(text));
  for (size_t i = 0; i < slots.size(); ++i) {
    CAPTURE(i);
    CHECK(find(texts[i]).slot == slots[i]);
    for (size_t j = 0; j < i; ++j) CHECK(slots[i] != slots[j]);
  }
}

TEST_CASE_FIXTURE(NamesFixture, "names: more names than slots: bounded, and every answer is right") {
  std::vector<std::string> texts(Names::kSlots + 1);  // what JavaScript would hold
  uint32_t new_names = 0, found = 0;
  for (int round = 0; round < 2; ++round) {
    for (uint32_t i = 0; i < 16 * Names::kSlots; ++i) {
      const std::string name = "name" + std::to_string(i);
      for (int sighting = 0; sighting < 3; ++sighting) {
        const Names::Found answer = find(name);
        if (answer.slot == Names::kTemporary) continue;
        REQUIRE(answer.slot <= Names::kSlots);
        if (answer.is_new) texts[answer.slot] = text(answer.slot, name), ++new_names;
        REQUIRE(texts[answer.slot] == name);
        ++found;
      }
    }
    REQUIRE(names->count() <= Names::kSlots);
  }
  CHECK(names->count() == Names::kSlots);
  CHECK(new_names > Names::kSlots);  // there were evictions
  CHECK(found >= 2 * 16 * Names::kSlots);
}

TEST_CASE_FIXTURE(NamesFixture, "names: one-off names do not push out those in use") {
  const uint32_t slot = intern("textContent");
  for (uint32_t i = 0; i < 1000; ++i) {
    const Names::Found once = find("once" + std::to_string(i));
    CHECK(once.slot != slot);
  }
  CHECK(find("textContent").slot == slot);
}

TEST_CASE_FIXTURE(NamesFixture, "names: names that differ in any one place find room beside each other") {
  // Far fewer than there are slots: nearly all must stay. A hash that does not look at some byte would crowd them into one set.
  constexpr uint32_t kNames = 64;
  for (uint32_t len = 2; len <= Names::kMaxLen; ++len) {
    for (uint32_t place = 0; place + 2 <= len; ++place) {
      names = std::make_unique<Names>();
      const auto nth = [&](uint32_t n) {
        std::string name = name_of(len);
        name[place] = static_cast<char>('0' + n / 8);
        name[place + 1] = static_cast<char>('0' + n % 8);
        return name;
      };
      for (uint32_t n = 0; n < kNames; ++n) intern(nth(n));
      uint32_t kept = 0;
      for (uint32_t n = 0; n < kNames; ++n) {
        const Names::Found found = find(nth(n));
        kept += found.slot != Names::kTemporary && !found.is_new;
      }
      CAPTURE(len);
      CAPTURE(place);
      CHECK(kept > kNames * 3 / 4);
    }
  }
}

TEST_CASE_FIXTURE(NamesFixture, "names: of a set's ways, the one used last stays") {
  const uint32_t kept = intern("kept");
  const uint32_t set = (kept - 1) / Names::kWays;
  uint32_t in_set = 0, i = 0;
  for (; in_set < 20; ++i) {
    REQUIRE(i < 100'000);
    REQUIRE(find("kept").slot == kept);  // used between all the others
    const uint32_t other = intern("other" + std::to_string(i));
    if ((other - 1) / Names::kWays != set) continue;
    CHECK(other != kept);
    ++in_set;
  }
}

// find_data_end: whatever lies in memory, it reads within it, and what it finds is a word below the size. Then the long way of
// place_arguments on the same memory: it writes that word and what lies behind the data, nothing else.
// Input: pokes of (place, 64-bit value), some of them relative to each other, as a real moduledata has them.
#include <string>

#include "bridge/imports/arguments.h"
#include "bridge/imports/moduledata.h"
#include "tests/fuzz/input.h"
#include "tests/unit/fake_host.h"

using namespace goferry;
using goferry::fuzz::Input;
using namespace goferry::test;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Input input(data, size);
  FakeHost host{1};
  const CurrentHost current{host};
  const uint32_t words = FakeMemory::kPageBytes / 8;

  // A skeleton that is right, so that the pokes below try its parts one by one.
  const uint32_t header = 8 * (input.take<uint16_t>() % (words - 9)), at = 8 * (input.take<uint16_t>() % (words - 35));
  const auto kind = input.take<uint8_t>();
  host.memory.poke<uint64_t>(header, 0x08010000FFFFFFF0 + (kind & 3));
  if (kind & 4) {
    host.memory.poke<uint64_t>(at, header);
    host.memory.poke<uint64_t>(at + 8, header + host.memory.peek<uint64_t>(header + 32));
    host.memory.poke<uint64_t>(at + 32, header + host.memory.peek<uint64_t>(header + 40));
    for (uint32_t word = 24; word <= 34; ++word) host.memory.poke<uint64_t>(at + word * 8, 60000 + word);
  }
  for (int pokes = 0; pokes < 64 && !input.empty(); ++pokes) {
    const uint32_t place = 8 * (input.take<uint16_t>() % words);
    host.memory.poke<uint64_t>(place, input.take<uint64_t>());
  }

  host.memory.begin();
  DataEnd found;
  const bool known = find_data_end(found);
  FUZZ_REQUIRE(host.memory.writes().empty());
  if (known) {
    FUZZ_REQUIRE(found.word_at % 8 == 0 && found.word_at <= FakeMemory::kPageBytes - 8);
    FUZZ_REQUIRE(found.end <= FakeMemory::kPageBytes && found.end == host.memory.peek<uint64_t>(found.word_at));
  }

  const bool can_grow = (kind & 8) == 0;
  host.pages_left = can_grow ? 2 : 1;
  const std::string text(70'000, 'x');
  const uint32_t vector = place_arguments(text.c_str(), static_cast<uint32_t>(text.size() + 1), 1, 0);
  FUZZ_REQUIRE(!host.memory.changed_elsewhere());
  FUZZ_REQUIRE((vector != 0) == (known && can_grow));
  for (const Span& span : host.memory.writes()) {
    FUZZ_REQUIRE(vector != 0);
    const bool is_word = span.at == found.word_at && (span.len == 8 || span.at + 8 == FakeMemory::kPageBytes);
    FUZZ_REQUIRE(is_word || span.at >= FakeMemory::kPageBytes);
  }
  return 0;
}

// Names against a model: what JavaScript would hold in each slot. Input: operations {length, place, bytes}.
#include <memory>
#include <string>
#include <vector>

#include "bridge/values/names.h"
#include "tests/fuzz/input.h"
#include "tests/unit/fake_host.h"

using goferry::Names;
using goferry::fuzz::Input;
using namespace goferry::test;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FakeHost host{1};
  const CurrentHost current{host};
  const auto names = std::make_unique<Names>();
  std::vector<std::string> texts(Names::kSlots + 1);
  std::string last;
  uint32_t last_slot = 0;
  uint32_t sightings = 0;  // of `last`, in a row

  for (Input input(data, size); !input.empty();) {
    const auto what = input.take<uint8_t>();
    const std::string name = what >= 0x80 ? last : std::string(input.bytes(what % 52));
    // At the very end of memory, at its start, or anywhere.
    const auto room = static_cast<uint32_t>(FakeMemory::kPageBytes - name.size());
    const uint32_t at = what % 3 == 0 ? room : what % 3 == 1 ? 0 : input.take<uint16_t>() % room;
    host.memory.poke_bytes(at, name.data(), name.size());

    const Names::Found found = names->find({at, static_cast<uint32_t>(name.size())});
    sightings = sightings != 0 && name == last ? sightings + 1 : 1;
    FUZZ_REQUIRE(found.slot <= Names::kSlots);
    if (name.size() > Names::kMaxLen) FUZZ_REQUIRE(found.slot == Names::kTemporary);
    else if (sightings >= 3) FUZZ_REQUIRE(found.slot != Names::kTemporary);
    if (sightings >= 2 && last_slot != Names::kTemporary) FUZZ_REQUIRE(found.slot == last_slot && !found.is_new);
    if (found.slot != Names::kTemporary) {
      if (found.is_new) texts[found.slot].assign(names->text(found.slot), name.size());
      FUZZ_REQUIRE(texts[found.slot] == name);
    } else {
      FUZZ_REQUIRE(!found.is_new);
    }
    FUZZ_REQUIRE(names->count() <= Names::kSlots);
    last = name;
    last_slot = found.slot;
  }
  return 0;
}

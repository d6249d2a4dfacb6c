// Replay of a store's journals. The first byte of the input says what the rest is: the bytes of journal A as they are; the same with lengths and
// checksums of records put right, so that the changes in them are read; or changes that are written, with a break after some bytes. What must hold: replay
// ends and reads within bounds; replaying again gives the same; of what was written before a break, whole records come back, in their order.
#include <string>
#include <vector>

#include "tests/fuzz/input.h"
#include "tests/unit/files/memory_store.h"

using namespace goferry;
using namespace goferry::files;
using namespace goferry::test;
using goferry::fuzz::Input;

namespace {

template <class T>
void put(std::string& to, T value) {
  to.append(reinterpret_cast<const char*>(&value), sizeof value);
}

uint32_t crc_of(std::string_view bytes) { return crc32(0, reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()); }

std::string header(uint64_t generation) {
  std::string bytes = "GFJ1";
  put(bytes, Journal::kVersion);
  put(bytes, generation);
  put(bytes, crc_of(bytes));
  put(bytes, uint32_t{0});
  return bytes;
}

/// A sound record of these bytes.
std::string record(uint64_t generation, uint32_t sequence, std::string_view changes) {
  std::string checked;
  put(checked, generation);
  put(checked, static_cast<uint32_t>(changes.size()));
  put(checked, sequence);
  std::string bytes;
  put(bytes, static_cast<uint32_t>(changes.size()));
  put(bytes, sequence);
  put(bytes, crc_of(checked.append(changes)));
  return bytes.append(changes);
}

/// The text of what replay gives; the second time the same.
std::string replayed(MemoryStore& store) {
  const auto once = [&] {
    Journal journal(store);
    Tree tree;
    const Outcome done = journal.open(tree);
    FUZZ_REQUIRE(done.ok() || done.error == Errno::kIo);
    return done.ok() ? tree.text() : std::string("broken");
  };
  std::string first = once();
  FUZZ_REQUIRE(once() == first);
  return first;
}

void write_and_break(Input& input) {
  MemoryStore store;
  Tree expected;
  std::vector<std::string> states = {""};
  {
    Journal journal(store);
    Tree tree;
    FUZZ_REQUIRE(journal.open(tree).ok());
    const uint64_t breaks_after = input.take<uint16_t>() % 2048;
    store.breaks_after = breaks_after;
    store.written = 0;
    size_t safe = 0;
    while (!input.empty()) {
      std::vector<Change> changes;
      for (int left = input.take<uint8_t>() % 4; left >= 0; --left) {
        Change change;
        change.kind = static_cast<Change::Kind>(1 + input.take<uint8_t>() % 6);
        change.ino = input.take<uint8_t>() % 8;
        change.parent = input.take<uint8_t>() % 4;
        change.mode = input.take<uint16_t>();
        change.size = input.take<uint64_t>();
        change.count = 1;
        change.text = std::string_view("abcdefgh").substr(0, 1 + change.ino);
        journal.add(change);
        changes.push_back(change);
      }
      FUZZ_REQUIRE(journal.commit().ok());
      for (const Change& change : changes) expected.apply(change);
      states.push_back(expected.text());
      if (store.written <= breaks_after) safe = states.size() - 1;
    }
    store.breaks_after = UINT64_MAX;
    FUZZ_REQUIRE(replayed(store) == states[safe]);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Input input(data, size);
  const auto what = input.take<uint8_t>();
  MemoryStore store;
  if (what % 3 == 0) {
    store.of(StoreFile::kJournalA) = std::string(input.rest());
    if (what >= 128) store.of(StoreFile::kJournalB) = header(1) + std::string(store.of(StoreFile::kJournalA));
    (void)replayed(store);
  } else if (what % 3 == 1) {
    std::string& bytes = store.of(StoreFile::kJournalB) = header(7);
    for (uint32_t sequence = 1; !input.empty(); ++sequence) {
      const std::string_view changes = input.bytes(1 + input.take<uint8_t>());
      if (!changes.empty()) bytes += record(7, sequence, changes);
    }
    (void)replayed(store);
  } else {
    write_and_break(input);
  }
  return 0;
}

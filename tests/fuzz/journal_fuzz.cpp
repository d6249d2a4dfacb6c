// Replay of a store's journals. The first byte of the input says what the rest is: the bytes of journal A as they are; the same with lengths and
// checksums of records put right, so that the changes in them are read; or changes that are written, with a break after some bytes. What must hold: replay
// ends and reads within bounds; replaying again gives the same; of what was written before a break, whole records come back, in their order; a volume on
// such a store is refused, or can be walked, read and written, and is the same when it is opened again.
#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "bridge/files/filesystem.h"
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

/// The clock stands still.
class Stopped : public Clock {
 public:
  int64_t now_ns() override { return 7; }
};

class Text : public Sink {
 public:
  void put(const uint8_t* from, uint32_t len) override { text.append(reinterpret_cast<const char*>(from), len); }
  std::string text;
};

class Same : public Source {
 public:
  void get(uint8_t* to, uint32_t len) override { memset(to, 'x', len); }
};

class Names : public EntrySink {
 public:
  bool put(const DirectoryEntry& entry) override {
    if (entry.name != "." && entry.name != "..") names.emplace_back(entry.name);
    return names.size() < 200;
  }
  std::vector<std::string> names;
};

/// Not larger than a journal of a few bytes can ask for.
class SmallStore : public MemoryStore {
 public:
  Outcome write(StoreFile file, uint64_t at, const uint8_t* from, uint32_t len) override {
    return at + len > kMost ? Outcome(Errno::kNospc) : MemoryStore::write(file, at, from, len);
  }
  Outcome truncate(StoreFile file, uint64_t size) override {
    return size > kMost ? Outcome(Errno::kNospc) : MemoryStore::truncate(file, size);
  }

 private:
  static constexpr uint64_t kMost = uint64_t{1} << 24;
};

void walk(Filesystem& fs, const std::string& path, std::string& out, int depth) {
  const Result<Stat> stat = fs.stat(path, Follow::kNo);
  FUZZ_REQUIRE(stat.ok());
  out += path + " " + std::to_string(stat->mode) + " " + std::to_string(stat->size) + " " + std::to_string(stat->nlink);
  const Result<Fd> fd = fs.open(path, kRead | kNofollow, 0);
  if (!fd.ok()) return;
  if ((stat->mode & kTypeMask) == kRegular) {
    Text text;
    FUZZ_REQUIRE(fs.read(*fd, 10000, text).ok());
    out += text.text;
  }
  Names names;
  if ((stat->mode & kTypeMask) == kDirectory) FUZZ_REQUIRE(fs.readdir(*fd, 0, names).ok());
  FUZZ_REQUIRE(fs.close(*fd).ok());
  std::sort(names.names.begin(), names.names.end());
  for (const std::string& name : names.names) {
    if (depth < 50 && out.size() < 100000) walk(fs, path + "/" + name, out, depth + 1);
  }
}

/// What a volume on the store has, and has again after something was written; empty where it is refused.
void open_volume(const MemoryStore& from) {
  SmallStore store;
  static_cast<MemoryStore&>(store) = from;
  bool safe = true;
  const auto visit = [&](bool writes) -> std::string {
    Stopped clock;
    Filesystem fs(clock, Limits());
    const Result<uint32_t> volume = fs.make_store(store);
    FUZZ_REQUIRE(volume.ok() || volume.error() == Errno::kIo);
    if (!volume.ok()) return "";
    FUZZ_REQUIRE(fs.mount(*volume, "/s", false).ok());
    if (writes) {
      const Result<Fd> fd = fs.open("/s/written by the fuzzer", kCreate | kWrite, 0600);
      FUZZ_REQUIRE(fd.ok() || fd.error() != Errno::kIo);
      Same bytes;
      if (fd.ok()) {
        const Result<uint32_t> written = fs.write(*fd, 5000, bytes);
        FUZZ_REQUIRE(written.ok() || written.error() == Errno::kNospc);
        const Outcome closed = fs.close(*fd);
        FUZZ_REQUIRE(closed.ok() || closed.error == Errno::kNospc);
        safe = closed.ok();
      }
    }
    std::string text;
    walk(fs, "/s", text, 0);
    return text;
  };
  const std::string first = visit(false);
  FUZZ_REQUIRE(visit(false) == first);
  if (first.empty()) return;
  const std::string second = visit(true);
  if (safe) FUZZ_REQUIRE(visit(false) == second);
}

/// The text of what replay gives; the second time the same.
std::string replayed(MemoryStore& store) {
  open_volume(store);
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

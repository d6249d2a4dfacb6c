// The journal: what was committed comes back whole and in order, wherever the file breaks off.
#include <doctest/doctest.h>

#include <vector>

#include "tests/unit/files/files_fixture.h"
#include "tests/unit/files/memory_store.h"

using namespace goferry;
using namespace goferry::test;
using namespace goferry::files;
using Kind = Change::Kind;

namespace {

Change node(uint64_t ino, uint32_t mode, int64_t mtime_ns, std::string_view target = {}) {
  Change change;
  change.ino = ino;
  change.mode = mode;
  change.mtime_ns = mtime_ns;
  change.text = target;
  return change;
}
Change name(uint64_t parent, std::string_view text, uint64_t ino) {
  Change change;
  change.kind = ino == 0 ? Kind::kUnname : Kind::kName;
  change.parent = parent;
  change.ino = ino;
  change.text = text;
  return change;
}
Change extent(uint64_t ino, uint32_t block, uint32_t place, uint32_t count) {
  Change change;
  change.kind = Kind::kExtent;
  change.ino = ino;
  change.block = block;
  change.place = place;
  change.count = count;
  return change;
}
Change size(uint64_t ino, uint64_t bytes) {
  Change change;
  change.kind = Kind::kSize;
  change.ino = ino;
  change.size = bytes;
  return change;
}
Change gone(uint64_t ino) {
  Change change;
  change.kind = Kind::kGone;
  change.ino = ino;
  return change;
}

/// One record after the other, each a list of changes: making, renaming over, linking, removing.
const std::vector<std::vector<Change>> kHistory = {
    {node(2, 0100644, 1000), name(1, "a", 2)},
    {extent(2, 0, 7, 3), size(2, 200000)},
    {node(3, 0120777, -5, "a/target"), name(1, "link\xff", 3)},
    {name(1, "a", 0), name(1, "b", 2)},
    {node(4, 0040755, 2000), name(1, "__proto__", 4)},
    {name(1, "b", 0), name(4, "b", 2), node(2, 0100600, 3000)},
    {name(1, "link\xff", 0), gone(3)},
};

std::string replayed(MemoryStore& store) {
  Journal journal(store);
  Tree tree;
  const Outcome done = journal.open(tree);
  return done.ok() ? tree.text() : code(done);
}

/// What the first records of the history make.
std::string after(size_t records) {
  Tree tree;
  for (size_t i = 0; i < records; ++i) {
    for (const Change& change : kHistory[i]) tree.apply(change);
  }
  return tree.text();
}

/// Writes the history; the journal's length after each record, with that of the header first.
std::vector<uint64_t> write_history(MemoryStore& store) {
  Journal journal(store);
  Tree nothing;
  REQUIRE(code(journal.open(nothing)) == "ok");
  REQUIRE(nothing.text() == "");
  std::vector<uint64_t> ends = {journal.bytes()};
  for (const std::vector<Change>& record : kHistory) {
    for (const Change& change : record) journal.add(change);
    REQUIRE(code(journal.commit()) == "ok");
    ends.push_back(journal.bytes());
  }
  REQUIRE(code(journal.flush()) == "ok");
  return ends;
}

}  // namespace

TEST_CASE("the checksum is zlib's") {
  const auto* const text = reinterpret_cast<const uint8_t*>("123456789");
  CHECK(crc32(0, text, 9) == 0xCBF43926u);
  CHECK(crc32(crc32(0, text, 4), text + 4, 5) == 0xCBF43926u);
}

TEST_CASE("a journal cut at any byte gives the records that are whole, and goes on from there") {
  MemoryStore whole;
  const std::vector<uint64_t> ends = write_history(whole);
  const std::string bytes = whole.of(StoreFile::kJournalA);
  REQUIRE(bytes.size() == ends.back());
  for (size_t cut = 0; cut <= bytes.size(); ++cut) {
    MemoryStore store;
    store.of(StoreFile::kJournalA) = bytes.substr(0, cut);
    size_t records = 0;
    while (records < kHistory.size() && ends[records + 1] <= cut) ++records;
    CAPTURE(cut);
    Journal journal(store);
    Tree tree;
    REQUIRE(code(journal.open(tree)) == "ok");
    CHECK(tree.text() == after(records));
    journal.add(name(9, "later", 10));
    REQUIRE(code(journal.commit()) == "ok");
    tree.apply(name(9, "later", 10));
    CHECK(replayed(store) == tree.text());
  }
}

TEST_CASE("a byte that changed ends the replay before its record") {
  MemoryStore whole;
  const std::vector<uint64_t> ends = write_history(whole);
  const std::string bytes = whole.of(StoreFile::kJournalA);
  for (size_t at = static_cast<size_t>(ends[0]); at < bytes.size(); ++at) {
    MemoryStore store;
    store.of(StoreFile::kJournalA) = bytes;
    store.of(StoreFile::kJournalA)[at] = static_cast<char>(store.of(StoreFile::kJournalA)[at] ^ 0x10);
    size_t records = 0;
    while (ends[records + 1] <= at) ++records;
    CAPTURE(at);
    CHECK(replayed(store) == after(records));
  }
}

TEST_CASE("a snapshot that breaks off at any byte loses nothing") {
  for (uint64_t breaks_after = 0;; ++breaks_after) {
    MemoryStore store;
    write_history(store);
    const std::string before = after(kHistory.size());
    Journal journal(store);
    Tree tree;
    REQUIRE(code(journal.open(tree)) == "ok");
    store.breaks_after = breaks_after;
    store.written = 0;
    REQUIRE(code(journal.begin_snapshot()) == "ok");
    for (const Change& change : {node(2, 0100600, 3000), extent(2, 0, 7, 3), size(2, 200000), node(4, 0040755, 2000)}) journal.add(change);
    REQUIRE(code(journal.commit()) == "ok");
    for (const Change& change : {name(4, "b", 2), name(1, "__proto__", 4)}) journal.add(change);
    REQUIRE(code(journal.finish_snapshot()) == "ok");
    const uint64_t snapshot = store.written;
    journal.add(gone(99));
    journal.add(name(1, "new", 5));
    REQUIRE(code(journal.commit()) == "ok");
    CAPTURE(breaks_after);
    if (breaks_after >= store.written) {
      tree.apply(name(1, "new", 5));
      CHECK(replayed(store) == tree.text());
      CHECK(journal.generation() == 2);
      break;
    }
    store.breaks_after = UINT64_MAX;
    CHECK(replayed(store) == before);
    if (breaks_after >= snapshot) CHECK(store.of(StoreFile::kJournalB).size() > 24);
  }
}

TEST_CASE("a snapshot that fails leaves the old journal in use") {
  MemoryStore store;
  write_history(store);
  Journal journal(store);
  Tree tree;
  REQUIRE(code(journal.open(tree)) == "ok");
  REQUIRE(code(journal.begin_snapshot()) == "ok");
  journal.add(size(1, 1));
  store.fails = Errno::kNospc;
  CHECK(code(journal.commit()) == "ENOSPC");
  CHECK(code(journal.finish_snapshot()) == "EINVAL");
  CHECK(replayed(store) == after(kHistory.size()));
  journal.add(name(1, "c", 2));
  CHECK(code(journal.commit()) == "ok");
  tree.apply(name(1, "c", 2));
  CHECK(replayed(store) == tree.text());
}

TEST_CASE("generations follow one another in both files") {
  MemoryStore store;
  write_history(store);
  Tree tree;
  {
    Journal journal(store);
    REQUIRE(code(journal.open(tree)) == "ok");
    for (uint64_t round = 0; round < 5; ++round) {
      REQUIRE(code(journal.begin_snapshot()) == "ok");
      for (uint64_t ino = 1; ino < 30 - 5 * round; ++ino) journal.add(size(ino, round));  // shorter each time: old bytes stay behind
      REQUIRE(code(journal.finish_snapshot()) == "ok");
    }
    CHECK(journal.generation() == 6);
  }
  Tree last;
  for (uint64_t ino = 1; ino < 10; ++ino) last.apply(size(ino, 4));
  CHECK(replayed(store) == last.text());
}

TEST_CASE("bad journals") {
  MemoryStore store;
  Journal journal(store);
  Tree tree;
  SUBCASE("a record too long is dropped") {
    REQUIRE(code(journal.open(tree)) == "ok");
    const std::string target(60000, 'x');
    for (int i = 0; i < 20; ++i) journal.add(node(5, 0120777, 0, target));
    CHECK(code(journal.commit()) == "EFBIG");
    CHECK(code(journal.commit()) == "ok");
    CHECK(replayed(store) == "");
  }
  SUBCASE("a change that no version has, in a sound record") {
    REQUIRE(code(journal.open(tree)) == "ok");
    Change odd;
    odd.kind = static_cast<Kind>(77);
    journal.add(odd);
    REQUIRE(code(journal.commit()) == "ok");
    CHECK(replayed(store) == "EIO");
  }
  SUBCASE("a name with a slash, in a sound record") {
    REQUIRE(code(journal.open(tree)) == "ok");
    journal.add(name(1, "good", 2));
    journal.add(name(1, "a/b", 2));
    REQUIRE(code(journal.commit()) == "ok");
    CHECK(replayed(store) == "EIO");
  }
  SUBCASE("something else in the file") {
    store.of(StoreFile::kJournalA) = "no journal at all, and longer than a header is";
    CHECK(replayed(store) == "");
    CHECK(store.of(StoreFile::kJournalA).size() == 24);
  }
}

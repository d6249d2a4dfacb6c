// A volume in a store: what was synced or closed is there, wherever the disk breaks off and whatever it loses.
#include <doctest/doctest.h>

#include <functional>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "tests/unit/files/files_fixture.h"
#include "tests/unit/files/torn_store.h"

using namespace goferry;
using namespace goferry::test;
using files::Fd;
using files::Follow;
using files::StoreFile;

namespace {

/// A program that has the store at "/s".
class Program {
 public:
  explicit Program(TornStore& store, const files::Limits& limits = {}) : files(std::make_unique<TestFiles>(limits)) {
    const Result<uint32_t> volume = files->fs.make_store(store);
    opened = code(volume);
    if (volume.ok()) REQUIRE(code(files->fs.mount(*volume, "/s", false)) == "ok");
  }
  TestFiles* operator->() { return files.get(); }

  /// All that is in the store, by path: type, mode, links, times and bytes.
  std::map<std::string, std::string> all() {
    std::map<std::string, std::string> found;
    walk("/s", found);
    return found;
  }

  std::string opened;
  std::unique_ptr<TestFiles> files;

 private:
  void walk(const std::string& path, std::map<std::string, std::string>& found) {
    const files::Stat stat = files->stat(path);
    const uint32_t type = stat.mode & files::kTypeMask;
    std::string& text = found[path] = std::to_string(stat.mode) + " " + std::to_string(stat.uid) + " " + std::to_string(stat.mtime_ns);
    if (type != files::kDirectory) text += " links " + std::to_string(stat.nlink);
    if (type == files::kRegular) text += " " + files->get(path);
    if (type == files::kSymlink) text += " -> " + std::string(*files->fs.readlink(path));
    if (type != files::kDirectory) return;
    const Fd fd = files->open(path, files::kDirectoryOnly);
    std::set<std::string> names;
    for (const Listed& entry : files->readdir(fd, 2, SIZE_MAX)) names.insert(entry.name);
    (void)files->fs.close(fd);
    for (const std::string& name : names) walk(path + "/" + name, found);
  }
};

std::string pattern(size_t len, uint32_t seed) {
  std::mt19937 random(seed);
  std::string bytes(len, '\0');
  for (char& byte : bytes) byte = static_cast<char>('a' + random() % 26);
  return bytes;
}

/// One thing that a program does; it ends with a sync. `torn`: the path of a file that it changes in place, which may be anything until then.
struct Step {
  std::function<void(TestFiles&)> run;
  std::string torn;
};

void sync(TestFiles& files) { REQUIRE(code(files.fs.sync()) == "ok"); }

void write_at(TestFiles& files, const char* path, std::string_view bytes, int64_t offset) {
  const Fd fd = files.open(path, files::kWrite);
  CHECK(files.pwrite(fd, bytes, offset) == std::to_string(bytes.size()));
  CHECK(code(files.fs.close(fd)) == "ok");
}

const std::vector<Step> kHistory = {
    {[](TestFiles& f) { CHECK(f.put("/s/a", "first") == "ok"); }, {}},
    {[](TestFiles& f) { CHECK((code(f.fs.mkdir("/s/d", 0750)), f.put("/s/d/b", pattern(9000, 1))) == "ok"); }, {}},
    {[](TestFiles& f) { CHECK(f.put("/s/a", pattern(5000, 2)) == "ok"); }, {}},  // truncated and written anew: the old or the new
    {[](TestFiles& f) {
       CHECK((f.put("/s/tmp", pattern(4500, 3)), code(f.fs.rename("/s/tmp", "/s/a"))) == "ok");
       sync(f);
     },
     {}},
    {[](TestFiles& f) {
       CHECK(code(f.fs.link("/s/d/b", "/s/hard", Follow::kNo)) == "ok");
       CHECK(code(f.fs.symlink("d/b\xff", "/s/soft")) == "ok");
       CHECK(code(f.fs.chmod("/s/a", Follow::kYes, 0600)) == "ok");
       CHECK(code(f.fs.utimes("/s/d", Follow::kYes, {files::SetTime::What::kValue, 5}, {files::SetTime::What::kValue, -7})) == "ok");
       sync(f);
     },
     {}},
    {[](TestFiles& f) { CHECK(f.put("/s/d/b", pattern(300, 4), files::kWrite | files::kAppend) == "ok"); }, {}},
    {[](TestFiles& f) { write_at(f, "/s/d/b", pattern(2000, 5), 3000); }, "in place"},
    {[](TestFiles& f) {
       CHECK((f.put("/s/sparse", ""), write_at(f, "/s/sparse", "end", 20000), code(f.fs.fsync(f.open("/s/sparse", files::kWrite)))) ==
             "ok");
     },
     {}},
    {[](TestFiles& f) {
       CHECK(code(f.fs.unlink("/s/a")) == "ok");
       CHECK(code(f.fs.rename("/s/d", "/s/e")) == "ok");
       sync(f);
     },
     {}},
    {[](TestFiles& f) { CHECK(f.put("/s/new", pattern(12000, 6)) == "ok"); }, {}},  // where what was removed lay
    {[](TestFiles& f) {
       CHECK(code(f.fs.truncate("/s/e/b", 100)) == "ok");
       CHECK(code(f.fs.truncate("/s/e/b", 6000)) == "ok");
       sync(f);
     },
     "in place"},
    {[](TestFiles& f) { CHECK((code(f.fs.unlink("/s/hard")), f.put("/s/__proto__", "x")) == "ok"); }, {}},
};

struct Reference {
  std::vector<std::map<std::string, std::string>> states;  // after so many steps
  std::vector<uint64_t> written;                           // bytes, at the end of each
};

Reference reference() {
  Reference result;
  TornStore store;
  Program program(store);
  result.states.push_back(program.all());
  result.written.push_back(0);
  for (const Step& step : kHistory) {
    program->clock.ns += 1000;
    step.run(*program.files);
    result.states.push_back(program.all());
    result.written.push_back(store.written);
  }
  return result;
}

/// What has come back is as it was after `done` steps, but for what the next one was changing.
void check_after(size_t done, const Reference& reference, TornStore& store) {
  Program program(store);
  REQUIRE(program.opened == "ok");
  const std::map<std::string, std::string> found = program.all();
  const std::map<std::string, std::string>& before = reference.states[done];
  const bool last = done == kHistory.size();
  const std::map<std::string, std::string>& after = last ? before : reference.states[done + 1];
  const bool torn = !last && !kHistory[done].torn.empty();
  std::set<std::string> paths;
  for (const auto* state : {&found, &before, &after}) {
    for (const auto& [path, text] : *state) paths.insert(path);
  }
  for (const std::string& path : paths) {
    const auto in = [&path](const std::map<std::string, std::string>& state) {
      const auto at = state.find(path);
      return at == state.end() ? std::string("nothing") : at->second;
    };
    // What a step makes and removes again is in neither.
    if (in(before) == "nothing" && in(after) == "nothing") continue;
    // Steps have several changes: attributes and names may be those of a moment between. What no step was at has to be as it was.
    if (in(before) == in(after)) {
      CAPTURE(path);
      CHECK(in(found) == in(before));
    } else if (!torn && path != "/s" && in(before) != "nothing" && in(after) != "nothing" && path.find("/s/d") != 0) {
      CAPTURE(path);
      const std::string bytes = in(found).substr(in(found).rfind(' ') + 1);
      CHECK((bytes == in(before).substr(in(before).rfind(' ') + 1) || bytes == in(after).substr(in(after).rfind(' ') + 1)));
    }
  }
  // It is a store like any other: what is written now comes back too.
  CHECK(program->put("/s/later", pattern(30000, 9)) == "ok");
  const std::map<std::string, std::string> now = program.all();
  Program again(store);
  CHECK(again.all() == now);
}

}  // namespace

TEST_CASE("what was closed or synced comes back with links, modes and times") {
  TornStore store;
  std::map<std::string, std::string> written;
  {
    Program program(store);
    for (const Step& step : kHistory) {
      program->clock.ns += 1000;
      step.run(*program.files);
    }
    written = program.all();
  }
  Program again(store);
  CHECK(again.opened == "ok");
  CHECK(again.all() == written);
}

TEST_CASE("a process killed at any byte has lost nothing that was synced") {
  const Reference expected = reference();
  const uint64_t total = expected.written.back();
  // Each byte of the journals and of small writes, and some of the large ones.
  for (uint64_t cut = 0; cut <= total; cut += 1 + cut % 89) {
    TornStore store;
    store.cut_after = cut;
    size_t done = 0;
    {
      Program program(store);
      for (const Step& step : kHistory) {
        program->clock.ns += 1000;
        step.run(*program.files);
      }
    }
    while (done < kHistory.size() && expected.written[done + 1] < cut) ++done;
    store.restart();
    CAPTURE(cut);
    check_after(done, expected, store);
  }
}

TEST_CASE("without power, what was not flushed may be lost in any part, and nothing else") {
  const Reference expected = reference();
  for (uint32_t seed = 1; seed <= 300; ++seed) {
    std::mt19937 random(seed);
    TornStore store;
    const size_t done = random() % (kHistory.size() + 1);
    {
      Program program(store);
      for (size_t i = 0; i < done; ++i) {
        program->clock.ns += 1000;
        kHistory[i].run(*program.files);
      }
      if (done < kHistory.size()) {
        // The next step, broken off on its way.
        store.cut_after = store.written + random() % (expected.written[done + 1] - expected.written[done] + 1);
        program->clock.ns += 1000;
        kHistory[done].run(*program.files);
      }
    }
    store.lose(random);
    CAPTURE(seed);
    check_after(done, expected, store);
  }
}

TEST_CASE("blocks of what was removed are not used before the journal says so") {
  TornStore store;
  {
    Program program(store);
    CHECK(program->put("/s/kept", pattern(40000, 1)) == "ok");
    CHECK(code(program->fs.unlink("/s/kept")) == "ok");
    const Fd fd = program->open("/s/other", files::kCreate | files::kWrite);
    CHECK(program->write(fd, pattern(40000, 2)) == "40000");
    store.cut_after = store.written;  // killed with neither synced
  }
  store.restart();
  Program again(store);
  CHECK(again->get("/s/kept") == pattern(40000, 1));
  CHECK(again->get("/s/other") == "<ENOENT>");
}

TEST_CASE("what is removed makes room again") {
  TornStore store;
  Program program(store);
  for (int round = 0; round < 40; ++round) {
    CHECK(program->put("/s/large", pattern(400'000, 1)) == "ok");
    CHECK(code(program->fs.unlink("/s/large")) == "ok");
    CHECK(code(program->fs.sync()) == "ok");
  }
  CHECK(store.bytes(StoreFile::kData).size() < 3'000'000);
}

TEST_CASE("a large file begins at a multiple of 64 KiB, and small ones take what it leaves before it") {
  TornStore store;
  Program program(store);
  const auto place_of = [&](const std::string& bytes) { return store.bytes(StoreFile::kData).find(bytes); };
  CHECK(program->put("/s/small", pattern(5000, 1)) == "ok");
  const auto write_in_blocks = [&](const char* path, const std::string& bytes, size_t block) {
    const Fd fd = program->open(path, files::kCreate | files::kWrite);
    for (size_t at = 0; at < bytes.size(); at += block) CHECK(program->write(fd, bytes.substr(at, block)) == std::to_string(block));
    CHECK(code(program->fs.close(fd)) == "ok");
  };
  const std::string first = pattern(8 << 16, 2);
  write_in_blocks("/s/first", first, 1 << 16);
  CHECK(place_of(first) == 1 << 16);  // in one piece
  const std::string before = pattern(30'000, 3);
  CHECK(program->put("/s/before", before) == "ok");
  CHECK(place_of(before) == 8192);
  // Among free blocks, too.
  CHECK(program->put("/s/last", "x") == "ok");
  CHECK(code(program->fs.unlink("/s/before")) == "ok");
  CHECK(code(program->fs.unlink("/s/first")) == "ok");
  CHECK(code(program->fs.sync()) == "ok");
  const std::string second = pattern(4 << 16, 4);
  write_in_blocks("/s/second", second, 4 << 16);
  CHECK(place_of(second) == 1 << 16);
  CHECK(program->get("/s/small") == pattern(5000, 1));
  CHECK(program->get("/s/second") == second);
}

TEST_CASE("a full quota is ENOSPC, loses nothing, and files can still be removed") {
  TornStore store;
  store.quota = 1 << 20;
  std::map<std::string, std::string> before;
  {
    Program program(store);
    CHECK(program->put("/s/a", pattern(200'000, 1)) == "ok");
    before = program.all();
    const Fd fd = program->open("/s/b", files::kCreate | files::kWrite);
    std::string last;
    uint64_t written = 0;
    for (int i = 0; i < 100; ++i) {
      last = program->write(fd, pattern(50'000, 2));
      if (last == "<ENOSPC>") break;
      written += std::stoul(last);
    }
    CHECK(last == "<ENOSPC>");
    CHECK(written > 500'000);
    CHECK(program->stat("/s/b").size == written);
    CHECK(code(program->fs.close(fd)) == "ok");
    CHECK(program->get("/s/a") == pattern(200'000, 1));
    for (int i = 0; i < 300; ++i) CHECK(code(program->fs.mkdir("/s/d" + std::to_string(i), 0700)) == "ok");
    CHECK(code(program->fs.sync()) == "ok");  // the journal has a reserve
    CHECK(code(program->fs.unlink("/s/b")) == "ok");
    CHECK(code(program->fs.sync()) == "ok");
    CHECK(program->put("/s/c", pattern(300'000, 3)) == "ok");
  }
  Program again(store);
  CHECK(again->get("/s/a") == pattern(200'000, 1));
  CHECK(again->get("/s/b") == "<ENOENT>");
  CHECK(again->get("/s/c") == pattern(300'000, 3));
}

TEST_CASE("journals stay short: a snapshot begins the next one") {
  TornStore store;
  std::map<std::string, std::string> written;
  {
    Program program(store);
    CHECK(program->put("/s/f", "x") == "ok");
    for (int round = 0; round < 12'000; ++round) {
      CHECK(code(program->fs.rename("/s/f", "/s/g")) == "ok");
      CHECK(code(program->fs.rename("/s/g", "/s/f")) == "ok");
      if (round % 10 == 0) sync(*program.files);
    }
    sync(*program.files);
    written = program.all();
  }
  CHECK(store.bytes(StoreFile::kJournalA).size() + store.bytes(StoreFile::kJournalB).size() < 600'000);
  Program again(store);
  CHECK(again.all() == written);
}

TEST_CASE("a snapshot can be broken off at any byte") {
  for (uint32_t seed = 1; seed <= 60; ++seed) {
    std::mt19937 random(seed);
    TornStore store;
    std::map<std::string, std::string> synced;
    {
      Program program(store);
      for (int i = 0; i < 50; ++i) CHECK(program->put("/s/file" + std::to_string(i), pattern(100, static_cast<uint32_t>(i))) == "ok");
      synced = program.all();
      // Changes of the journal alone, until the snapshot has come: files stay as they are.
      const uint64_t most = 500'000;
      store.cut_after = store.written + random() % most;
      for (int round = 0; store.written < store.cut_after; ++round) {
        CHECK(code(program->fs.link("/s/file1", "/s/extra", Follow::kNo)) == "ok");
        CHECK(code(program->fs.unlink("/s/extra")) == "ok");
        if (round % 20 == 0) sync(*program.files);
      }
    }
    if (seed % 2 == 0) store.lose(random);
    store.restart();
    Program again(store);
    CAPTURE(seed);
    REQUIRE(again.opened == "ok");
    for (int i = 2; i < 50; ++i) {
      const std::string path = "/s/file" + std::to_string(i);
      CHECK(again.all()[path] == synced[path]);
    }
  }
}

TEST_CASE("a store whose journal makes no sense is refused, and left as it is") {
  const auto refused = [](const std::function<void(files::Journal&)>& write) {
    TornStore store;
    {
      files::Journal journal(store);
      class Nothing : public files::ChangeSink {
        void apply(const files::Change&) override {}
      } nothing;
      REQUIRE(code(journal.open(nothing)) == "ok");
      write(journal);
      REQUIRE(code(journal.commit()) == "ok");
    }
    const std::string before = store.bytes(StoreFile::kJournalA);
    Program program(store);
    if (program.opened != "ok") CHECK(store.bytes(StoreFile::kJournalA) == before);
    return program.opened;
  };
  const auto node = [](uint64_t ino, uint32_t mode) {
    files::Change change = {};
    change.ino = ino;
    change.mode = mode;
    return change;
  };
  const auto name = [](uint64_t parent, const char* text, uint64_t ino) {
    files::Change change = {};
    change.kind = files::Change::Kind::kName;
    change.parent = parent;
    change.ino = ino;
    change.text = text;
    return change;
  };
  const auto extent = [](uint64_t ino, uint32_t place, uint64_t size) {
    std::vector<files::Change> both(2);
    both[0].kind = files::Change::Kind::kExtent;
    both[0].ino = ino;
    both[0].place = place;
    both[0].count = 2;
    both[1].kind = files::Change::Kind::kSize;
    both[1].ino = ino;
    both[1].size = size;
    return both;
  };
  CHECK(refused([&](auto& j) { j.add(node(1, 0040755)); }) == "ok");
  CHECK(refused([&](auto& j) { j.add(node(2, 0040755)); }) == "EIO");                            // no root
  CHECK(refused([&](auto& j) { j.add(node(1, 0100644)); }) == "EIO");                            // a root that is a file
  CHECK(refused([&](auto& j) { (j.add(node(1, 0040755)), j.add(name(1, "a", 2))); }) == "EIO");  // a name of nothing
  CHECK(refused([&](auto& j) { (j.add(node(1, 0040755)), j.add(name(1, "a", 1))); }) == "EIO");  // a loop
  CHECK(refused([&](auto& j) { (j.add(node(1, 0040755)), j.add(node(2, 0100644)), j.add(name(1, "..", 2))); }) == "EIO");
  CHECK(refused([&](auto& j) { (j.add(node(1, 0040755)), j.add(node(UINT64_MAX, 0100644))); }) == "EIO");
  const auto two_files = [&](uint32_t second) {
    return refused([&](auto& j) {
      for (const auto& change : {node(1, 0040755), node(2, 0100644), node(3, 0100644), name(1, "a", 2), name(1, "b", 3)}) j.add(change);
      for (const auto& change : extent(2, 7, 8000)) j.add(change);
      for (const auto& change : extent(3, second, 8000)) j.add(change);
    });
  };
  CHECK(two_files(9) == "ok");
  CHECK(two_files(8) == "EIO");  // blocks of two files
}

TEST_CASE("an overlay on a store changes nothing in it") {
  TornStore store;
  {
    Program program(store);
    CHECK(program->put("/s/a", pattern(100'000, 1)) == "ok");
  }
  const std::string before = store.bytes(StoreFile::kData) + store.bytes(StoreFile::kJournalA);
  TestFiles files;
  const Result<uint32_t> lower = files.fs.make_store(store);
  REQUIRE(lower.ok());
  REQUIRE(code(files.fs.mount(*files.fs.make_overlay(*lower), "/o", false)) == "ok");
  const std::string data = store.bytes(StoreFile::kData);
  CHECK(files.put("/o/a", "changed", files::kWrite) == "ok");
  CHECK(files.get("/o/a") == "changed" + pattern(100'000, 1).substr(7));
  CHECK(files.put("/o/b", "new") == "ok");
  CHECK(store.bytes(StoreFile::kData) == data);
}

TEST_CASE("an fd opened with O_SYNC has written when it returns") {
  TornStore store;
  std::mt19937 random(1);
  {
    Program program(store);
    const Fd fd = program->open("/s/log", files::kCreate | files::kWrite | files::kAppend | files::kSync);
    for (const char* line : {"one\n", "two\n"}) CHECK(program->write(fd, line) == "4");
    store.cut_after = store.written;
  }
  store.lose(random);
  Program again(store);
  CHECK(again->get("/s/log") == "one\ntwo\n");
}

TEST_CASE("the backend is told of changes once until the next sync") {
  TornStore store;
  Program program(store);
  CHECK(program->put("/s/a", "a") == "ok");
  const size_t told = store.dirtied;
  CHECK(code(program->fs.chmod("/s/a", Follow::kYes, 0600)) == "ok");
  CHECK(code(program->fs.rename("/s/a", "/s/b")) == "ok");
  CHECK(store.dirtied == told + 1);
  sync(*program.files);
  CHECK(store.dirtied == told + 1);
  CHECK(code(program->fs.unlink("/s/b")) == "ok");
  CHECK(store.dirtied == told + 2);
}

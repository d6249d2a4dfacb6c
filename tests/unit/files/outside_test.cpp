// Bytes between a store and the memory outside: directly, piece by piece, or through the filesystem's own memory; always the same.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "tests/unit/files/files_fixture.h"
#include "tests/unit/files/memory_store.h"

using namespace goferry;
using namespace goferry::test;
using files::StoreFile;

namespace {

constexpr uint32_t kOutside = 1u << 20;

class OutsideStore : public MemoryStore {
 public:
  bool reaches_outside() const override { return true; }
  Outcome read_outside(StoreFile file, uint64_t at, uint32_t to, uint32_t len) override {
    ++direct;
    REQUIRE((to <= kOutside && len <= kOutside - to));
    const Result<uint32_t> count = read(file, at, &memory[to], len);
    if (!count.ok()) return count.error();
    std::fill_n(&memory[to] + *count, len - *count, uint8_t{0});
    return {};
  }
  Outcome write_outside(StoreFile file, uint64_t at, uint32_t from, uint32_t len) override {
    ++direct;
    REQUIRE((from <= kOutside && len <= kOutside - from));
    return write(file, at, &memory[from], len);
  }
  std::vector<uint8_t> memory = std::vector<uint8_t>(kOutside);
  int direct = 0;
};

/// From an address on. It grants what `grants` says.
class Outside : public files::Sink, public files::Source {
 public:
  Outside(std::vector<uint8_t>& memory, uint32_t at, bool grants) : memory_(memory), at_(at), grants_(grants) {}
  void put(const uint8_t* from, uint32_t len) override { memcpy(&memory_[advance(len)], from, len); }
  void get(uint8_t* to, uint32_t len) override { memcpy(to, &memory_[advance(len)], len); }
  bool outside(uint32_t len, uint32_t& at) override {
    if (!grants_) return false;
    at = advance(len);
    return true;
  }

 private:
  uint32_t advance(uint32_t len) {
    const uint32_t at = at_;
    at_ += len;
    return at;
  }
  std::vector<uint8_t>& memory_;
  uint32_t at_;
  const bool grants_;
};

}  // namespace

TEST_CASE("bytes go between a store and the memory outside, directly or not") {
  OutsideStore store;
  TestFiles files;
  const Result<uint32_t> volume = files.fs.make_store(store);
  REQUIRE(volume.ok());
  REQUIRE(code(files.fs.mount(*volume, "/s", false)) == "ok");
  const files::Fd fd = files.open("/s/file", files::kReadWrite | files::kCreate);
  const files::Fd other = files.open("/s/other", files::kReadWrite | files::kCreate);
  std::string model;
  std::mt19937 random(11);
  const auto below = [&random](size_t end) { return static_cast<uint32_t>(random() % end); };
  for (int step = 0; step < 3000; ++step) {
    const uint32_t at = below(300000);
    const uint32_t len = below(step % 10 == 0 ? 200000 : 9000);
    const uint32_t address = below(kOutside - 200000);
    Outside bytes(store.memory, address, below(2) == 0);
    if (below(3) == 0) {
      for (uint32_t i = 0; i < len; i += 97) store.memory[address + i] = static_cast<uint8_t>(below(256));
      REQUIRE(*files.fs.pwrite(fd, len, at, bytes) == len);
      if (len != 0 && model.size() < at + len) model.resize(at + len);
      if (len != 0) memcpy(&model[at], &store.memory[address], len);
      // So that the file does not lie in one piece.
      if (step % 5 == 0) (void)files.pwrite(other, "between", int64_t{step} * 4096);
    } else if (below(40) == 0) {
      REQUIRE(code(files.fs.ftruncate(fd, at)) == "ok");
      model.resize(at);
    } else {
      const auto there = static_cast<uint32_t>(at >= model.size() ? 0 : std::min<size_t>(len, model.size() - at));
      std::vector<uint8_t> expected = store.memory;
      if (there != 0) memcpy(&expected[address], &model[at], there);
      REQUIRE(*files.fs.pread(fd, len, at, bytes) == there);
      REQUIRE(store.memory == expected);
    }
  }
  CHECK(store.direct > 1000);
  CHECK(code(files.fs.close(fd)) == "ok");
  TestFiles again;
  REQUIRE(code(again.fs.mount(*again.fs.make_store(store), "/s", false)) == "ok");
  CHECK(again.get("/s/file") == model);
}

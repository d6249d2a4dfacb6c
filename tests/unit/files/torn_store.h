// The files of a store on a disk that breaks: it may be cut off after any byte that was written, as for a killed process; or lose, wholly or in part, any
// of what was not flushed, as without power.
#pragma once
#include <algorithm>
#include <cstring>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "bridge/files/journal.h"

namespace goferry::test {

class TornStore : public files::StoreBackend {
 public:
  Result<uint32_t> read(files::StoreFile file, uint64_t at, uint8_t* to, uint32_t len) override {
    const std::string& bytes = of(file).bytes;
    if (at >= bytes.size()) return 0u;
    const auto count = static_cast<uint32_t>(std::min<uint64_t>(len, bytes.size() - at));
    memcpy(to, bytes.data() + static_cast<size_t>(at), count);
    return count;
  }
  Outcome write(files::StoreFile file, uint64_t at, const uint8_t* from, uint32_t len) override {
    ++writes;
    const auto count = static_cast<uint32_t>(std::min<uint64_t>(len, cut_after - std::min(cut_after, written)));
    written += len;
    if (at + len > quota_left(file)) return Errno::kNospc;
    const Change change = {static_cast<size_t>(at), std::string(reinterpret_cast<const char*>(from), count), false};
    apply(of(file).bytes, change, count);
    if (count != 0) of(file).unflushed.push_back(change);
    return {};
  }
  Outcome flush(files::StoreFile file) override {
    if (written >= cut_after) return {};
    File& flushed = of(file);
    flushed.safe = flushed.bytes;
    flushed.unflushed.clear();
    return {};
  }
  Outcome truncate(files::StoreFile file, uint64_t size) override {
    if (size > of(file).bytes.size() && size > quota_left(file)) return Errno::kNospc;
    if (written >= cut_after) return {};
    const Change change = {static_cast<size_t>(size), {}, true};
    apply(of(file).bytes, change, 0);
    of(file).unflushed.push_back(change);
    return {};
  }
  Result<uint64_t> size(files::StoreFile file) override { return uint64_t{of(file).bytes.size()}; }
  void changed() override { ++dirtied; }

  /// The process was killed; what it had written is there.
  void restart() { cut_after = UINT64_MAX; }
  /// The power was gone: of what was not flushed anything may be there, in any order, and the last of it in part.
  void lose(std::mt19937& random) {
    for (File& file : files_) {
      for (const Change& change : file.unflushed) {
        const uint32_t fate = static_cast<uint32_t>(random() % 4);
        if (fate < 2) apply(file.safe, change, change.bytes.size());
        if (fate == 2 && !change.cuts) apply(file.safe, change, random() % (change.bytes.size() + 1));
      }
      file.unflushed.clear();
      file.bytes = file.safe;
    }
    restart();
  }
  uint64_t total() const { return files_[0].bytes.size() + files_[1].bytes.size() + files_[2].bytes.size(); }
  std::string& bytes(files::StoreFile file) { return of(file).bytes; }

  uint64_t cut_after = UINT64_MAX;  ///< bytes written: what comes later is lost
  uint64_t written = 0;             ///< bytes, lost or not
  uint64_t quota = UINT64_MAX;      ///< for the sizes of all files
  size_t writes = 0;
  size_t dirtied = 0;

 private:
  struct Change {
    size_t at;  // or the new size
    std::string bytes;
    bool cuts;
  };
  struct File {
    std::string bytes;
    std::string safe;  // what a flush has made safe
    std::vector<Change> unflushed;
  };

  static void apply(std::string& to, const Change& change, size_t count) {
    if (change.cuts) return to.resize(change.at);
    if (count != 0 && to.size() < change.at + count) to.resize(change.at + count);
    if (count != 0) memcpy(to.data() + change.at, change.bytes.data(), count);
  }
  File& of(files::StoreFile file) { return files_[static_cast<size_t>(file)]; }
  /// The most that this file may have.
  uint64_t quota_left(files::StoreFile file) { return quota - std::min(quota, total() - of(file).bytes.size()); }

  File files_[3];
};

}  // namespace goferry::test

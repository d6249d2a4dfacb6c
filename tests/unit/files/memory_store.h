// The files of a store in memory, which break off after a number of bytes, as a killed process does.
#pragma once
#include <algorithm>
#include <cstring>
#include <map>
#include <string>
#include <utility>

#include "bridge/files/journal.h"

namespace goferry::test {

class MemoryStore : public files::StoreBackend {
 public:
  Result<uint32_t> read(files::StoreFile file, uint64_t at, uint8_t* to, uint32_t len) override {
    const std::string& bytes = of(file);
    if (at >= bytes.size()) return 0u;
    const auto count = static_cast<uint32_t>(std::min<uint64_t>(len, bytes.size() - at));
    memcpy(to, bytes.data() + static_cast<size_t>(at), count);
    return count;
  }
  Outcome write(files::StoreFile file, uint64_t at, const uint8_t* from, uint32_t len) override {
    if (fails != Errno::kOk) return std::exchange(fails, Errno::kOk);
    written += len;
    const auto count = static_cast<uint32_t>(std::min<uint64_t>(len, breaks_after));
    breaks_after -= count;
    std::string& bytes = of(file);
    if (count != 0 && bytes.size() < at + count) bytes.resize(static_cast<size_t>(at + count));
    if (count != 0) memcpy(bytes.data() + static_cast<size_t>(at), from, count);
    return {};
  }
  Outcome flush(files::StoreFile) override { return {}; }
  Outcome truncate(files::StoreFile file, uint64_t size) override {
    if (breaks_after != 0) of(file).resize(static_cast<size_t>(size));
    return {};
  }
  Result<uint64_t> size(files::StoreFile file) override { return uint64_t{of(file).size()}; }
  std::string& of(files::StoreFile file) { return files_[static_cast<size_t>(file)]; }

  uint64_t breaks_after = UINT64_MAX;  ///< bytes: what is written later is lost
  uint64_t written = 0;                ///< bytes, lost or not
  Errno fails = Errno::kOk;            ///< the next write does

 private:
  std::string files_[3];
};

/// What the changes make, as a text.
class Tree : public files::ChangeSink {
 public:
  void apply(const files::Change& change) override {
    using Kind = files::Change::Kind;
    const std::string ino = std::to_string(change.ino);
    if (change.kind == Kind::kNode)
      facts_["node " + ino] = std::to_string(change.mode) + " " + std::to_string(change.mtime_ns) + " " + std::string(change.text);
    if (change.kind == Kind::kName) facts_["name " + std::to_string(change.parent) + "/" + std::string(change.text)] = ino;
    if (change.kind == Kind::kUnname) facts_.erase("name " + std::to_string(change.parent) + "/" + std::string(change.text));
    if (change.kind == Kind::kExtent)
      facts_["extent " + ino + " " + std::to_string(change.block)] = std::to_string(change.place) + " " + std::to_string(change.count);
    if (change.kind == Kind::kSize) facts_["size " + ino] = std::to_string(change.size);
    if (change.kind == Kind::kGone) facts_.erase("node " + ino);
  }
  std::string text() const {
    std::string out;
    for (const auto& [what, value] : facts_) out += what + " = " + value + "\n";
    return out;
  }

 private:
  std::map<std::string, std::string> facts_;
};

}  // namespace goferry::test

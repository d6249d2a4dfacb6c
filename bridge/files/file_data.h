// The bytes of a file: blocks of up to 64 KiB, only where something was written; holes cost nothing. Below the blocks there may be a base, whose
// bytes show where no block is: the file of a lower volume (overlay), or data that has to be fetched (remote). Or all of them lie in a store.
#pragma once
#include <cstdint>
#include <memory>
#include <vector>

#include "bridge/files/types.h"

namespace goferry::files {

class File;
class StoredData;

/// The space that the files of a program take together.
struct Space {
  uint64_t used = 0;
  uint64_t max = UINT64_MAX;
  uint64_t left() const { return used < max ? max - used : 0; }
  bool take(uint64_t bytes) {
    if (bytes > left()) return false;
    used += bytes;
    return true;
  }
};

class FileData {
 public:
  static constexpr uint32_t kBlock = 1u << 16;

  /// `space` may be null: not counted. `owner` is what gaps name; it may be null.
  explicit FileData(Space* space, File* owner = nullptr);
  ~FileData();
  FileData(const FileData&) = delete;
  FileData& operator=(const FileData&) = delete;

  uint64_t size() const { return size_; }
  uint64_t stored() const;  ///< bytes that take space

  /// REQUIRES of all: no block yet, `lower` outlives this.
  void set_lower(FileData& lower);
  void set_remote(uint64_t size);
  void set_stored(std::unique_ptr<StoredData> data, uint64_t size);
  /// What lies in a store, or null.
  const StoredData* in_store() const { return in_store_.get(); }

  /// A range that has to be fetched before [at, at + len) can be read; false: all is here.
  struct Gap {
    File* owner = nullptr;  ///< of this one or of one below
    uint64_t at = 0;        ///< a multiple of kBlock
    uint64_t len = 0;
  };
  [[nodiscard]] bool find_gap(uint64_t at, uint64_t len, Gap& gap);
  /// The same for a write there, which needs what it leaves of a block that it changes.
  [[nodiscard]] bool find_gap_of_write(uint64_t at, uint64_t len, Gap& gap);

  /// Whether a store that takes waiting has the bytes of [at, at + len) that are here or below: else kWouldFetch. As far as size().
  Outcome ready(uint64_t at, uint64_t len) const;
  /// REQUIRES: at + len <= size(), no gap.
  Outcome read(uint64_t at, uint32_t len, Sink& sink) const;
  /// Bytes written: fewer where space ends; kNospc where there is none at all. REQUIRES: at + len <= kFileMax, no gap of a write.
  Result<uint32_t> write(uint64_t at, uint32_t len, Source& source);
  /// REQUIRES: size <= kFileMax.
  Outcome resize(uint64_t size);
  /// Fetched bytes: kept where no block is. REQUIRES: `at` a multiple of kBlock, at + len <= size(), whole blocks but for the file's last.
  [[nodiscard]] bool provide(uint64_t at, uint32_t len, Source& source);

 private:
  struct Block {
    uint32_t index = 0;     // of kBlock bytes each
    uint32_t len = 0;       // bytes of `data` that count; what follows in the block is zeros
    uint32_t capacity = 0;  // of `data`
    uint8_t* data = nullptr;
  };

  size_t lower_bound(uint32_t index) const;
  const Block* find(uint32_t index) const;
  bool reserve(Block& block, uint32_t len);
  bool extend(Block& block, uint32_t start, uint32_t end);
  void drop(Block& block);
  /// Bytes of a block that come from below where the block is not there.
  uint32_t base_bytes(uint32_t index) const;
  Outcome read_base(uint64_t at, uint32_t len, Sink& sink) const;
  bool copy_up(Block& block, uint32_t keep);

  Space* space_;
  File* owner_;
  FileData* lower_ = nullptr;
  uint64_t base_len_ = 0;  // bytes that the base may show; beyond are zeros
  uint64_t size_ = 0;
  uint64_t stored_ = 0;
  std::vector<Block> blocks_;  // by index
  std::unique_ptr<StoredData> in_store_;
};

}  // namespace goferry::files

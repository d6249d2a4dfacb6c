// What a store's journal makes, before any inode is made of it: so that a journal that makes no sense is found while nothing depends on it.
#pragma once
#include <cstdint>
#include <map>
#include <string>

#include "bridge/files/extents.h"
#include "bridge/files/id_map.h"
#include "bridge/files/journal.h"

namespace goferry::files {

/// The bytes of a block of `data`.
inline constexpr uint32_t kStoreBlock = 4096;
/// The largest file of a store: so many blocks, less one so that no sum of block numbers wraps.
inline constexpr uint64_t kStoreFileMax = uint64_t{UINT32_MAX - 1} * kStoreBlock;

/// Blocks that hold so many bytes. REQUIRES: size <= kStoreFileMax.
constexpr uint32_t store_blocks(uint64_t size) { return static_cast<uint32_t>((size + kStoreBlock - 1) / kStoreBlock); }

struct StoredNode {
  Change attributes;  // without its text
  std::string target;
  uint64_t size = 0;
  Extents extents;
  std::map<std::string, uint64_t, std::less<>> entries;
};

class StoreImage : public ChangeSink {
 public:
  StoreImage() = default;
  ~StoreImage();
  StoreImage(const StoreImage&) = delete;
  StoreImage& operator=(const StoreImage&) = delete;

  void apply(const Change& change) override;

  const StoredNode* find(uint64_t ino) const { return nodes_.find(ino); }
  /// Whether what lies below the root is a tree of things that exist, each with sizes in bounds.
  bool sound() const;
  bool empty() const { return nodes_.size() == 0; }
  uint64_t last_ino() const { return last_ino_; }

 private:
  StoredNode& node(uint64_t ino);

  PointerMap<uint64_t, StoredNode> nodes_;  // its own
  uint64_t last_ino_ = 0;
  bool broken_ = false;
};

}  // namespace goferry::files

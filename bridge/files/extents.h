// Where the blocks of a file lie in a store.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace goferry::files {

/// `count` blocks of a file from `block` on, at as many places from `place` on.
struct Extent {
  uint32_t block = 0;
  uint32_t place = 0;
  uint32_t count = 0;
};

class Extents {
 public:
  /// What is at a block: the extent from there on; or a hole, with `there` false, up to the next extent or to UINT32_MAX.
  struct Found {
    bool there = false;
    uint32_t place = 0;
    uint32_t count = 0;
  };
  Found at(uint32_t block) const;
  /// How many blocks of [block, block + count) have no place.
  uint32_t holes(uint32_t block, uint32_t count) const;
  /// REQUIRES: none of these blocks has a place; block + count and place + count fit.
  void put(const Extent& extent);
  /// Takes away the places of [block, block + count), and gives them.
  std::vector<Extent> cut(uint32_t block, uint32_t count);
  /// Takes away those from `block` on, and gives them.
  std::vector<Extent> cut_from(uint32_t block) { return cut(block, UINT32_MAX - block); }
  const std::vector<Extent>& all() const { return extents_; }
  uint64_t blocks() const { return blocks_; }

 private:
  size_t index(uint32_t block) const;  // of the first extent that ends behind it

  std::vector<Extent> extents_;  // by block
  uint64_t blocks_ = 0;
};

}  // namespace goferry::files

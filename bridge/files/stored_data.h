// The bytes of a file that lie in a store. What a block has beyond the file's end is anything: it becomes zeros when the file grows over it.
#pragma once
#include <cstdint>

#include "bridge/files/extents.h"
#include "bridge/files/file_data.h"
#include "bridge/files/store.h"
#include "bridge/files/types.h"

namespace goferry::files {

class StoredData {
 public:
  /// REQUIRES: the store outlives it.
  StoredData(Store& store, Space* space, uint64_t ino) : store_(store), space_(space), ino_(ino) {}
  ~StoredData();
  StoredData(const StoredData&) = delete;
  StoredData& operator=(const StoredData&) = delete;

  /// The extent of an image. False: its places are another file's.
  bool restore(const Extent& extent);

  uint64_t stored() const;
  const Extents& extents() const { return extents_; }
  /// kWouldFetch where something has to be fetched before it can be read. REQUIRES of all: at + len is within the file.
  Outcome ready(uint64_t at, uint64_t len) const;
  Outcome read(uint64_t at, uint32_t len, Sink& sink) const;
  /// Bytes written: fewer where space ends. `size` is that of the file before.
  Result<uint32_t> write(uint64_t at, uint32_t len, uint64_t size, Source& source);
  Outcome resize(uint64_t from, uint64_t to);

 private:
  Outcome clear_to(uint64_t from, uint64_t to);
  Outcome put(uint64_t at, uint32_t len, Source& source);
  Result<uint32_t> put_new(uint32_t block, uint32_t start, uint32_t len, uint32_t blocks, uint64_t size, Source& source);
  void give_back(uint32_t block);

  Store& store_;
  Space* space_;
  const uint64_t ino_;
  Extents extents_;
};

}  // namespace goferry::files

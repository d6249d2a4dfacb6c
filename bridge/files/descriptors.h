// Open files, and the table of descriptors that refer to them.
#pragma once
#include <cstdint>
#include <vector>

#include "bridge/base/result.h"
#include "bridge/files/inode.h"

namespace goferry::files {

/// An open file: several descriptors may share it (dup).
class OpenFile {
 public:
  OpenFile(Ref<Inode> node, uint32_t flags) : node(std::move(node)), flags(flags) {}
  OpenFile(int32_t stream, uint32_t type, uint32_t flags) : flags(flags), stream(stream), stream_type(type) {}
  void add_ref() { ++refs_; }
  void drop_ref() {
    if (--refs_ == 0) delete this;
  }
  bool readable() const { return (flags & kAccessMask) != kWrite; }
  bool writable() const { return (flags & kAccessMask) != kRead; }

  Ref<Inode> node;  // none: a stream
  uint32_t flags;
  int64_t offset = 0;
  uint32_t unsettled = 0;  // bytes of an O_SYNC write that are written, and wait for their sync
  int32_t stream = -1;
  uint32_t stream_type = 0;

 private:
  ~OpenFile() = default;
  uint32_t refs_ = 0;
};

class Descriptors {
 public:
  explicit Descriptors(uint32_t max) : max_(max) {}

  /// An open file, or null.
  OpenFile* find(Fd fd) const;
  /// REQUIRES: find(fd).
  Rights& rights(Fd fd) { return slots_[static_cast<size_t>(fd)].rights; }
  const Rights& rights(Fd fd) const { return slots_[static_cast<size_t>(fd)].rights; }
  bool full() const { return used_ >= max_; }
  /// The lowest free descriptor. REQUIRES: !full().
  Fd add(Ref<OpenFile> file, const Rights& rights);
  /// REQUIRES: find(fd).
  void remove(Fd fd);
  /// REQUIRES: both are found, and differ.
  void renumber(Fd fd, Fd to);
  void clear() { slots_.clear(); }

  template <class Action>
  void each(Action action) const {
    for (const Slot& slot : slots_) {
      if (slot.file) action(*slot.file);
    }
  }

 private:
  struct Slot {
    Ref<OpenFile> file;
    Rights rights;
  };
  std::vector<Slot> slots_;
  uint32_t used_ = 0;
  uint32_t lowest_ = 0;  // no free one is below
  uint32_t max_;
};

}  // namespace goferry::files

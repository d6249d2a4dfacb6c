// What the parts of a Filesystem share.
#pragma once
#include <memory>
#include <vector>

#include "bridge/files/descriptors.h"
#include "bridge/files/volume.h"

namespace goferry::files {

struct State {
  State(Clock& clock, const Limits& limits) : clock(clock), limits(limits), descriptors(limits.open) { space.max = limits.bytes; }

  Volume* volume(uint32_t id) const { return id == 0 || id > volumes.size() ? nullptr : volumes[id - 1].get(); }
  /// To ask the clock takes longer than most of what is done to a file.
  int64_t now_ns() {
    old = 0;
    return last_ns = clock.now_ns();
  }
  /// The time as it was asked for lately: for what is about days.
  int64_t recent_ns() { return ++old < 64 ? last_ns : now_ns(); }
  /// Notes what is wanted; the error that getting it gave before, once, else kWouldFetch.
  Errno want(const Wanted& what);

  Clock& clock;
  int64_t last_ns = 0;
  uint32_t old = 64;  // uses of last_ns
  const Limits limits;
  Space space;         // bytes
  uint64_t files = 0;  // inodes that count
  std::vector<std::unique_ptr<Volume>> volumes;
  std::vector<Inode*> dead;  // inodes that nobody refers to, to be deleted one after another: a deep tree must not recurse
  bool burying = false;
  Folder* root = nullptr;
  Ref<Inode> cwd;
  uint32_t umask = 022;
  Descriptors descriptors;
  Wanted wanted;
  Errno failed = Errno::kOk;  // what fetching `wanted` gave
};

}  // namespace goferry::files

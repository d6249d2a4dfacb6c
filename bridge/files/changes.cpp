#include "bridge/files/changes.h"

#include "bridge/files/state.h"
#include "bridge/files/volume.h"

namespace goferry::files {

namespace {

constexpr int64_t kDayNs = int64_t{24} * 3600 * 1000000000;
constexpr uint32_t kSetUid = 04000;
constexpr uint32_t kSetGid = 02000;
constexpr uint32_t kGroupExecutes = 010;

void set(int64_t& time, const SetTime& to, int64_t now_ns) {
  if (to.what == SetTime::What::kNow) time = now_ns;
  if (to.what == SetTime::What::kValue) time = to.ns;
}

}  // namespace

Stat stat_of(const Inode& node) {
  Stat stat;
  stat.ino = node.ino;
  stat.atime_ns = node.atime_ns;
  stat.mtime_ns = node.mtime_ns;
  stat.ctime_ns = node.ctime_ns;
  stat.dev = node.volume.id;
  stat.mode = node.mode;
  stat.nlink = node.nlink;
  stat.uid = node.uid;
  stat.gid = node.gid;
  stat.rdev = node.rdev;
  if (node.is_regular()) {
    const FileData& data = static_cast<const File&>(node).data;
    stat.size = data.size();
    stat.blocks = (data.stored() + 511) / 512;
  } else if (node.is_symlink()) {
    stat.size = static_cast<const Symlink&>(node).target.size();
  } else if (node.is_directory()) {
    stat.size = 4096;
  }
  return stat;
}

void touch_content(Inode& node) {
  node.mtime_ns = node.ctime_ns = node.volume.now_ns();
  node.volume.touched(node);
}

void touch_inode(Inode& node) {
  node.ctime_ns = node.volume.now_ns();
  node.volume.touched(node);
}

void touch_read(Inode& node) {
  if (node.volume.read_only) return;
  const bool newer = node.atime_ns > node.mtime_ns && node.atime_ns > node.ctime_ns;
  if (newer && node.volume.state.recent_ns() - node.atime_ns < kDayNs) return;
  node.atime_ns = node.volume.now_ns();
}

Outcome change_mode(Inode& node, uint32_t mode) {
  if (node.volume.read_only) return Errno::kRofs;
  if (node.is_symlink()) return Errno::kNotsup;
  node.mode = node.type() | (mode & 07777);
  touch_inode(node);
  return {};
}

Outcome change_owner(Inode& node, uint32_t uid, uint32_t gid) {
  if (node.volume.read_only) return Errno::kRofs;
  if (uid != UINT32_MAX) node.uid = uid;
  if (gid != UINT32_MAX) node.gid = gid;
  if (!node.is_directory()) {
    node.mode &= ~kSetUid;
    if ((node.mode & kGroupExecutes) != 0) node.mode &= ~kSetGid;
  }
  touch_inode(node);
  return {};
}

Outcome change_times(Inode& node, SetTime atime, SetTime mtime) {
  if (node.volume.read_only) return Errno::kRofs;
  if (atime.what == SetTime::What::kOmit && mtime.what == SetTime::What::kOmit) return {};
  const int64_t now_ns = node.volume.now_ns();
  set(node.atime_ns, atime, now_ns);
  set(node.mtime_ns, mtime, now_ns);
  node.ctime_ns = now_ns;
  node.volume.touched(node);
  return {};
}

Outcome change_size(File& file, uint64_t size) {
  if (file.volume.read_only) return Errno::kRofs;
  if (size > kFileMax) return Errno::kFbig;
  if (const Outcome done = file.data.resize(size); !done.ok()) return file.volume.waits(done.error);
  touch_content(file);
  return {};
}

Errno want(const FileData::Gap& gap) {
  const File& file = *gap.owner;
  Wanted wanted;
  wanted.kind = Wanted::Kind::kData;
  wanted.volume = file.volume.id;
  wanted.ino = file.ino;
  wanted.key = file.key;
  wanted.offset = gap.at;
  wanted.len = gap.len;
  wanted.name_len = 0;
  return file.volume.state.want(wanted);
}

}  // namespace goferry::files

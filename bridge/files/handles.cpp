// The operations of Filesystem on descriptors.
#include <algorithm>

#include "bridge/files/changes.h"
#include "bridge/files/filesystem.h"
#include "bridge/files/resolver.h"
#include "bridge/files/state.h"

namespace goferry::files {

namespace {

constexpr uint32_t kChangeable = kAppend | kNonblock | kDsync | kSync;
constexpr uint32_t kWholeMost = 0x7ffff000;  // as Linux's MAX_RW_COUNT: results are an int32_t in many places

/// An open file that is no stream.
Result<OpenFile*> file_of(const State& state, Fd fd) {
  OpenFile* const file = state.descriptors.find(fd);
  if (file == nullptr || !file->node) return Errno::kBadf;
  return file;
}

class ZeroSource {
 public:
  static void fill(uint32_t len, Sink& sink) {
    static constexpr uint8_t kZeros[4096] = {};
    for (; len != 0; len -= std::min<uint32_t>(len, sizeof kZeros)) sink.put(kZeros, std::min<uint32_t>(len, sizeof kZeros));
  }
};

Result<uint32_t> read_at(Inode& node, uint32_t len, uint64_t at, Sink& sink) {
  if (node.is_directory()) return Errno::kIsdir;
  if (!node.is_regular()) {
    if (node.rdev != kDeviceZero) return 0u;
    ZeroSource::fill(len, sink);
    return len;
  }
  FileData& data = as_file(node).data;
  if (at >= data.size()) return 0u;
  const auto count = static_cast<uint32_t>(std::min<uint64_t>(len, data.size() - at));
  if (FileData::Gap gap; data.find_gap(at, count, gap)) return want(gap);
  if (const Outcome ready = data.ready(at, count); !ready.ok()) return node.volume.waits(ready.error);
  if (const Outcome read = data.read(at, count, sink); !read.ok()) return node.volume.waits(read.error);
  return count;
}

Result<uint32_t> write_at(Inode& node, uint32_t len, uint64_t at, Source& source) {
  if (node.volume.read_only && node.is_regular()) return Errno::kRofs;
  if (!node.is_regular() || len == 0) return len;
  if (at >= kFileMax) return Errno::kFbig;
  FileData& data = as_file(node).data;
  len = static_cast<uint32_t>(std::min<uint64_t>(len, kFileMax - at));
  if (FileData::Gap gap; data.find_gap_of_write(at, len, gap)) return want(gap);
  if (node.lower) {
    // What it leaves of the blocks that it changes comes from below.
    const uint64_t first = at - at % FileData::kBlock;
    const Outcome ready = data.ready(first, at + len - first + FileData::kBlock);
    if (!ready.ok()) return node.volume.waits(ready.error);
  }
  const Result<uint32_t> done = data.write(at, len, source);
  if (!done.ok()) return node.volume.waits(done.error());
  touch_content(node);
  return done;
}

/// What a descriptor has written is to be safe: at its end, and for O_SYNC at once.
Outcome sync_if_written(const OpenFile& file) { return file.node && file.writable() ? file.node->volume.sync() : Outcome(); }

}  // namespace

Outcome Filesystem::close(Fd fd) {
  const OpenFile* const file = state_->descriptors.find(fd);
  if (file == nullptr) return Errno::kBadf;
  const Outcome synced = sync_if_written(*file);
  if (synced.error != Errno::kWouldFetch) state_->descriptors.remove(fd);  // closed, whatever went wrong: as on Linux
  return synced;
}

Result<Fd> Filesystem::dup(Fd fd) {
  OpenFile* const file = state_->descriptors.find(fd);
  if (file == nullptr) return Errno::kBadf;
  if (state_->descriptors.full()) return Errno::kMfile;
  return state_->descriptors.add(Ref<OpenFile>(file), Rights(state_->descriptors.rights(fd)));
}

Outcome Filesystem::renumber(Fd fd, Fd to) {
  if (state_->descriptors.find(fd) == nullptr || state_->descriptors.find(to) == nullptr) return Errno::kBadf;
  if (fd == to) return {};
  const Outcome synced = sync_if_written(*state_->descriptors.find(to));
  if (synced.error != Errno::kWouldFetch) state_->descriptors.renumber(fd, to);
  return synced;
}

Result<FdStat> Filesystem::fd_stat(Fd fd) const {
  const OpenFile* const file = state_->descriptors.find(fd);
  if (file == nullptr) return Errno::kBadf;
  return FdStat{file->node ? file->node->type() : file->stream_type, file->flags, state_->descriptors.rights(fd), file->stream};
}

Result<int32_t> Filesystem::stream_of(Fd fd) const {
  const OpenFile* const file = state_->descriptors.find(fd);
  if (file == nullptr) return Errno::kBadf;
  return file->stream;
}

Outcome Filesystem::set_flags(Fd fd, uint32_t flags) {
  OpenFile* const file = state_->descriptors.find(fd);
  if (file == nullptr) return Errno::kBadf;
  file->flags = (file->flags & ~kChangeable) | (flags & kChangeable);
  return {};
}

Outcome Filesystem::set_rights(Fd fd, const Rights& rights) {
  if (state_->descriptors.find(fd) == nullptr) return Errno::kBadf;
  Rights& has = state_->descriptors.rights(fd);
  if ((rights.base & ~has.base) != 0 || (rights.inheriting & ~has.inheriting) != 0) return Errno::kNotcapable;
  has = rights;
  return {};
}

Outcome Filesystem::check(Fd fd, uint64_t rights) const {
  if (state_->descriptors.find(fd) == nullptr) return Errno::kBadf;
  return (rights & ~state_->descriptors.rights(fd).base) != 0 ? Errno::kNotcapable : Errno::kOk;
}

Result<uint32_t> Filesystem::read(Fd fd, uint32_t len, Sink& sink) {
  const Result<OpenFile*> file = file_of(*state_, fd);
  if (!file.ok()) return file.error();
  const Result<uint32_t> done = pread(fd, len, (*file)->offset, sink);
  if (done.ok()) (*file)->offset += *done;
  return done;
}

Result<uint32_t> Filesystem::pread(Fd fd, uint32_t len, int64_t offset, Sink& sink) {
  if (offset < 0) return Errno::kInval;
  const Result<OpenFile*> file = file_of(*state_, fd);
  if (!file.ok()) return file.error();
  if (!(*file)->readable()) return Errno::kBadf;
  Inode& node = *(*file)->node;
  const Result<uint32_t> done = read_at(node, std::min(len, kWholeMost), static_cast<uint64_t>(offset), sink);
  if (done.ok()) touch_read(node);
  return done;
}

Result<uint32_t> Filesystem::write(Fd fd, uint32_t len, Source& source) {
  const Result<OpenFile*> file = file_of(*state_, fd);
  if (!file.ok()) return file.error();
  OpenFile& open = **file;
  const Result<uint32_t> done = pwrite(fd, len, open.offset, source);
  if (!done.ok()) return done;
  if ((open.flags & kAppend) != 0 && open.node->is_regular() && *done != 0)
    open.offset = static_cast<int64_t>(as_file(*open.node).data.size());
  else open.offset += *done;
  return done;
}

Result<uint32_t> Filesystem::pwrite(Fd fd, uint32_t len, int64_t offset, Source& source) {
  if (offset < 0) return Errno::kInval;
  const Result<OpenFile*> file = file_of(*state_, fd);
  if (!file.ok()) return file.error();
  OpenFile& open = **file;
  if (!open.writable()) return Errno::kBadf;
  const bool syncs = (open.flags & (kSync | kDsync)) != 0;
  Result<uint32_t> done = open.unsettled;
  if (open.unsettled == 0 || !syncs) {
    if ((open.flags & kAppend) != 0 && open.node->is_regular()) offset = static_cast<int64_t>(as_file(*open.node).data.size());
    done = write_at(*open.node, std::min(len, kWholeMost), static_cast<uint64_t>(offset), source);
    if (!done.ok() || !syncs) return done;
  }
  // Written already, where this is the call made again after waiting.
  const Outcome synced = open.node->volume.sync();
  open.unsettled = synced.error == Errno::kWouldFetch ? *done : 0;
  if (!synced.ok()) return synced.error;
  return done;
}

Result<int64_t> Filesystem::seek(Fd fd, int64_t offset, uint32_t whence) {
  OpenFile* const file = state_->descriptors.find(fd);
  if (file == nullptr) return Errno::kBadf;
  if (!file->node) return Errno::kSpipe;
  int64_t from = 0;
  if (whence == 1) from = file->offset;
  else if (whence == 2) from = static_cast<int64_t>(stat_of(*file->node).size);
  else if (whence != 0) return Errno::kInval;
  // Both are below 2^63, so that only a positive sum can be too large.
  if (offset > INT64_MAX - from) return Errno::kOverflow;
  if (from + offset < 0) return Errno::kInval;
  return file->offset = from + offset;
}

Result<Stat> Filesystem::fstat(Fd fd) const {
  const OpenFile* const file = state_->descriptors.find(fd);
  if (file == nullptr) return Errno::kBadf;
  if (file->node) return stat_of(*file->node);
  Stat stat;
  stat.mode = file->stream_type | 0620;
  stat.nlink = 1;
  return stat;
}

Outcome Filesystem::ftruncate(Fd fd, int64_t size) {
  if (size < 0) return Errno::kInval;
  OpenFile* const file = state_->descriptors.find(fd);
  if (file == nullptr) return Errno::kBadf;
  if (!file->node || !file->node->is_regular() || !file->writable()) return Errno::kInval;
  return change_size(as_file(*file->node), static_cast<uint64_t>(size));
}

Outcome Filesystem::allocate(Fd fd, int64_t offset, int64_t len) {
  if (offset < 0 || len <= 0) return Errno::kInval;
  OpenFile* const file = state_->descriptors.find(fd);
  if (file == nullptr || !file->writable()) return Errno::kBadf;
  if (!file->node) return Errno::kSpipe;
  if (!file->node->is_regular()) return Errno::kNodev;
  if (offset > INT64_MAX - len) return Errno::kFbig;
  File& regular = as_file(*file->node);
  const auto end = static_cast<uint64_t>(offset + len);
  if (end > kFileMax) return Errno::kFbig;
  const Space& space = state_->space;
  if (end > regular.data.size() && end - regular.data.size() > space.left()) return Errno::kNospc;
  return change_size(regular, std::max(end, regular.data.size()));
}

Outcome Filesystem::fchmod(Fd fd, uint32_t mode) {
  const Result<OpenFile*> file = file_of(*state_, fd);
  return file.ok() ? change_mode(*(*file)->node, mode) : Outcome(file.error());
}

Outcome Filesystem::fchown(Fd fd, uint32_t uid, uint32_t gid) {
  const Result<OpenFile*> file = file_of(*state_, fd);
  return file.ok() ? change_owner(*(*file)->node, uid, gid) : Outcome(file.error());
}

Outcome Filesystem::futimes(Fd fd, SetTime atime, SetTime mtime) {
  const Result<OpenFile*> file = file_of(*state_, fd);
  return file.ok() ? change_times(*(*file)->node, atime, mtime) : Outcome(file.error());
}

Outcome Filesystem::fchdir(Fd fd) {
  const Result<OpenFile*> file = file_of(*state_, fd);
  if (!file.ok()) return file.error();
  if (!(*file)->node->is_directory()) return Errno::kNotdir;
  state_->cwd = (*file)->node;
  return {};
}

Outcome Filesystem::fsync(Fd fd) {
  OpenFile* const file = state_->descriptors.find(fd);
  if (file == nullptr) return Errno::kBadf;
  return file->node ? file->node->volume.sync() : Errno::kInval;
}

Outcome Filesystem::sync() {
  Outcome first;
  for (const auto& volume : state_->volumes) {
    if (!volume) continue;
    const Outcome synced = volume->sync();
    if (first.ok()) first = synced;
  }
  return first;
}

void Filesystem::freeze_stores() {
  for (const auto& volume : state_->volumes) {
    if (volume && volume->kind == Volume::Kind::kStore) volume->read_only = true;
  }
}

Outcome Filesystem::readdir(Fd fd, uint64_t cookie, EntrySink& sink) {
  const Result<OpenFile*> file = file_of(*state_, fd);
  if (!file.ok()) return file.error();
  if (!(*file)->node->is_directory()) return Errno::kNotdir;
  Folder& folder = as_folder(*(*file)->node);
  if (!folder.alive()) return Errno::kNoent;
  if (folder.open_ended) return Errno::kNotsup;  // nobody knows all of its names
  if (const Outcome filled = folder.volume.fill(folder); !filled.ok()) return filled;
  touch_read(folder);
  if (cookie < 1 && !sink.put({1, folder.ino, kDirectory, "."})) return {};
  if (cookie < 2 && !sink.put({2, parent_of(*state_, folder).ino, kDirectory, ".."})) return {};
  for (const Entry* entry = folder.entries.after(cookie); entry != nullptr; entry = folder.entries.after(entry->cookie)) {
    if (!sink.put({entry->cookie, entry->node->ino, entry->node->type(), entry->name})) break;
  }
  return {};
}

Result<Fd> Filesystem::open_stream(int32_t stream, uint32_t type, uint32_t flags, const Rights& rights) {
  if (stream < 0) return Errno::kInval;
  if (state_->descriptors.full()) return Errno::kMfile;
  return state_->descriptors.add(Ref<OpenFile>(new OpenFile(stream, type, flags)), rights);
}

}  // namespace goferry::files

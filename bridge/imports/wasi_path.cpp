// Paths: each starts at a directory's descriptor and stays beneath it.
#include <algorithm>

#include "bridge/imports/wasi.h"
#include "bridge/imports/wasi_types.h"

namespace goferry {

using files::Fd;
using files::Follow;

namespace {

files::Path beneath(std::string_view bytes, uint32_t fd) { return {bytes, static_cast<Fd>(fd), true}; }

Follow follow(uint32_t lookupflags) { return (lookupflags & wasi::kSymlinkFollow) != 0 ? Follow::kYes : Follow::kNo; }

}  // namespace

Errno Wasi::take_path(uint32_t at, uint32_t len, uint32_t buffer, std::string_view& path) {
  GoRange from;
  if (!GoMemory::range(at, len, from)) return Errno::kFault;
  if (len >= files::kPathMax) return Errno::kNametoolong;
  char* const to = paths_[buffer];
  GoMemory::read(to, from);
  path = {to, len};
  return Errno::kOk;  // a NUL in it is kInval to whoever walks it
}

Errno Wasi::path_create_directory(uint32_t fd, uint32_t path, uint32_t path_len) {
  std::string_view name;
  Errno error = take_path(path, path_len, 0, name);
  if (error == Errno::kOk) error = rights(fd, wasi::kPathCreateDirectory);
  if (error == Errno::kOk) error = files_.mkdir(beneath(name, fd), 0777).error;
  if (error == Errno::kOk) changed(fd, name);
  return error;
}

Errno Wasi::path_filestat_get(uint32_t fd, uint32_t flags, uint32_t path, uint32_t path_len, uint32_t stat_at) {
  std::string_view name;
  if (!GoMemory::in_bounds(stat_at, wasi::Filestat::kSize)) return Errno::kFault;
  Errno error = take_path(path, path_len, 0, name);
  if (error == Errno::kOk) error = rights(fd, wasi::kPathFilestatGet);
  if (error != Errno::kOk) return error;
  const auto stat = files_.stat(beneath(name, fd), follow(flags));
  if (stat.ok()) wasi::put_filestat(stat_at, *stat);
  return stat.error();
}

Errno Wasi::path_filestat_set_times(uint32_t fd, uint32_t flags, uint32_t path, uint32_t path_len, uint64_t atim, uint64_t mtim,
                                    uint32_t times) {
  std::string_view name;
  files::SetTime access;
  files::SetTime modification;
  Errno error = take_path(path, path_len, 0, name);
  if (error == Errno::kOk) error = rights(fd, wasi::kPathFilestatSetTimes);
  if (error == Errno::kOk) error = wasi::set_times(atim, mtim, times, access, modification);
  if (error == Errno::kOk) error = files_.utimes(beneath(name, fd), follow(flags), access, modification).error;
  if (error == Errno::kOk) changed(fd, name);
  return error;
}

Errno Wasi::path_link(uint32_t old_fd, uint32_t old_flags, uint32_t old_path, uint32_t old_len, uint32_t new_fd, uint32_t new_path,
                      uint32_t new_len) {
  std::string_view from;
  std::string_view to;
  Errno error = take_path(old_path, old_len, 0, from);
  if (error == Errno::kOk) error = take_path(new_path, new_len, 1, to);
  if (error == Errno::kOk) error = rights(old_fd, wasi::kPathLinkSource);
  if (error == Errno::kOk) error = rights(new_fd, wasi::kPathLinkTarget);
  if (error == Errno::kOk) error = files_.link(beneath(from, old_fd), beneath(to, new_fd), follow(old_flags)).error;
  if (error == Errno::kOk) changed(new_fd, to);
  return error;
}

Errno Wasi::path_open(uint32_t fd, uint32_t dirflags, uint32_t path, uint32_t path_len, uint32_t oflags, uint64_t base, uint64_t inheriting,
                      uint32_t fdflags, uint32_t fd_at) {
  using namespace wasi;
  std::string_view name;
  if (!GoMemory::in_bounds(fd_at, 4)) return Errno::kFault;
  Errno error = take_path(path, path_len, 0, name);
  if (error != Errno::kOk) return error;
  if ((oflags & ~uint32_t{kOflagsKnown}) != 0 || (fdflags & ~uint32_t{kFlagsKnown}) != 0) return Errno::kInval;
  const bool directory = (oflags & kOflagDirectory) != 0;
  if (directory && (oflags & (kOflagCreat | kOflagTrunc)) != 0) return Errno::kInval;

  uint64_t wanted = kPathOpen;
  if ((oflags & kOflagCreat) != 0) wanted |= kPathCreateFile;
  // Who may hand on the right to change a file's size can empty it anyhow. Go counts on it: it opens the folder of an os.Root without the right
  // to truncate, and creates files in it all the same.
  const auto dir = files_.fd_stat(static_cast<files::Fd>(fd));
  const bool resizes = dir.ok() && (dir->rights.inheriting & kFdFilestatSetSize) != 0;
  if ((oflags & kOflagTrunc) != 0 && !resizes) wanted |= kPathFilestatSetSize;
  error = rights(fd, wanted);
  if (error != Errno::kOk) return error;

  // Programs ask for all there could be, and no file has rights of sockets, nor some without a name.
  base &= kAllRights & ~kSocketRights;
  inheriting &= kAllRights & ~kSocketRights;
  const bool writes = (base & (kFdWrite | kFdAllocate | kFdFilestatSetSize)) != 0;
  const bool reads = (base & kFdRead) != 0 || !writes;
  uint32_t flags = writes ? (reads ? files::kReadWrite : files::kWrite) : files::kRead;
  if ((oflags & kOflagCreat) != 0) flags |= files::kCreate;
  if ((oflags & kOflagExcl) != 0) flags |= files::kExclusive;
  if ((oflags & kOflagTrunc) != 0) flags |= files::kTruncate;
  if (directory) flags |= files::kDirectoryOnly;
  if ((fdflags & kFlagAppend) != 0) flags |= files::kAppend;
  if ((fdflags & kFlagNonblock) != 0) flags |= files::kNonblock;
  if ((fdflags & kFlagDsync) != 0) flags |= files::kDsync;
  if ((fdflags & (kFlagSync | kFlagRsync)) != 0) flags |= files::kSync;

  const auto opened = files_.open(beneath(name, fd), flags, 0666, follow(dirflags), {base, inheriting});
  if (!opened.ok()) return opened.error();
  if ((oflags & (kOflagCreat | kOflagTrunc)) != 0) changed(fd, name);
  const auto stat = files_.fd_stat(*opened);
  const bool is_directory = stat.ok() && stat->type == files::kDirectory;
  if (writes || is_directory) remember(*opened, fd, name);
  const uint64_t never = is_directory ? kNotOfDirectories : kNotOfFiles;
  static_cast<void>(files_.set_rights(*opened, {base & ~never, inheriting}));
  GoMemory::store32(fd_at, static_cast<uint32_t>(*opened));
  return Errno::kOk;
}

Errno Wasi::path_readlink(uint32_t fd, uint32_t path, uint32_t path_len, uint32_t buf, uint32_t buf_len, uint32_t used_at) {
  std::string_view name;
  if (!GoMemory::in_bounds(buf, buf_len) || !GoMemory::in_bounds(used_at, 4)) return Errno::kFault;
  Errno error = take_path(path, path_len, 0, name);
  if (error == Errno::kOk) error = rights(fd, wasi::kPathReadlink);
  if (error != Errno::kOk) return error;
  const auto target = files_.readlink(beneath(name, fd));
  if (!target.ok()) return target.error();
  const uint32_t used = std::min(buf_len, static_cast<uint32_t>(target->size()));
  GoMemory::write(buf, target->data(), used);
  GoMemory::store32(used_at, used);
  return Errno::kOk;
}

Errno Wasi::path_remove_directory(uint32_t fd, uint32_t path, uint32_t path_len) {
  std::string_view name;
  Errno error = take_path(path, path_len, 0, name);
  if (error == Errno::kOk) error = rights(fd, wasi::kPathRemoveDirectory);
  if (error == Errno::kOk) error = files_.rmdir(beneath(name, fd)).error;
  if (error == Errno::kOk) changed(fd, name, true);
  return error;
}

Errno Wasi::path_rename(uint32_t fd, uint32_t old_path, uint32_t old_len, uint32_t new_fd, uint32_t new_path, uint32_t new_len) {
  std::string_view from;
  std::string_view to;
  Errno error = take_path(old_path, old_len, 0, from);
  if (error == Errno::kOk) error = take_path(new_path, new_len, 1, to);
  if (error == Errno::kOk) error = rights(fd, wasi::kPathRenameSource);
  if (error == Errno::kOk) error = rights(new_fd, wasi::kPathRenameTarget);
  if (error == Errno::kOk) error = files_.rename(beneath(from, fd), beneath(to, new_fd)).error;
  if (error != Errno::kOk) return error;
  changed(fd, from, true);
  changed(new_fd, to);
  return error;
}

Errno Wasi::path_symlink(uint32_t target, uint32_t target_len, uint32_t fd, uint32_t path, uint32_t path_len) {
  std::string_view to;
  std::string_view name;
  Errno error = take_path(target, target_len, 0, to);
  if (error == Errno::kOk) error = take_path(path, path_len, 1, name);
  if (error == Errno::kOk) error = rights(fd, wasi::kPathSymlink);
  // It would lead out of every directory that the program has.
  if (error == Errno::kOk && to.starts_with('/')) error = Errno::kPerm;
  if (error == Errno::kOk) error = files_.symlink(to, beneath(name, fd)).error;
  if (error == Errno::kOk) changed(fd, name);
  return error;
}

Errno Wasi::path_unlink_file(uint32_t fd, uint32_t path, uint32_t path_len) {
  std::string_view name;
  Errno error = take_path(path, path_len, 0, name);
  if (error == Errno::kOk) error = rights(fd, wasi::kPathUnlinkFile);
  if (error == Errno::kOk) error = files_.unlink(beneath(name, fd)).error;
  if (error == Errno::kOk) changed(fd, name, true);
  return error;
}

}  // namespace goferry

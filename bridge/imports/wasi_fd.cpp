// Descriptors: what they are, their flags and rights, offsets, times, preopens; what the host is told of their changes.
#include <algorithm>

#include "bridge/imports/wasi.h"
#include "bridge/imports/wasi_types.h"

namespace goferry {

using files::Fd;
using files::FdStat;
using files::SetTime;

namespace wasi {

uint8_t filetype(uint32_t type) {
  switch (type & files::kTypeMask) {
    case files::kDirectory:
      return kDirectory;
    case files::kRegular:
      return kRegularFile;
    case files::kSymlink:
      return kSymbolicLink;
    case files::kCharDevice:
      return kCharacterDevice;
    case files::kSocket:
      return kSocketStream;
    default:
      return kUnknown;  // a pipe: WASI has no word for it
  }
}

void put_filestat(uint32_t at, const files::Stat& stat) {
  GoMemory::store64(at + Filestat::kDev, stat.dev);
  GoMemory::store64(at + Filestat::kIno, stat.ino);
  GoMemory::store64(at + Filestat::kFiletype, filetype(stat.mode));
  GoMemory::store64(at + Filestat::kNlink, stat.nlink);
  GoMemory::store64(at + Filestat::kFileSize, stat.size);
  GoMemory::store64(at + Filestat::kAtim, static_cast<uint64_t>(stat.atime_ns));
  GoMemory::store64(at + Filestat::kMtim, static_cast<uint64_t>(stat.mtime_ns));
  GoMemory::store64(at + Filestat::kCtim, static_cast<uint64_t>(stat.ctime_ns));
}

namespace {

Errno set_time(uint64_t value, bool set, bool now, SetTime& time) {
  if (set && now) return Errno::kInval;
  if (set && value > uint64_t{INT64_MAX}) return Errno::kInval;
  if (now) time.what = SetTime::What::kNow;
  if (set) time = {SetTime::What::kValue, static_cast<int64_t>(value)};
  return Errno::kOk;
}

uint32_t fdflags(uint32_t flags) {
  uint32_t found = 0;
  if ((flags & files::kAppend) != 0) found |= kFlagAppend;
  if ((flags & files::kNonblock) != 0) found |= kFlagNonblock;
  if ((flags & files::kSync) == files::kSync) found |= kFlagSync | kFlagRsync;
  else if ((flags & files::kDsync) != 0) found |= kFlagDsync;
  return found;
}

}  // namespace

Errno set_times(uint64_t atim, uint64_t mtim, uint32_t flags, SetTime& access, SetTime& modification) {
  if ((flags & ~uint32_t{kFstflagsKnown}) != 0) return Errno::kInval;
  const Errno error = set_time(atim, (flags & kAtim) != 0, (flags & kAtimNow) != 0, access);
  return error == Errno::kOk ? set_time(mtim, (flags & kMtim) != 0, (flags & kMtimNow) != 0, modification) : error;
}

}  // namespace wasi

Wasi::Wasi(files::Filesystem& files) : files_(files) {
  using namespace wasi;
  for (Fd fd = 0; fd < 3; ++fd) {
    const uint64_t base = kStreamRights | (fd == 0 ? kFdRead : kFdWrite);
    // Whoever has opened them already gave them all rights.
    if (files_.fd_stat(fd).ok()) static_cast<void>(files_.set_rights(fd, {base, 0}));
    else static_cast<void>(files_.open_stream(fd, files::kCharDevice, fd == 0 ? files::kRead : files::kWrite, {base, 0}));
  }
}

Result<Fd> Wasi::preopen(std::string_view name, std::string_view path) {
  const uint64_t all = wasi::kAllRights & ~wasi::kSocketRights;
  auto fd = files_.open(path, files::kRead | files::kDirectoryOnly, 0, files::Follow::kYes, {all & ~wasi::kNotOfDirectories, all});
  if (!fd.ok()) return fd;
  const auto index = static_cast<size_t>(*fd);
  if (index >= preopens_.size()) preopens_.resize(index + 1);
  preopens_[index] = name;
  remember(*fd, UINT32_MAX, path);
  return fd;
}

void Wasi::remember(Fd fd, uint32_t base, std::string_view name) {
  const auto index = static_cast<size_t>(fd);
  if (index >= opened_.size()) opened_.resize(index + 1);
  std::string& to = opened_[index];
  if (base < opened_.size()) to.assign(opened_[base]).append(1, '/').append(name);
  else to.assign(name);
}

void Wasi::changed(uint32_t fd) {
  if (watched_ && fd < opened_.size() && !opened_[fd].empty())
    wasi_changed(opened_[fd].data(), static_cast<uint32_t>(opened_[fd].size()), 0);
}

void Wasi::changed(uint32_t base, std::string_view name, bool removed) {
  if (!watched_ || base >= opened_.size()) return;
  changed_.assign(opened_[base]).append(1, '/').append(name);
  wasi_changed(changed_.data(), static_cast<uint32_t>(changed_.size()), removed ? 1 : 0);
}

Wasi::Wait Wasi::take_wait() {
  const Wait wait = wait_;
  wait_ = {};
  return wait;
}

Errno Wasi::rights(uint32_t fd, uint64_t wanted) const { return files_.check(static_cast<Fd>(fd), wanted).error; }

const std::string* Wasi::preopened(uint32_t fd) const { return fd < preopens_.size() && !preopens_[fd].empty() ? &preopens_[fd] : nullptr; }

Errno Wasi::fd_advise(uint32_t fd, uint64_t, uint64_t, uint32_t advice) {
  const Errno error = rights(fd, wasi::kFdAdvise);
  if (error != Errno::kOk) return error;
  return advice > wasi::kAdviceMax ? Errno::kInval : Errno::kOk;
}

Errno Wasi::fd_allocate(uint32_t fd, uint64_t offset, uint64_t len) {
  const Errno error = rights(fd, wasi::kFdAllocate);
  if (error != Errno::kOk) return error;
  if (len == 0 || len > uint64_t{INT64_MAX} || offset > uint64_t{INT64_MAX} - len) return Errno::kInval;
  const Errno done = files_.allocate(static_cast<Fd>(fd), static_cast<int64_t>(offset), static_cast<int64_t>(len)).error;
  if (done == Errno::kOk) changed(fd);
  return done;
}

Errno Wasi::fd_close(uint32_t fd) {
  const auto was = files_.stream_of(static_cast<Fd>(fd));
  const Errno error = files_.close(static_cast<Fd>(fd)).error;
  if (error != Errno::kOk) return error;
  if (fd < preopens_.size()) preopens_[fd] = {};
  closed(was);
  return error;
}

Errno Wasi::fd_datasync(uint32_t fd) {
  const Errno error = rights(fd, wasi::kFdDatasync);
  return error == Errno::kOk ? files_.fsync(static_cast<Fd>(fd)).error : error;
}

Errno Wasi::fd_sync(uint32_t fd) {
  const Errno error = rights(fd, wasi::kFdSync);
  return error == Errno::kOk ? files_.fsync(static_cast<Fd>(fd)).error : error;
}

Errno Wasi::fd_fdstat_get(uint32_t fd, uint32_t stat_at) {
  using wasi::Fdstat;
  if (!GoMemory::in_bounds(stat_at, Fdstat::kSize)) return Errno::kFault;
  const auto stat = files_.fd_stat(static_cast<Fd>(fd));
  if (!stat.ok()) return stat.error();
  GoMemory::store32(stat_at + Fdstat::kFiletype, wasi::filetype(stat->type) | wasi::fdflags(stat->flags) << 8 * Fdstat::kFlags);
  GoMemory::store32(stat_at + Fdstat::kFiletype + 4, 0);
  GoMemory::store64(stat_at + Fdstat::kBase, stat->rights.base & wasi::kAllRights);
  GoMemory::store64(stat_at + Fdstat::kInheriting, stat->rights.inheriting & wasi::kAllRights);
  return Errno::kOk;
}

Errno Wasi::fd_fdstat_set_flags(uint32_t fd, uint32_t flags) {
  const Errno error = rights(fd, wasi::kFdFdstatSetFlags);
  if (error != Errno::kOk) return error;
  // As fcntl(F_SETFL): what else there is cannot be changed any more.
  if ((flags & ~uint32_t{wasi::kFlagsKnown}) != 0) return Errno::kInval;
  const auto stat = files_.fd_stat(static_cast<Fd>(fd));
  if (!stat.ok()) return stat.error();
  constexpr uint32_t kFixed = wasi::kFlagDsync | wasi::kFlagRsync | wasi::kFlagSync;
  const uint32_t has = wasi::fdflags(stat->flags);
  if ((flags & kFixed) != 0 && (flags & kFixed) != (has & kFixed)) return Errno::kNotsup;
  // A file never blocks. Go, told so, leaves it out of its poller, as on Linux, where epoll refuses files (os.newFile).
  if (stat->stream < 0 && (flags & ~has & wasi::kFlagNonblock) != 0) return Errno::kNotsup;
  uint32_t wanted = stat->flags & files::kSync;
  if ((flags & wasi::kFlagAppend) != 0) wanted |= files::kAppend;
  if ((flags & wasi::kFlagNonblock) != 0) wanted |= files::kNonblock;
  return files_.set_flags(static_cast<Fd>(fd), wanted).error;
}

Errno Wasi::fd_fdstat_set_rights(uint32_t fd, uint64_t base, uint64_t inheriting) {
  return files_.set_rights(static_cast<Fd>(fd), {base, inheriting}).error;
}

Errno Wasi::fd_filestat_get(uint32_t fd, uint32_t stat_at) {
  if (!GoMemory::in_bounds(stat_at, wasi::Filestat::kSize)) return Errno::kFault;
  const Errno error = rights(fd, wasi::kFdFilestatGet);
  if (error != Errno::kOk) return error;
  const auto stat = files_.fstat(static_cast<Fd>(fd));
  if (stat.ok()) wasi::put_filestat(stat_at, *stat);
  return stat.error();
}

Errno Wasi::fd_filestat_set_size(uint32_t fd, uint64_t size) {
  const Errno error = rights(fd, wasi::kFdFilestatSetSize);
  if (error != Errno::kOk) return error;
  if (size > uint64_t{INT64_MAX}) return Errno::kInval;
  const Errno done = files_.ftruncate(static_cast<Fd>(fd), static_cast<int64_t>(size)).error;
  if (done == Errno::kOk) changed(fd);
  return done;
}

Errno Wasi::fd_filestat_set_times(uint32_t fd, uint64_t atim, uint64_t mtim, uint32_t flags) {
  Errno error = rights(fd, wasi::kFdFilestatSetTimes);
  SetTime access;
  SetTime modification;
  if (error == Errno::kOk) error = wasi::set_times(atim, mtim, flags, access, modification);
  return error == Errno::kOk ? files_.futimes(static_cast<Fd>(fd), access, modification).error : error;
}

Errno Wasi::fd_prestat_get(uint32_t fd, uint32_t stat_at) {
  if (!GoMemory::in_bounds(stat_at, wasi::Prestat::kSize)) return Errno::kFault;
  const std::string* const name = preopened(fd);
  if (name == nullptr) return Errno::kBadf;
  GoMemory::store32(stat_at + wasi::Prestat::kTag, 0);
  GoMemory::store32(stat_at + wasi::Prestat::kNameLen, static_cast<uint32_t>(name->size()));
  return Errno::kOk;
}

Errno Wasi::fd_prestat_dir_name(uint32_t fd, uint32_t path, uint32_t path_len) {
  if (!GoMemory::in_bounds(path, path_len)) return Errno::kFault;
  const std::string* const name = preopened(fd);
  if (name == nullptr) return Errno::kBadf;
  if (path_len < name->size()) return Errno::kNametoolong;
  GoMemory::write(path, name->data(), static_cast<uint32_t>(name->size()));
  return Errno::kOk;
}

Errno Wasi::fd_renumber(uint32_t fd, uint32_t to) {
  const auto was = files_.stream_of(static_cast<Fd>(to));
  const Errno error = files_.renumber(static_cast<Fd>(fd), static_cast<Fd>(to)).error;
  if (error != Errno::kOk || fd == to) return error;
  closed(was);
  // Streams were never opened by a path: their places stay empty.
  if (std::max(fd, to) < opened_.size()) opened_[to] = std::move(opened_[fd]);
  std::string name;
  if (fd < preopens_.size()) name.swap(preopens_[fd]);
  if (to >= preopens_.size() && !name.empty()) preopens_.resize(size_t{to} + 1);
  if (to < preopens_.size()) preopens_[to].swap(name);
  return error;
}

Errno Wasi::fd_seek(uint32_t fd, uint64_t offset, uint32_t whence, uint32_t offset_at) {
  if (!GoMemory::in_bounds(offset_at, 8)) return Errno::kFault;
  const auto stat = files_.fd_stat(static_cast<Fd>(fd));
  if (!stat.ok()) return stat.error();
  if (stat->stream >= 0) return Errno::kSpipe;
  // To ask where one is takes the right to tell only.
  const bool tells = offset == 0 && whence == 1;
  Errno error = rights(fd, wasi::kFdSeek);
  if (error != Errno::kOk && tells) error = rights(fd, wasi::kFdTell);
  if (error != Errno::kOk) return error;
  const auto at = files_.seek(static_cast<Fd>(fd), static_cast<int64_t>(offset), whence);
  if (at.ok()) GoMemory::store64(offset_at, static_cast<uint64_t>(*at));
  return at.error();
}

Errno Wasi::fd_tell(uint32_t fd, uint32_t offset_at) { return fd_seek(fd, 0, 1, offset_at); }

}  // namespace goferry

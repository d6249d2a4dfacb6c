// Reading and writing: files through the filesystem, streams through the host, listings.
#include <algorithm>
#include <limits>

#include "bridge/imports/wasi.h"
#include "bridge/imports/wasi_types.h"

namespace goferry {

using files::Fd;

namespace {

/// Hands out a list of ranges of the program's memory, piece by piece.
class Pieces {
 public:
  explicit Pieces(const GoRange* ranges) : range_(ranges) {}

  /// Where the next `len` bytes lie in one piece; false: they do not.
  bool take(uint32_t len, uint32_t& at) {
    while (used_ == range_->len && len != 0) ++range_, used_ = 0;
    if (len > range_->len - used_) return false;
    at = range_->at + used_;
    used_ += len;
    return true;
  }

  /// Calls `move(address, length)` for the next `len` bytes. REQUIRES: the ranges have so many left.
  template <class Move>
  void next(uint32_t len, Move move) {
    while (len != 0) {
      const uint32_t part = std::min(len, range_->len - used_);
      if (part != 0) move(range_->at + used_, part);
      len -= part;
      used_ += part;
      if (used_ == range_->len) ++range_, used_ = 0;
    }
  }

 private:
  const GoRange* range_;
  uint32_t used_ = 0;
};

class IntoProgram final : public files::Sink {
 public:
  explicit IntoProgram(const GoRange* ranges) : pieces_(ranges) {}
  void put(const uint8_t* from, uint32_t len) override {
    pieces_.next(len, [&](uint32_t at, uint32_t part) {
      GoMemory::write(at, from, part);
      from += part;
    });
  }
  bool outside(uint32_t len, uint32_t& at) override { return pieces_.take(len, at); }

 private:
  Pieces pieces_;
};

class FromProgram final : public files::Source {
 public:
  explicit FromProgram(const GoRange* ranges) : pieces_(ranges) {}
  void get(uint8_t* to, uint32_t len) override {
    pieces_.next(len, [&](uint32_t at, uint32_t part) {
      GoMemory::read(to, {at, part});
      to += part;
    });
  }
  bool outside(uint32_t len, uint32_t& at) override { return pieces_.take(len, at); }

 private:
  Pieces pieces_;
};

/// Writes $dirents one after the other; the last one is cut where the buffer ends.
class Listing final : public files::EntrySink {
 public:
  explicit Listing(GoRange to) : to_(to) {}
  bool put(const files::DirectoryEntry& entry) override {
    using wasi::Dirent;
    struct {
      uint64_t next, ino;
      uint32_t name_len, type;
    } const head = {entry.next, entry.ino, static_cast<uint32_t>(entry.name.size()), wasi::filetype(entry.type)};
    static_assert(sizeof head == Dirent::kSize && Dirent::kIno == 8 && Dirent::kNameLen == 16 && Dirent::kType == 20);
    return add(&head, Dirent::kSize) && add(entry.name.data(), head.name_len);
  }
  uint32_t used() const { return used_; }

 private:
  bool add(const void* from, uint32_t len) {
    const uint32_t part = std::min(len, to_.len - used_);
    GoMemory::write(to_.at + used_, from, part);
    used_ += part;
    return part == len;
  }
  GoRange to_;
  uint32_t used_ = 0;
};

}  // namespace

Errno Wasi::take_iovecs(uint32_t at, uint32_t count, uint32_t& total) {
  using wasi::Iovec;
  if (count > kIovecsMax) return Errno::kInval;
  if (!GoMemory::in_bounds(at, uint64_t{count} * Iovec::kSize)) return Errno::kFault;
  uint64_t sum = 0;
  for (uint32_t i = 0; i < count; ++i, at += Iovec::kSize) {
    const uint32_t buf = GoMemory::load32(at + Iovec::kBuf);
    const uint32_t len = GoMemory::load32(at + Iovec::kLen);
    if (len != 0 && !GoMemory::in_bounds(buf, len)) return Errno::kFault;
    iovecs_[i] = {buf, len};
    sum += len;
  }
  // A result is 32 bits; Linux too ends at 2 GiB.
  if (sum > uint64_t{std::numeric_limits<int32_t>::max()}) return Errno::kInval;
  total = static_cast<uint32_t>(sum);
  return Errno::kOk;
}

GoRange Wasi::piece(uint32_t at) const {
  const GoRange* range = iovecs_;
  while (at >= range->len) at -= (range++)->len;
  return {range->at + at, range->len - at};
}

/// One message to a socket, of what is left to be moved.
int32_t Wasi::send(uint32_t stream, uint32_t total) {
  message_.resize(std::min(total - moved_, kMessageMax));
  for (uint32_t at = 0; at < message_.size();) {
    const GoRange from = piece(moved_ + at);
    const uint32_t len = std::min(from.len, static_cast<uint32_t>(message_.size()) - at);
    GoMemory::read(message_.data() + at, {from.at, len});
    at += len;
  }
  return wasi_send(stream, message_.data(), static_cast<uint32_t>(message_.size()));
}

Errno Wasi::move(Fd fd, uint32_t total, uint32_t how, uint32_t& count) {
  const auto stat = files_.fd_stat(fd);
  if (!stat.ok()) return stat.error();
  const auto stream = static_cast<uint32_t>(stat->stream);
  const bool standard = stat->stream < wasi::kFirstSocket;
  const bool write = (how & kWrite) != 0;
  if (write && standard) {  // the page's code runs, which may call the program: nothing of it is kept here
    for (uint32_t at = 0; at < total;) {
      const GoRange from = piece(at);
      wasi_write(stream, from.at, from.len);
      at += from.len;
    }
    count = total;
    return Errno::kOk;
  }
  int32_t last = 0;
  while (moved_ < total) {
    const GoRange to = piece(moved_);
    last = write ? send(stream, total) : wasi_read(stream, to.at, to.len, (how & wasi::kPeek) != 0 ? moved_ + 1 : 0);
    if (last <= 0) break;
    moved_ += static_cast<uint32_t>(last);
    if (!write && static_cast<uint32_t>(last) < to.len && (how & wasi::kWaitAll) == 0) break;
  }
  count = moved_;
  const bool nonblock = (stat->flags & files::kNonblock) != 0;
  const bool whole = write || (how & wasi::kWaitAll) != 0;
  if (last == -1 && !nonblock && (whole || count == 0)) {
    wait_ = {true, standard ? kInput : kSockets, -1};
    return Errno::kWouldFetch;
  }
  moved_ = 0;
  if (last >= 0 || count != 0) return Errno::kOk;
  if (last == -1) return Errno::kAgain;
  return write ? Errno::kPipe : Errno::kIo;
}

Errno Wasi::transfer(uint32_t fd, uint32_t iovs, uint32_t iovs_len, const uint64_t* offset, uint32_t count_at, uint32_t how) {
  if (!GoMemory::in_bounds(count_at, 4)) return Errno::kFault;
  const auto which = files_.stream_of(static_cast<Fd>(fd));
  if (!which.ok()) return which.error();
  uint32_t total = 0;
  Errno error = take_iovecs(iovs, iovs_len, total);
  if (error != Errno::kOk) return error;
  if ((how & kSocketOnly) != 0 && *which < wasi::kFirstSocket) return Errno::kNotsock;
  if ((how & kBadFlags) != 0) return Errno::kInval;
  const bool stream = *which >= 0;
  const bool write = (how & kWrite) != 0;
  if (stream && offset != nullptr) return Errno::kSpipe;
  const uint64_t positioned = offset == nullptr ? 0 : uint64_t{wasi::kFdSeek};
  error = rights(fd, (write ? wasi::kFdWrite : wasi::kFdRead) | positioned);
  if (error != Errno::kOk) return error;
  if (offset != nullptr && *offset > uint64_t{INT64_MAX}) return Errno::kInval;

  uint32_t count = 0;
  if (stream) {
    error = move(static_cast<Fd>(fd), total, how, count);
  } else {
    const auto at = offset == nullptr ? 0 : static_cast<int64_t>(*offset);
    const auto move = [&](auto pieces, auto plain, auto positioned_call) {
      return offset == nullptr ? (files_.*plain)(static_cast<Fd>(fd), total, pieces)
                               : (files_.*positioned_call)(static_cast<Fd>(fd), total, at, pieces);
    };
    using files::Filesystem;
    const auto moved = write ? move(FromProgram(iovecs_), &Filesystem::write, &Filesystem::pwrite)
                             : move(IntoProgram(iovecs_), &Filesystem::read, &Filesystem::pread);
    error = moved.error();
    if (moved.ok()) count = *moved;
    if (write && count != 0) changed(fd);
  }
  if (error == Errno::kOk) GoMemory::store32(count_at, count);
  return error;
}

Errno Wasi::fd_read(uint32_t fd, uint32_t iovs, uint32_t iovs_len, uint32_t count_at) {
  return transfer(fd, iovs, iovs_len, nullptr, count_at, 0);
}

Errno Wasi::fd_write(uint32_t fd, uint32_t iovs, uint32_t iovs_len, uint32_t count_at) {
  return transfer(fd, iovs, iovs_len, nullptr, count_at, kWrite);
}

Errno Wasi::fd_pread(uint32_t fd, uint32_t iovs, uint32_t iovs_len, uint64_t offset, uint32_t count_at) {
  return transfer(fd, iovs, iovs_len, &offset, count_at, 0);
}

Errno Wasi::fd_pwrite(uint32_t fd, uint32_t iovs, uint32_t iovs_len, uint64_t offset, uint32_t count_at) {
  return transfer(fd, iovs, iovs_len, &offset, count_at, kWrite);
}

Errno Wasi::fd_readdir(uint32_t fd, uint32_t buf, uint32_t buf_len, uint64_t cookie, uint32_t used_at) {
  GoRange to;
  if (!GoMemory::range(buf, buf_len, to) || !GoMemory::in_bounds(used_at, 4)) return Errno::kFault;
  Errno error = rights(fd, wasi::kFdReaddir);
  if (error != Errno::kOk) return error;
  Listing listing(to);
  error = files_.readdir(static_cast<Fd>(fd), cookie, listing).error;
  if (error == Errno::kOk) GoMemory::store32(used_at, listing.used());
  return error;
}

}  // namespace goferry

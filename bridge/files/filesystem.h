// The filesystem of one program: volumes mounted into one tree, and its descriptors. POSIX as Linux does it, in error codes too.
//
// One thread. Nothing blocks: where bytes or names of a remote volume are not here yet, a call has done nothing and gives kWouldFetch; wanted() says
// what is missing, and once that was provided, the same call goes on. Names are bytes. Everything a program passes is checked here.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "bridge/files/types.h"

namespace goferry::files {

class Inode;
class StoreBackend;
struct State;  // what the parts of the implementation share: state.h

class Filesystem {
 public:
  /// An empty volume "memory" at "/", mode 0755, owned by 0:0. REQUIRES: the clock outlives it.
  Filesystem(Clock& clock, const Limits& limits);
  ~Filesystem();
  Filesystem(const Filesystem&) = delete;
  Filesystem& operator=(const Filesystem&) = delete;

  // ---- paths --------------------------------------------------------------------------------------------------------------------------------

  /// `flags` of OpenFlag; `mode` is what the umask leaves of it. Rights (WASI): what dir's descriptor inherits bounds them, asking for more is
  /// kNotcapable.
  Result<Fd> open(Path path, uint32_t flags, uint32_t mode);
  Result<Fd> open(Path path, uint32_t flags, uint32_t mode, Follow follow, const Rights& rights);
  Result<Stat> stat(Path path, Follow follow);
  Outcome mkdir(Path path, uint32_t mode);
  Outcome rmdir(Path path);
  Outcome unlink(Path path);
  /// Replaces what is at `to` in one step, if it may. kXdev between volumes.
  Outcome rename(Path from, Path to);
  Outcome link(Path from, Path to, Follow follow);
  /// `target` is kept as it is, never looked at here.
  Outcome symlink(std::string_view target, Path path);
  /// Valid until the symlink goes.
  Result<std::string_view> readlink(Path path);
  Outcome chmod(Path path, Follow follow, uint32_t mode);
  /// UINT32_MAX leaves an id.
  Outcome chown(Path path, Follow follow, uint32_t uid, uint32_t gid);
  Outcome utimes(Path path, Follow follow, SetTime atime, SetTime mtime);
  Outcome truncate(Path path, int64_t size);
  /// `mode`: bits 4 read, 2 write, 1 execute. Nothing but a read-only volume refuses.
  Outcome access(Path path, uint32_t mode);
  /// A character device, kDeviceNull or kDeviceZero.
  Outcome make_device(Path path, uint32_t mode, Device device);
  Outcome chdir(Path path);
  /// The current directory's path from the root. kNoent when it was removed.
  Result<std::string> cwd() const;
  /// Sets the mask and gives the one before.
  uint32_t umask(uint32_t mask);

  // ---- descriptors --------------------------------------------------------------------------------------------------------------------------

  Outcome close(Fd fd);
  /// The lowest free descriptor, for the same open file: they share offset and flags.
  Result<Fd> dup(Fd fd);
  /// `to` is what `fd` was, and `fd` is closed. kBadf unless both are open (WASI's fd_renumber).
  Outcome renumber(Fd fd, Fd to);
  Result<FdStat> fd_stat(Fd fd) const;
  /// Only FdStat's `stream`: what each read and write asks first.
  Result<int32_t> stream_of(Fd fd) const;
  /// Changes kAppend, kNonblock, kDsync, kSync; other bits are ignored.
  Outcome set_flags(Fd fd, uint32_t flags);
  /// Only narrows: kNotcapable for a bit that is not there.
  Outcome set_rights(Fd fd, const Rights& rights);
  /// kNotcapable unless the descriptor has all those rights; kBadf if it is not open.
  Outcome check(Fd fd, uint64_t rights) const;

  /// Bytes read, 0 at the end. The sink has got just those. Not for a stream: kBadf.
  Result<uint32_t> read(Fd fd, uint32_t len, Sink& sink);
  Result<uint32_t> pread(Fd fd, uint32_t len, int64_t offset, Sink& sink);
  /// Bytes written: fewer than `len` only where space ends. kNospc when there is none at all.
  Result<uint32_t> write(Fd fd, uint32_t len, Source& source);
  /// With kAppend at the end, whatever the offset: as Linux.
  Result<uint32_t> pwrite(Fd fd, uint32_t len, int64_t offset, Source& source);
  /// `whence`: 0 from the start, 1 from the offset, 2 from the end. The new offset.
  Result<int64_t> seek(Fd fd, int64_t offset, uint32_t whence);
  Result<Stat> fstat(Fd fd) const;
  Outcome ftruncate(Fd fd, int64_t size);
  /// Makes the file at least offset + len long (posix_fallocate).
  Outcome allocate(Fd fd, int64_t offset, int64_t len);
  Outcome fchmod(Fd fd, uint32_t mode);
  Outcome fchown(Fd fd, uint32_t uid, uint32_t gid);
  Outcome futimes(Fd fd, SetTime atime, SetTime mtime);
  Outcome fchdir(Fd fd);
  /// What was written is in the volume's store. Memory has none: nothing to do. close() of a descriptor that may write does the same.
  Outcome fsync(Fd fd);
  /// The same of all volumes.
  Outcome sync();
  /// Entries from a cookie on, "." and ".." first; 0 is the beginning. Stable: what is there during the whole listing comes just once, however
  /// the directory changes meanwhile.
  Outcome readdir(Fd fd, uint64_t cookie, EntrySink& sink);
  /// A descriptor that is no file: stdin, stdout, stderr, a socket. Its bytes are the caller's to move; `stream` is what fd_stat() gives back.
  /// `type` kCharDevice, kFifo or kSocket; `flags` an access mode, and kNonblock.
  Result<Fd> open_stream(int32_t stream, uint32_t type, uint32_t flags, const Rights& rights);

  // ---- volumes ------------------------------------------------------------------------------------------------------------------------------

  /// A volume, not mounted anywhere yet: empty memory.
  uint32_t make_memory();
  /// Files whose data is somewhere else. Filled by remote_file() and remote_directory(); read-only. `open_ended`: a name that its directories do not
  /// have may exist all the same, and is asked for (kName); so they cannot be listed (kNotsup).
  uint32_t make_remote(bool open_ended);
  /// What lies in a store, as it was left; what changes goes there. REQUIRES: the backend outlives the volume. kIo: its journal makes no sense.
  Result<uint32_t> make_store(StoreBackend& backend);
  /// Makes all stores read-only: nobody answers for them any more.
  void freeze_stores();
  /// What `lower` has, with changes of its own, which `lower` never sees. Shared data takes no space until it is written. kInval: no such volume.
  Result<uint32_t> make_overlay(uint32_t lower);
  /// Mounts at a directory, which is made, with those above it, where it is missing. kBusy: that volume is mounted, or something is at that place
  /// (but the root's first volume, which is replaced as long as it is empty).
  Outcome mount(uint32_t volume, std::string_view path, bool read_only);
  /// Takes the volume at `path` out and away. kBusy while something in it is open, or mounted, or the current directory; kInval: none is there.
  Outcome unmount(std::string_view path);
  Outcome set_read_only(uint32_t volume, bool read_only);

  /// A file of a remote volume; directories above it are made. `key` is for the caller: wanted() gives it. Replaces a missing name. Gives its inode's
  /// number, for provide().
  Result<uint64_t> remote_file(uint32_t volume, std::string_view path, uint64_t size, uint32_t mode, int64_t mtime_ns, uint32_t key);
  Outcome remote_directory(uint32_t volume, std::string_view path, uint32_t mode, int64_t mtime_ns, uint32_t key);
  Outcome remote_symlink(uint32_t volume, std::string_view path, std::string_view target, int64_t mtime_ns);
  /// That name is not in the directory wanted() named: so it is not asked for again.
  Outcome remote_missing(uint32_t volume, uint64_t ino, std::string_view name);
  /// Data of a remote file. `offset` is a multiple of 64 KiB; `len` too, unless it reaches the file's end. Blocks that are here stay as they are.
  Outcome provide(uint32_t volume, uint64_t ino, uint64_t offset, uint32_t len, Source& source);
  /// Getting what was wanted has failed: the next call that wants the same gets this error, once.
  void provide_failed(Errno error);
  /// What the last kWouldFetch was about.
  const Wanted& wanted() const;

  Usage usage() const;
  const Limits& limits() const;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace goferry::files

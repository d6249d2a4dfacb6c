// The exports of files.wasm for JavaScript: numbers in, numbers out. Below 0: a negative Linux error number, -4096 where something has to be fetched
// (js/src/files/). Bytes lie in this module's own memory, in the scratch region; JavaScript is trusted with addresses in it.
#include "bridge/embind/files.h"

#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <utility>

#include "bridge/files/journal.h"
#include "bridge/host/wasm_import.h"

extern "C" {
#define FILES_HOST(name, result, params) GOFERRY_IMPORT("files", files_##name) result files_##name params;
#include "bridge/host/files_host.def"
#undef FILES_HOST
}

#define EXPORT(name) extern "C" __attribute__((export_name(#name)))

namespace goferry {

using namespace files;

namespace {

namespace layout {
#define LAYOUT(name, value, what) constexpr int32_t k_##name = value;
#include "bridge/files/layout.def"
#undef LAYOUT
}  // namespace layout

static_assert(layout::k_PATH_MAX == kPathMax && layout::k_NAME_MAX == kNameMax && layout::k_CWD == kCwd);
static_assert(layout::k_O_WRONLY == kWrite && layout::k_O_RDWR == kReadWrite && layout::k_O_CREAT == kCreate &&
              layout::k_O_EXCL == kExclusive);
static_assert(layout::k_O_TRUNC == kTruncate && layout::k_O_APPEND == kAppend && layout::k_O_NONBLOCK == kNonblock &&
              layout::k_O_DSYNC == kDsync);
static_assert(layout::k_O_DIRECTORY == kDirectoryOnly && layout::k_O_NOFOLLOW == kNofollow && layout::k_O_SYNC == kSync);
static_assert(layout::k_S_IFMT == kTypeMask && layout::k_S_IFIFO == kFifo && layout::k_S_IFCHR == kCharDevice &&
              layout::k_S_IFDIR == kDirectory);
static_assert(layout::k_S_IFREG == kRegular && layout::k_S_IFLNK == kSymlink);
static_assert(layout::k_WANT_DATA == static_cast<int32_t>(Wanted::Kind::kData) &&
              layout::k_WANT_NAME == static_cast<int32_t>(Wanted::Kind::kName) &&
              layout::k_WANT_STORE == static_cast<int32_t>(Wanted::Kind::kStore));
static_assert(layout::k_DEVICE_NULL == kDeviceNull && layout::k_DEVICE_ZERO == kDeviceZero);

constexpr double kNsPerMs = 1e6;

class HostClock : public Clock {
 public:
  int64_t now_ns() override { return static_cast<int64_t>(files_wall_ms() * kNsPerMs); }
};

Errno errno_of(double result) { return result < 0 ? static_cast<Errno>(static_cast<uint16_t>(-result)) : Errno::kOk; }

/// A store that JavaScript has opened.
class HostStore final : public StoreBackend {
 public:
  explicit HostStore(uint32_t id) : id_(id) {}
  Result<uint32_t> read(StoreFile file, uint64_t at, uint8_t* to, uint32_t len) override {
    const int32_t count = files_store_read(id_, number(file), static_cast<double>(at), to, len);
    if (count < 0) return errno_of(count);
    return static_cast<uint32_t>(count);
  }
  Outcome write(StoreFile file, uint64_t at, const uint8_t* from, uint32_t len) override {
    return errno_of(files_store_write(id_, number(file), static_cast<double>(at), from, len));
  }
  bool reaches_outside() const override { return true; }
  Outcome read_outside(StoreFile file, uint64_t at, uint32_t to, uint32_t len) override {
    return errno_of(files_store_read_outside(id_, number(file), static_cast<double>(at), to, len));
  }
  Outcome write_outside(StoreFile file, uint64_t at, uint32_t from, uint32_t len) override {
    return errno_of(files_store_write_outside(id_, number(file), static_cast<double>(at), from, len));
  }
  Outcome flush(StoreFile file) override { return errno_of(files_store_flush(id_, number(file))); }
  Outcome truncate(StoreFile file, uint64_t size) override {
    return errno_of(files_store_truncate(id_, number(file), static_cast<double>(size)));
  }
  Result<uint64_t> size(StoreFile file) override {
    const double size = files_store_size(id_, number(file));
    if (size < 0) return errno_of(size);
    return static_cast<uint64_t>(size);
  }
  Outcome ready(uint64_t at, uint32_t len) override { return errno_of(files_store_ready(id_, static_cast<double>(at), len)); }
  Outcome settle() override { return errno_of(files_store_settle(id_)); }
  void changed() override { files_store_changed(id_); }
  /// It owns itself: the last that its volume does.
  void close() override {
    files_store_close(id_);
    delete this;
  }

 private:
  ~HostStore() = default;
  static uint32_t number(StoreFile file) { return static_cast<uint32_t>(file); }
  const uint32_t id_;
};

/// One program's: it lives as long as its wasm instance.
struct Instance {
  HostClock clock;
  std::unique_ptr<Filesystem> files;
  uint8_t* scratch = nullptr;
  uint32_t scratch_len = 0;
  const uint8_t* read_at = nullptr;
  uint32_t read_outside = 0;
};
[[clang::no_destroy]] constinit Instance instance;

/// Into the scratch region; bytes that are lent in one piece stay where they are, and what a store reads first goes into the array outside.
class ToMemory : public Sink {
 public:
  explicit ToMemory(uint8_t* to) : begin_(to), to_(to) {}
  void put(const uint8_t* from, uint32_t len) override { memcpy(room(len), from, len); }
  uint8_t* room(uint32_t len) override {
    if (lent_ != nullptr) {
      memcpy(to_, lent_, lent_len_);
      to_ += lent_len_;
      lent_ = nullptr;
    }
    return std::exchange(to_, to_ + len);
  }
  bool lend(const uint8_t* from, uint32_t len) override {
    if (to_ != begin_ || lent_ != nullptr) return false;
    lent_ = from;
    lent_len_ = len;
    return true;
  }
  bool outside(uint32_t len, uint32_t& at) override {
    if (to_ != begin_ || lent_ != nullptr) return false;
    at = outside_;
    outside_ += len;
    return true;
  }
  uint32_t outside() const { return outside_; }
  /// Where the bytes are that are not outside.
  const uint8_t* at() const { return lent_ != nullptr ? lent_ : begin_; }

 private:
  uint8_t* begin_;
  uint8_t* to_;
  const uint8_t* lent_ = nullptr;
  uint32_t lent_len_ = 0;
  uint32_t outside_ = 0;
};

class FromMemory : public Source {
 public:
  explicit FromMemory(const uint8_t* from) : from_(from) {}
  void get(uint8_t* to, uint32_t len) override {
    memcpy(to, from_, len);
    from_ += len;
  }

 private:
  const uint8_t* from_;
};

/// From the array outside.
class FromOutside : public Source {
 public:
  void get(uint8_t* to, uint32_t len) override { files_take(std::exchange(at_, at_ + len), to, len); }
  bool outside(uint32_t len, uint32_t& at) override {
    at = std::exchange(at_, at_ + len);
    return true;
  }

 private:
  uint32_t at_ = 0;
};

int32_t failed(Errno error) { return -static_cast<int32_t>(error); }
int32_t answer(Outcome outcome) { return failed(outcome.error); }
template <class T>
int32_t answer(const Result<T>& result) {
  return result.ok() ? static_cast<int32_t>(*result) : failed(result.error());
}

std::string_view text(const char* at, uint32_t len) { return {at, len}; }
Follow follow_if(uint32_t follow) { return follow != 0 ? Follow::kYes : Follow::kNo; }

/// A number that JavaScript gave for a size or an offset: what no int64_t holds is -1, which each operation refuses.
int64_t whole(double value) { return value >= -0x1p62 && value <= 0x1p62 ? static_cast<int64_t>(value) : -1; }

int64_t ns_of(double ms) { return ms >= -9e12 && ms <= 9e12 ? static_cast<int64_t>(ms * kNsPerMs) : 0; }

SetTime time_of(double ms) {
  if (ms == layout::k_UTIME_NOW) return {SetTime::What::kNow, 0};
  if (ms == layout::k_UTIME_OMIT) return {SetTime::What::kOmit, 0};
  return {SetTime::What::kValue, ns_of(ms)};
}

template <class T>
void store(uint8_t* at, T value) {
  memcpy(at, &value, sizeof value);
}

int32_t put_stat(const Result<Stat>& result, uint8_t* to) {
  if (!result.ok()) return failed(result.error());
  const Stat& stat = *result;
  store(to + layout::k_STAT_INO, static_cast<double>(stat.ino));
  store(to + layout::k_STAT_SIZE, static_cast<double>(stat.size));
  store(to + layout::k_STAT_BLOCKS, static_cast<double>(stat.blocks));
  store(to + layout::k_STAT_ATIME_MS, static_cast<double>(stat.atime_ns) / kNsPerMs);
  store(to + layout::k_STAT_MTIME_MS, static_cast<double>(stat.mtime_ns) / kNsPerMs);
  store(to + layout::k_STAT_CTIME_MS, static_cast<double>(stat.ctime_ns) / kNsPerMs);
  store(to + layout::k_STAT_ATIME_NS, stat.atime_ns);
  store(to + layout::k_STAT_MTIME_NS, stat.mtime_ns);
  store(to + layout::k_STAT_CTIME_NS, stat.ctime_ns);
  store(to + layout::k_STAT_DEV, stat.dev);
  store(to + layout::k_STAT_MODE, stat.mode);
  store(to + layout::k_STAT_NLINK, stat.nlink);
  store(to + layout::k_STAT_UID, stat.uid);
  store(to + layout::k_STAT_GID, stat.gid);
  store(to + layout::k_STAT_RDEV, stat.rdev);
  store(to + layout::k_STAT_BLKSIZE, uint32_t{4096});
  return 0;
}

/// Records of DIRENT_*, as many as there is room for.
class Listing : public EntrySink {
 public:
  Listing(uint8_t* to, uint32_t capacity) : to_(to), left_(capacity) {}
  bool put(const DirectoryEntry& entry) override {
    const auto name_len = static_cast<uint32_t>(entry.name.size());
    const uint32_t size = (static_cast<uint32_t>(layout::k_DIRENT_NAME) + name_len + 7u) & ~7u;
    if (size > left_) return false;
    uint8_t* const at = to_ + done_;
    store(at + layout::k_DIRENT_NEXT, static_cast<double>(entry.next));
    store(at + layout::k_DIRENT_INO, static_cast<double>(entry.ino));
    store(at + layout::k_DIRENT_TYPE, entry.type);
    store(at + layout::k_DIRENT_NAME_LEN, name_len);
    memcpy(at + layout::k_DIRENT_NAME, entry.name.data(), name_len);
    done_ += size;
    left_ -= size;
    return true;
  }
  uint32_t done() const { return done_; }

 private:
  uint8_t* to_;
  uint32_t left_;
  uint32_t done_ = 0;
};

/// As much of a text as there is room for; its whole length.
int32_t put_text(std::string_view text, uint8_t* to, uint32_t capacity) {
  if (text.size() > capacity) return failed(Errno::kRange);
  memcpy(to, text.data(), text.size());
  return static_cast<int32_t>(text.size());
}

}  // namespace

Filesystem& filesystem() { return *instance.files; }

EXPORT(setup) int32_t files_setup(double max_bytes, double max_files, uint32_t max_open, uint32_t max_path) {
  Limits limits;
  if (max_bytes >= 1) limits.bytes = static_cast<uint64_t>(whole(max_bytes));
  if (max_files >= 1) limits.files = static_cast<uint64_t>(whole(max_files));
  if (max_open != 0) limits.open = max_open;
  if (max_path != 0) limits.path = max_path;
  instance.files = std::make_unique<Filesystem>(instance.clock, limits);
  for (int32_t stream = 0; stream < 3; ++stream) {
    const Result<Fd> fd = filesystem().open_stream(stream, kCharDevice, stream == 0 ? kRead : kWrite, Rights());
    if (!fd.ok()) return failed(fd.error());
  }
  return 0;
}

EXPORT(scratch) uint8_t* files_scratch(uint32_t min_bytes) {
  const uint32_t wanted = min_bytes > layout::k_SCRATCH_BYTES ? min_bytes : layout::k_SCRATCH_BYTES;
  if (wanted <= instance.scratch_len) return instance.scratch;
  auto* const scratch = static_cast<uint8_t*>(realloc(instance.scratch, wanted));
  if (scratch == nullptr) return nullptr;
  instance.scratch = scratch;
  instance.scratch_len = wanted;
  return scratch;
}

EXPORT(open) int32_t files_open(const char* path, uint32_t len, uint32_t flags, uint32_t mode) {
  return answer(filesystem().open(text(path, len), flags, mode));
}
EXPORT(close) int32_t files_close(Fd fd) { return answer(filesystem().close(fd)); }
EXPORT(dup) int32_t files_dup(Fd fd) { return answer(filesystem().dup(fd)); }
EXPORT(fsync) int32_t files_fsync(Fd fd) { return answer(filesystem().fsync(fd)); }

EXPORT(read) int32_t files_read(Fd fd, uint8_t* to, uint32_t len, double position) {
  ToMemory sink(to);
  const Result<uint32_t> count = position < 0 ? filesystem().read(fd, len, sink) : filesystem().pread(fd, len, whole(position), sink);
  instance.read_at = sink.at();
  instance.read_outside = sink.outside();
  return answer(count);
}
/// So many bytes of the last read are in the array outside already. The others are at read_at(), until the next call: at `to`, or where the file has them.
EXPORT(read_outside) uint32_t files_read_outside() { return instance.read_outside; }
EXPORT(read_at) const uint8_t* files_read_at() { return instance.read_at; }
/// The bytes are those of the array outside.
EXPORT(write) int32_t files_write(Fd fd, uint32_t len, double position) {
  FromOutside source;
  return answer(position < 0 ? filesystem().write(fd, len, source) : filesystem().pwrite(fd, len, whole(position), source));
}
EXPORT(seek) double files_seek(Fd fd, double offset, uint32_t whence) {
  const Result<int64_t> at = filesystem().seek(fd, whole(offset), whence);
  return at.ok() ? static_cast<double>(*at) : failed(at.error());
}

EXPORT(stat) int32_t files_stat(const char* path, uint32_t len, uint32_t follow, uint8_t* to) {
  return put_stat(filesystem().stat(text(path, len), follow_if(follow)), to);
}
EXPORT(fstat) int32_t files_fstat(Fd fd, uint8_t* to) { return put_stat(filesystem().fstat(fd), to); }
EXPORT(readdir) int32_t files_readdir(Fd fd, double cookie, uint8_t* to, uint32_t capacity) {
  if (capacity < static_cast<uint32_t>(layout::k_DIRENT_NAME) + kNameMax + 8) return failed(Errno::kInval);
  Listing listing(to, capacity);
  const Outcome done = filesystem().readdir(fd, static_cast<uint64_t>(whole(cookie)), listing);
  return done.ok() ? static_cast<int32_t>(listing.done()) : answer(done);
}

EXPORT(mkdir) int32_t files_mkdir(const char* path, uint32_t len, uint32_t mode) {
  return answer(filesystem().mkdir(text(path, len), mode));
}
EXPORT(rmdir) int32_t files_rmdir(const char* path, uint32_t len) { return answer(filesystem().rmdir(text(path, len))); }
EXPORT(unlink) int32_t files_unlink(const char* path, uint32_t len) { return answer(filesystem().unlink(text(path, len))); }
EXPORT(access) int32_t files_access(const char* path, uint32_t len, uint32_t mode) {
  return answer(filesystem().access(text(path, len), mode));
}
EXPORT(rename) int32_t files_rename(const char* from, uint32_t from_len, const char* to, uint32_t to_len) {
  return answer(filesystem().rename(text(from, from_len), text(to, to_len)));
}
EXPORT(link) int32_t files_link(const char* from, uint32_t from_len, const char* to, uint32_t to_len) {
  return answer(filesystem().link(text(from, from_len), text(to, to_len), Follow::kNo));
}
EXPORT(symlink) int32_t files_symlink(const char* target, uint32_t target_len, const char* path, uint32_t len) {
  return answer(filesystem().symlink(text(target, target_len), text(path, len)));
}
EXPORT(readlink) int32_t files_readlink(const char* path, uint32_t len, uint8_t* to, uint32_t capacity) {
  const Result<std::string_view> target = filesystem().readlink(text(path, len));
  return target.ok() ? put_text(*target, to, capacity) : failed(target.error());
}

EXPORT(chmod) int32_t files_chmod(const char* path, uint32_t len, uint32_t follow, uint32_t mode) {
  return answer(filesystem().chmod(text(path, len), follow_if(follow), mode));
}
EXPORT(fchmod) int32_t files_fchmod(Fd fd, uint32_t mode) { return answer(filesystem().fchmod(fd, mode)); }
EXPORT(chown) int32_t files_chown(const char* path, uint32_t len, uint32_t follow, uint32_t uid, uint32_t gid) {
  return answer(filesystem().chown(text(path, len), follow_if(follow), uid, gid));
}
EXPORT(fchown) int32_t files_fchown(Fd fd, uint32_t uid, uint32_t gid) { return answer(filesystem().fchown(fd, uid, gid)); }
EXPORT(utimes) int32_t files_utimes(const char* path, uint32_t len, uint32_t follow, double atime_ms, double mtime_ms) {
  return answer(filesystem().utimes(text(path, len), follow_if(follow), time_of(atime_ms), time_of(mtime_ms)));
}
EXPORT(futimes) int32_t files_futimes(Fd fd, double atime_ms, double mtime_ms) {
  return answer(filesystem().futimes(fd, time_of(atime_ms), time_of(mtime_ms)));
}
EXPORT(truncate) int32_t files_truncate(const char* path, uint32_t len, double size) {
  return answer(filesystem().truncate(text(path, len), whole(size)));
}
EXPORT(ftruncate) int32_t files_ftruncate(Fd fd, double size) { return answer(filesystem().ftruncate(fd, whole(size))); }
EXPORT(device) int32_t files_device(const char* path, uint32_t len, uint32_t mode, uint32_t rdev) {
  if (rdev != kDeviceNull && rdev != kDeviceZero) return failed(Errno::kInval);
  return answer(filesystem().make_device(text(path, len), mode, static_cast<Device>(rdev)));
}

EXPORT(chdir) int32_t files_chdir(const char* path, uint32_t len) { return answer(filesystem().chdir(text(path, len))); }
EXPORT(fchdir) int32_t files_fchdir(Fd fd) { return answer(filesystem().fchdir(fd)); }
EXPORT(cwd) int32_t files_cwd(uint8_t* to, uint32_t capacity) {
  const Result<std::string> path = filesystem().cwd();
  return path.ok() ? put_text(*path, to, capacity) : failed(path.error());
}
EXPORT(umask) int32_t files_umask(uint32_t mask) { return static_cast<int32_t>(filesystem().umask(mask)); }

EXPORT(volume_memory) int32_t files_volume_memory() { return static_cast<int32_t>(filesystem().make_memory()); }
EXPORT(volume_remote) int32_t files_volume_remote(uint32_t open_ended) {
  return static_cast<int32_t>(filesystem().make_remote(open_ended != 0));
}
EXPORT(volume_store) int32_t files_volume_store(uint32_t store) { return answer(filesystem().make_store(*new HostStore(store))); }
EXPORT(sync) int32_t files_sync() { return answer(filesystem().sync()); }
EXPORT(freeze_stores) void files_freeze_stores() { filesystem().freeze_stores(); }
EXPORT(volume_overlay) int32_t files_volume_overlay(uint32_t lower) { return answer(filesystem().make_overlay(lower)); }
EXPORT(mount) int32_t files_mount(uint32_t volume, const char* path, uint32_t len, uint32_t read_only) {
  return answer(filesystem().mount(volume, text(path, len), read_only != 0));
}
EXPORT(unmount) int32_t files_unmount(const char* path, uint32_t len) { return answer(filesystem().unmount(text(path, len))); }
EXPORT(set_read_only) int32_t files_set_read_only(uint32_t volume, uint32_t on) {
  return answer(filesystem().set_read_only(volume, on != 0));
}

EXPORT(remote_file)
int32_t files_remote_file(uint32_t volume, const char* path, uint32_t len, double size, uint32_t mode, double mtime_ms, uint32_t key) {
  if (!(size >= 0)) return failed(Errno::kInval);
  return answer(filesystem().remote_file(volume, text(path, len), static_cast<uint64_t>(whole(size)), mode, ns_of(mtime_ms), key));
}
EXPORT(remote_directory)
int32_t files_remote_directory(uint32_t volume, const char* path, uint32_t len, uint32_t mode, double mtime_ms, uint32_t key) {
  return answer(filesystem().remote_directory(volume, text(path, len), mode, ns_of(mtime_ms), key));
}
EXPORT(remote_symlink)
int32_t files_remote_symlink(uint32_t volume, const char* path, uint32_t len, const char* target, uint32_t target_len, double mtime_ms) {
  return answer(filesystem().remote_symlink(volume, text(path, len), text(target, target_len), ns_of(mtime_ms)));
}
EXPORT(remote_missing) int32_t files_remote_missing(uint32_t volume, double ino, const char* name, uint32_t len) {
  return answer(filesystem().remote_missing(volume, static_cast<uint64_t>(whole(ino)), text(name, len)));
}
EXPORT(provide) int32_t files_provide(uint32_t volume, double ino, double offset, const uint8_t* from, uint32_t len) {
  FromMemory source(from);
  return answer(filesystem().provide(volume, static_cast<uint64_t>(whole(ino)), static_cast<uint64_t>(whole(offset)), len, source));
}
EXPORT(provide_failed) void files_provide_failed(uint32_t error) { filesystem().provide_failed(static_cast<Errno>(error)); }
EXPORT(wanted) int32_t files_wanted(uint8_t* to) {
  const Wanted& wanted = filesystem().wanted();
  const auto kind = static_cast<int32_t>(wanted.kind);
  store(to + layout::k_WANTED_KIND, kind);
  store(to + layout::k_WANTED_VOLUME, wanted.volume);
  store(to + layout::k_WANTED_INO, static_cast<double>(wanted.ino));
  store(to + layout::k_WANTED_OFFSET, static_cast<double>(wanted.offset));
  store(to + layout::k_WANTED_LEN, static_cast<double>(wanted.len));
  store(to + layout::k_WANTED_KEY, wanted.key);
  store(to + layout::k_WANTED_NAME_LEN, uint32_t{wanted.name_len});
  memcpy(to + layout::k_WANTED_NAME, wanted.name, wanted.name_len);
  store(to + layout::k_WANTED_FOLDER, uint32_t{wanted.folder});
  return kind;
}

EXPORT(usage) void files_usage(uint8_t* to) {
  const Usage usage = filesystem().usage();
  const Limits& limits = filesystem().limits();
  store(to + layout::k_USAGE_BYTES, static_cast<double>(usage.bytes));
  store(to + layout::k_USAGE_MAX_BYTES, static_cast<double>(limits.bytes));
  store(to + layout::k_USAGE_FILES, static_cast<double>(usage.files));
  store(to + layout::k_USAGE_MAX_FILES, static_cast<double>(limits.files));
}

}  // namespace goferry

// What operations on files take and give.
#pragma once
#include <concepts>
#include <cstdint>
#include <string_view>

#include "bridge/base/result.h"

namespace goferry::files {

// Numbers that JavaScript sees too are in layout.def; embind/files.cpp asserts that these are the same.
inline constexpr uint32_t kPathMax = 4096;               ///< a path must be shorter
inline constexpr uint32_t kNameMax = 255;                ///< bytes of a name
inline constexpr uint32_t kSymlinksMax = 40;             ///< that one path may go through
inline constexpr uint64_t kFileMax = uint64_t{1} << 47;  ///< the largest size of a file: 128 TiB

/// Type bits of a mode; Linux's values.
enum Type : uint32_t {
  kTypeMask = 0170000,
  kFifo = 0010000,
  kCharDevice = 0020000,
  kDirectory = 0040000,
  kRegular = 0100000,
  kSymlink = 0120000,
  kSocket = 0140000
};

/// Flags of open(): Linux's values on x86-64, as layout.def has them.
enum OpenFlag : uint32_t {
  kRead = 0,
  kWrite = 1,
  kReadWrite = 2,
  kAccessMask = 3,
  kCreate = 0100,
  kExclusive = 0200,
  kTruncate = 01000,
  kAppend = 02000,
  kNonblock = 04000,
  kDsync = 010000,
  kDirectoryOnly = 0200000,
  kNofollow = 0400000,
  kSync = 04010000,
};

enum Device : uint32_t { kDeviceNull = 259, kDeviceZero = 261 };  // makedev(1, 3), (1, 5)

/// A descriptor: an index into the program's table, the lowest free one when it is made.
using Fd = int32_t;

/// In place of a descriptor to start from: the current directory, as openat's AT_FDCWD.
inline constexpr Fd kCwd = -100;

/// A path and where it starts. Bytes: no encoding, no terminator.
///
/// From kCwd, or from a directory without `beneath`: as Linux. An absolute path and an absolute symlink start at the root of all, and `..` of
/// that root is itself. With `beneath` (WASI) the start directory is the root: an absolute path, and a `..` that would leave, are kPerm; an absolute
/// symlink starts at the start directory.
struct Path {
  std::string_view bytes;
  Fd dir = kCwd;
  bool beneath = false;
  template <class Text>
    requires std::convertible_to<const Text&, std::string_view>
  constexpr Path(const Text& bytes, Fd dir = kCwd, bool beneath = false) : bytes(bytes), dir(dir), beneath(beneath) {}
};

/// Whether a symlink in the last component is followed. A trailing slash always follows it.
enum class Follow : bool { kNo, kYes };

/// What WASI calls rights: bits; the core keeps and narrows them, and knows only those that open() and check() are given.
struct Rights {
  uint64_t base = UINT64_MAX;        ///< what may be done with the descriptor
  uint64_t inheriting = UINT64_MAX;  ///< what may be done with what is opened through it
};

struct Stat {
  uint64_t ino = 0;  ///< unique within its volume, while the inode lives
  uint64_t size = 0;
  uint64_t blocks = 0;   ///< of 512 bytes, that take space
  int64_t atime_ns = 0;  ///< since 1970
  int64_t mtime_ns = 0;  ///< of the content
  int64_t ctime_ns = 0;  ///< of the inode
  uint32_t dev = 0;      ///< the volume's number
  uint32_t mode = 0;     ///< Type and permissions
  uint32_t nlink = 0;
  uint32_t uid = 0;
  uint32_t gid = 0;
  uint32_t rdev = 0;  ///< which Device
};

/// What a descriptor is.
struct FdStat {
  uint32_t type = 0;   ///< Type bits
  uint32_t flags = 0;  ///< OpenFlag: access mode and kAppend, kNonblock, kDsync, kSync
  Rights rights;
  int32_t stream = -1;  ///< >= 0: no file; bytes of this descriptor are the face's to move (stdin, stdout, stderr, a socket)
};

/// A time to set: a value, now, or none.
struct SetTime {
  enum class What : uint8_t { kValue, kNow, kOmit } what = What::kOmit;
  int64_t ns = 0;
};

struct DirectoryEntry {
  uint64_t next = 0;  ///< the cookie of what follows
  uint64_t ino = 0;
  uint32_t type = 0;      ///< Type bits
  std::string_view name;  ///< valid during the call
};

/// Gets a listing, entry by entry; false: no room for this one, stop (it is the first of the next call).
class EntrySink {
 public:
  virtual bool put(const DirectoryEntry& entry) = 0;

 protected:
  ~EntrySink() = default;
};

/// Where bytes that are read go, piece by piece, in order. REQUIRES of an implementation: it calls nothing of the filesystem.
class Sink {
 public:
  virtual void put(const uint8_t* from, uint32_t len) = 0;
  /// In place of put(): where the next `len` bytes may be written to directly; null: nowhere.
  virtual uint8_t* room(uint32_t /*len*/) { return nullptr; }
  /// In place of put(), for a store that can reach the memory of others: whether the next `len` bytes may be put to its address `at`. Granted, they are.
  virtual bool outside(uint32_t /*len*/, uint32_t& /*at*/) { return false; }
  /// In place of put(), of bytes that stay where they are until the next operation on files: true where they may be left there until then.
  virtual bool lend(const uint8_t* /*from*/, uint32_t /*len*/) { return false; }

 protected:
  ~Sink() = default;
};

/// Where bytes that are written come from, piece by piece, in order. REQUIRES as above.
class Source {
 public:
  virtual void get(uint8_t* to, uint32_t len) = 0;
  /// In place of get(), for a store that can reach the memory of others: whether the next `len` bytes are to be taken from its address `at`.
  virtual bool outside(uint32_t /*len*/, uint32_t& /*at*/) { return false; }

 protected:
  ~Source() = default;
};

/// The clock of files' times.
class Clock {
 public:
  virtual int64_t now_ns() = 0;  ///< since 1970

 protected:
  ~Clock() = default;
};

/// Bounds that a user can set.
struct Limits {
  uint64_t bytes = UINT64_MAX;  ///< that files of all writable volumes take together; beyond: kNospc
  uint64_t files = UINT64_MAX;  ///< inodes of these; beyond: kNospc
  uint32_t open = 1024;         ///< descriptors; beyond: kMfile
  uint32_t path = kPathMax;     ///< a path must be shorter; else kNametoolong
};

struct Usage {
  uint64_t bytes = 0;
  uint64_t files = 0;
};

/// What kWouldFetch is about.
struct Wanted {
  enum class Kind : uint8_t { kNothing, kData, kName, kStore } kind = Kind::kNothing;
  uint32_t volume = 0;
  uint64_t ino = 0;     ///< the file that lacks data, or the directory; nothing of the rest is said where it is kStore: its backend knows
  uint32_t key = 0;     ///< what remote_file() or remote_directory() was given
  uint64_t offset = 0;  ///< of the data, in whole blocks
  uint64_t len = 0;
  uint8_t name_len = 0;
  char name[kNameMax];  ///< kName: may be in the directory or not
  bool folder = false;  ///< kName: the path goes on behind it, so that it could only be a directory
};

}  // namespace goferry::files

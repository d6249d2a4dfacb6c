// WASI preview 1 for one program: the functions of wasi_preview1.def over a Filesystem. Errors are Linux's inside, and WASI's at the edge (answer()).
//
// One thread, nothing blocks. A call that cannot be answered yet has done nothing and gives kWouldFetch; wait() says what for, and the same call is
// made again then. Every address and length that the program passes is checked before anything else happens; addresses of results too.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bridge/files/filesystem.h"
#include "bridge/host/go_memory.h"
#include "bridge/host/wasm_import.h"

extern "C" {
#define WASI_HOST(name, result, params) GOFERRY_IMPORT("wasi", wasi_##name) result wasi_##name params;
#include "bridge/imports/wasi_host.def"
#undef WASI_HOST
}

namespace goferry {

class Wasi {
 public:
  /// In place of an errno: wait, and call again. The trampolines know it (tools/generate.mjs).
  static constexpr uint32_t kWait = UINT32_MAX;

  /// Opens standard input, output and error as descriptors 0 to 2. REQUIRES: `files` has no descriptor yet, and outlives it.
  explicit Wasi(files::Filesystem& files);

  /// What the program is called with: each string ends with a NUL, `args` of them are arguments, the others "NAME=value".
  void set_strings(std::string_view strings, uint32_t args);

  /// Opens the directory at `path` for the program, which knows it as `name`: the next descriptor, from 3 on.
  Result<files::Fd> preopen(std::string_view name, std::string_view path);

  /// A connected socket: the next descriptor. `stream` is what the host knows it by, 3 or more.
  Result<files::Fd> open_socket(int32_t stream, bool nonblock);

  /// Whether the host is told of changes, by wasi_changed(): a path is that of the preopen, a slash and what the program has passed.
  void watch(bool on) { watched_ = on; }

#define WASI(name, params, signature) Errno name params;
#define WASI_EXIT(name, params, signature) void name params;
#include "bridge/imports/wasi_preview1.def"
#undef WASI
#undef WASI_EXIT

  /// What a call comes to for the program: an errno of WASI, or kWait.
  static uint32_t answer(Errno error) { return error == Errno::kWouldFetch ? kWait : wasi_errno(error); }

  /// What the last kWouldFetch waits for.
  enum Streams : uint32_t { kInput = 1, kSockets = 2 };
  struct Wait {
    bool events = false;     ///< else the filesystem wants something
    uint32_t streams = 0;    ///< which may become ready: kInput, kSockets
    double timeout_ms = -1;  ///< at most so long; -1: no clock
  };
  Wait take_wait();

 private:
  static constexpr uint32_t kIovecsMax = 1024;         // as Linux
  static constexpr uint32_t kMessageMax = 1024 * 128;  // bytes that a socket is given at a time

  struct Strings {
    std::string text;
    std::vector<uint32_t> starts;
  };
  /// A subscription of poll_oneoff as it is now.
  struct Ready {
    bool now = false;
    Errno error = Errno::kOk;
    uint64_t bytes = 0;
    uint32_t flags = 0;
    double in_ms = -1;     // a clock: how long still
    uint32_t streams = 0;  // what may become ready
  };

  Errno put_strings(const Strings& strings, uint32_t pointers, uint32_t text);
  static Errno put_sizes(const Strings& strings, uint32_t count_at, uint32_t bytes_at);
  /// Copies the vectors, checked, to iovecs_; `total` is the sum of their lengths.
  Errno take_iovecs(uint32_t at, uint32_t count, uint32_t& total);
  /// What of them lies in one piece from the byte `at` of them all on. REQUIRES: there are so many.
  GoRange piece(uint32_t at) const;
  /// How bytes move, beside $riflags.
  enum How : uint32_t { kWrite = 4, kSocketOnly = 8, kBadFlags = 16 };
  Errno transfer(uint32_t fd, uint32_t iovs, uint32_t iovs_len, const uint64_t* offset, uint32_t count_at, uint32_t how);
  /// The same between a stream and the vectors in iovecs_, which have `total` bytes.
  Errno move(files::Fd fd, uint32_t total, uint32_t how, uint32_t& count);
  int32_t send(uint32_t stream, uint32_t total);

  /// Copies a path of the program's into one of the two buffers. The view is good until the next call with that buffer.
  Errno take_path(uint32_t at, uint32_t len, uint32_t buffer, std::string_view& path);
  Errno rights(uint32_t fd, uint64_t wanted) const;
  const std::string* preopened(uint32_t fd) const;
  /// kBadf, kNotsock, kNotcapable, or the socket.
  Result<uint32_t> socket(uint32_t fd, uint64_t wanted) const;
  /// A descriptor of that stream, or none, is no more: if it was a socket, so is that.
  void closed(const Result<int32_t>& was);
  /// Remembers what a descriptor was opened as: one that is written to, or a directory.
  void remember(files::Fd fd, uint32_t base, std::string_view name);
  /// Tells that what it was opened as has changed.
  void changed(uint32_t fd);
  void changed(uint32_t base, std::string_view name, bool removed = false);
  Errno subscribed(uint32_t at, double realtime_ms, double monotonic_ms, Ready& ready);

  files::Filesystem& files_;
  Strings args_;
  Strings environment_;
  std::vector<std::string> preopens_;  // by descriptor: its name, empty where it is none
  std::vector<std::string> opened_;    // by descriptor: its path, when it was opened
  std::string changed_;
  bool watched_ = false;
  Wait wait_;
  double poll_began_ms_ = -1;  // of a poll that waits, on the monotonic clock
  uint32_t moved_ = 0;         // bytes, by a read or write of a stream that waits: it is the next one to be made
  std::string message_;
  GoRange iovecs_[kIovecsMax];
  char paths_[2][files::kPathMax];
};

namespace wasi {

/// The first stream that is a socket.
inline constexpr int32_t kFirstSocket = 3;

/// Linux's type bits as a $filetype.
uint8_t filetype(uint32_t type);
/// Writes a $filestat. REQUIRES: the address was checked.
void put_filestat(uint32_t at, const files::Stat& stat);
/// A $timestamp and its $fstflags as times to set.
Errno set_times(uint64_t atim, uint64_t mtim, uint32_t flags, files::SetTime& access, files::SetTime& modification);

}  // namespace wasi
}  // namespace goferry

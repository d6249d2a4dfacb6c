// What WASI's functions ask of JavaScript (bridge/imports/wasi_host.def), faked, and a program's memory and filesystem around them.
#pragma once
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bridge/files/filesystem.h"
#include "bridge/imports/wasi.h"
#include "bridge/imports/wasi_types.h"
#include "tests/unit/fake_host.h"

namespace goferry::test {

/// The page's end of a socket.
struct FakeSocket {
  std::deque<std::string> messages;  ///< to the program; what is left of the first
  bool ended = false;                ///< no more of them will come
  bool fails = false;
  std::vector<std::string> sent;
  size_t space = SIZE_MAX;  ///< for so many messages of the program's
  uint32_t longest = 1 << 17;
  bool gone = false;  ///< takes none any more
  uint32_t shut = 0;  ///< by the program
};

/// What the host functions act on.
struct FakeWasi {
  double wall_ms = 1.7e12;
  double now_ms = 1000;
  std::optional<std::string> input = "";  ///< what is there to be read; none: not yet
  bool input_fails = false;
  FakeSocket sockets[2];             ///< streams 3 and 4
  std::string output[3];             ///< by stream
  std::string ended;                 ///< "exit 3", "signal 6"
  std::vector<std::string> changes;  ///< "/0/a", "-/0/b" for what was removed
};
FakeWasi& fake_wasi();

/// A program with one page of memory, the preopened folder "/data" (descriptor 3) and the open file "/data/file" (4) that holds "0123456789".
class WasiFixture {
 public:
  static constexpr uint32_t kSize = FakeMemory::kPageBytes;
  static constexpr files::Fd kDir = 3;
  static constexpr files::Fd kFile = 4;
  // Where the tests put things.
  static constexpr uint32_t kPath = 1024;
  static constexpr uint32_t kOther = 8192;
  static constexpr uint32_t kIovecs = 16384;
  static constexpr uint32_t kBuffer = 20480;
  static constexpr uint32_t kResult = 40960;

  WasiFixture();

  /// Puts a path of the program's at kPath (or elsewhere); gives its length.
  uint32_t path(std::string_view text, uint32_t at = kPath);
  /// Puts one vector at kIovecs.
  void iovec(uint32_t at, uint32_t len, uint32_t index = 0);
  uint32_t result32(uint32_t offset = 0) const { return host.memory.peek<uint32_t>(kResult + offset); }
  uint64_t result64(uint32_t offset = 0) const { return host.memory.peek<uint64_t>(kResult + offset); }
  /// path_open with all rights of files, or those given.
  Errno open(std::string_view name, uint32_t oflags, files::Fd& fd, uint64_t base = wasi::kAllRights, uint32_t fdflags = 0);
  std::string read(files::Fd fd, uint32_t len);

 private:
  struct WallClock : files::Clock {
    int64_t now_ns() override { return static_cast<int64_t>(fake_wasi().wall_ms * 1e6); }
  };
  WallClock clock_;

 public:
  FakeHost host{1};
  CurrentHost current{host};
  files::Filesystem files{clock_, {}};
  Wasi wasi{files};
};

}  // namespace goferry::test

// The error numbers of errno.def. Inside the bridge an error is an Errno; it becomes WASI's number or a negative one for JavaScript at the edge.
#pragma once
#include <cstdint>

namespace goferry {

enum class Errno : uint16_t {
  kOk = 0,
#define ERRNO(name, code, linux_number, wasi, text) name = linux_number,
#include "bridge/base/errno.def"
#undef ERRNO
  /// Not an error of the program: bytes or a name that are not here yet. Filesystem::wanted() says what to fetch; then the same call again.
  kWouldFetch = 4096,
};

/// The number that WASI preview 1 has for it. kWouldFetch has none: AGAIN.
constexpr uint16_t wasi_errno(Errno error) {
  switch (error) {
    case Errno::kOk:
      return 0;
#define ERRNO(name, code, linux_number, wasi, text) \
  case Errno::name:                                 \
    return wasi;
#include "bridge/base/errno.def"
#undef ERRNO
    case Errno::kWouldFetch:
      break;
  }
  return wasi_errno(Errno::kAgain);
}

}  // namespace goferry

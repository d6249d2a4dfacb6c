// Sockets: there are none, so every descriptor is something else.
#include "bridge/imports/wasi.h"

namespace goferry {

Errno Wasi::no_socket(uint32_t fd) const {
  const auto stat = files_.fd_stat(static_cast<files::Fd>(fd));
  return stat.ok() ? Errno::kNotsock : stat.error();
}

Errno Wasi::sock_accept(uint32_t fd, uint32_t, uint32_t fd_at) { return GoMemory::in_bounds(fd_at, 4) ? no_socket(fd) : Errno::kFault; }

Errno Wasi::sock_recv(uint32_t fd, uint32_t iovs, uint32_t iovs_len, uint32_t, uint32_t count_at, uint32_t out_flags_at) {
  if (!GoMemory::in_bounds(count_at, 4) || !GoMemory::in_bounds(out_flags_at, 2)) return Errno::kFault;
  uint32_t total = 0;
  const Errno error = take_iovecs(iovs, iovs_len, total);
  return error == Errno::kOk ? no_socket(fd) : error;
}

Errno Wasi::sock_send(uint32_t fd, uint32_t iovs, uint32_t iovs_len, uint32_t, uint32_t count_at) {
  if (!GoMemory::in_bounds(count_at, 4)) return Errno::kFault;
  uint32_t total = 0;
  const Errno error = take_iovecs(iovs, iovs_len, total);
  return error == Errno::kOk ? no_socket(fd) : error;
}

Errno Wasi::sock_shutdown(uint32_t fd, uint32_t) { return no_socket(fd); }

}  // namespace goferry

// Sockets: those that the program has from its start, each connected with a channel of the page. The host has their bytes (wasi_host.def).
#include "bridge/imports/wasi.h"
#include "bridge/imports/wasi_types.h"

namespace goferry {

Result<files::Fd> Wasi::open_socket(int32_t stream, bool nonblock) {
  const uint32_t flags = files::kReadWrite | (nonblock ? uint32_t{files::kNonblock} : 0);
  return files_.open_stream(stream, files::kSocket, flags, {wasi::kConnectedRights, 0});
}

Result<uint32_t> Wasi::socket(uint32_t fd, uint64_t wanted) const {
  const auto stat = files_.fd_stat(static_cast<files::Fd>(fd));
  if (!stat.ok()) return stat.error();
  if (stat->type != files::kSocket) return Errno::kNotsock;
  const Errno error = rights(fd, wanted);
  if (error != Errno::kOk) return error;
  return static_cast<uint32_t>(stat->stream);
}

void Wasi::closed(const Result<int32_t>& was) {
  if (was.ok() && *was >= wasi::kFirstSocket) static_cast<void>(wasi_shut(static_cast<uint32_t>(*was), wasi::kSdflagsKnown));
}

/// There is no socket that listens.
Errno Wasi::sock_accept(uint32_t fd, uint32_t, uint32_t fd_at) {
  if (!GoMemory::in_bounds(fd_at, 4)) return Errno::kFault;
  const auto stream = socket(fd, 0);
  return stream.ok() ? Errno::kInval : stream.error();
}

Errno Wasi::sock_recv(uint32_t fd, uint32_t iovs, uint32_t iovs_len, uint32_t flags, uint32_t count_at, uint32_t out_flags_at) {
  if (!GoMemory::in_bounds(out_flags_at, 2)) return Errno::kFault;
  const Errno error =
      transfer(fd, iovs, iovs_len, nullptr, count_at, kSocketOnly | (flags > wasi::kRiflagsKnown ? uint32_t{kBadFlags} : flags));
  if (error != Errno::kOk) return error;
  GoMemory::store8(out_flags_at, 0);  // nothing of a stream is ever cut off
  GoMemory::store8(out_flags_at + 1, 0);
  return error;
}

Errno Wasi::sock_send(uint32_t fd, uint32_t iovs, uint32_t iovs_len, uint32_t flags, uint32_t count_at) {
  return transfer(fd, iovs, iovs_len, nullptr, count_at, kSocketOnly | kWrite | (flags != 0 ? uint32_t{kBadFlags} : 0));
}

Errno Wasi::sock_shutdown(uint32_t fd, uint32_t how) {
  const auto stream = socket(fd, wasi::kSockShutdown);
  if (!stream.ok()) return stream.error();
  if (how == 0 || how > wasi::kSdflagsKnown) return Errno::kInval;
  return wasi_shut(*stream, how) != 0 ? Errno::kOk : Errno::kNotconn;
}

}  // namespace goferry

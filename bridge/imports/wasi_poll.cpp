// poll_oneoff: what is ready now; else it waits, for the earliest of its clocks, for standard input and for sockets.
#include <algorithm>

#include "bridge/imports/wasi.h"
#include "bridge/imports/wasi_types.h"

namespace goferry {

using files::Fd;
using wasi::Event;
using wasi::Subscription;

/// REQUIRES: the subscription lies in memory.
Errno Wasi::subscribed(uint32_t at, double realtime_ms, double monotonic_ms, Ready& ready) {
  const uint32_t tag = GoMemory::load8(at + Subscription::kTag);
  if (tag > wasi::kEventWrite) return Errno::kInval;
  if (tag == wasi::kEventClock) {
    const uint32_t clock = GoMemory::load32(at + Subscription::kClock);
    const auto timeout_ms = static_cast<double>(GoMemory::load64(at + Subscription::kTimeout)) / 1e6;
    const bool absolute = (GoMemory::load32(at + Subscription::kClockFlags) & wasi::kAbstime) != 0;
    if (clock > wasi::kMonotonic) {
      ready = {true, Errno::kInval};
      return Errno::kOk;
    }
    const double now_ms = absolute && clock == wasi::kRealtime ? realtime_ms : monotonic_ms;
    const double due_ms = absolute ? timeout_ms : poll_began_ms_ + timeout_ms;
    ready.now = due_ms <= now_ms;
    ready.in_ms = due_ms - now_ms;
    return Errno::kOk;
  }

  const uint32_t fd = GoMemory::load32(at + Subscription::kFd);
  ready.now = true;
  ready.error = rights(fd, wasi::kPollFdReadwrite | (tag == wasi::kEventRead ? wasi::kFdRead : wasi::kFdWrite));
  if (ready.error != Errno::kOk) return Errno::kOk;
  const auto stat = files_.fd_stat(static_cast<Fd>(fd));
  if (!stat.ok()) return stat.error();
  if (stat->stream < 0) {  // files can always be read and written
    const auto file = files_.fstat(static_cast<Fd>(fd));
    const auto offset = files_.seek(static_cast<Fd>(fd), 0, 1);
    if (tag == wasi::kEventRead && file.ok() && offset.ok() && file->size > static_cast<uint64_t>(*offset))
      ready.bytes = file->size - static_cast<uint64_t>(*offset);
    return Errno::kOk;
  }
  const auto stream = static_cast<uint32_t>(stat->stream);
  const bool socket = stream >= wasi::kFirstSocket;
  if (tag == wasi::kEventWrite && !socket) return Errno::kOk;
  const uint32_t found = wasi_ready(stream, tag == wasi::kEventWrite ? 1 : 0);
  ready.now = found != 0;
  if (found == 0) ready.streams = socket ? kSockets : kInput;
  else ready.bytes = found - 1;
  if (found == 1) ready.flags = wasi::kHangup;
  return Errno::kOk;
}

Errno Wasi::poll_oneoff(uint32_t in, uint32_t out, uint32_t count, uint32_t events_at) {
  if (count == 0) return Errno::kInval;
  if (!GoMemory::in_bounds(in, uint64_t{count} * Subscription::kSize)) return Errno::kFault;
  if (!GoMemory::in_bounds(out, uint64_t{count} * Event::kSize) || !GoMemory::in_bounds(events_at, 4)) return Errno::kFault;
  const double realtime_ms = wasi_now_ms(wasi::kRealtime);
  const double monotonic_ms = wasi_now_ms(wasi::kMonotonic);
  if (poll_began_ms_ < 0) poll_began_ms_ = monotonic_ms;

  uint32_t events = 0;
  Wait wait = {true, 0, -1};
  Errno error = Errno::kOk;
  // Events never overtake subscriptions that are still to be read: they are the smaller ones.
  for (uint32_t i = 0; i < count; ++i) {
    const uint32_t at = in + i * Subscription::kSize;
    Ready ready;
    error = subscribed(at, realtime_ms, monotonic_ms, ready);
    if (error != Errno::kOk) break;
    if (!ready.now) {
      wait.streams |= ready.streams;
      if (ready.in_ms >= 0) wait.timeout_ms = wait.timeout_ms < 0 ? ready.in_ms : std::min(wait.timeout_ms, ready.in_ms);
      continue;
    }
    const uint32_t to = out + events * Event::kSize;
    const uint64_t userdata = GoMemory::load64(at + Subscription::kUserdata);
    const uint32_t tag = GoMemory::load8(at + Subscription::kTag);
    GoMemory::store64(to + Event::kUserdata, userdata);
    GoMemory::store64(to + Event::kError, wasi_errno(ready.error) | tag << 8 * (Event::kType - Event::kError));
    GoMemory::store64(to + Event::kBytes, ready.bytes);
    GoMemory::store64(to + Event::kFlags, ready.flags);
    ++events;
  }
  if (error == Errno::kOk && events == 0) {
    wait_ = wait;
    return Errno::kWouldFetch;
  }
  poll_began_ms_ = -1;
  if (error == Errno::kOk) GoMemory::store32(events_at, events);
  return error;
}

}  // namespace goferry

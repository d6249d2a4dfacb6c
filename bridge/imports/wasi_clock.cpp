// Clocks. Pages have two: the time of day, which counts milliseconds, and one that never goes back, which browsers coarsen. None counts the
// time that a program computes.
#include "bridge/imports/wasi.h"
#include "bridge/imports/wasi_types.h"

namespace goferry {

namespace {

constexpr uint64_t kRealtimeStepNs = 1'000'000;
constexpr uint64_t kMonotonicStepNs = 100'000;  // of a page that is not isolated

/// The doubles that hold the time of day in ms are a quarter of a microsecond apart; times a million, their sum would lose more.
uint64_t nanoseconds(double ms) {
  const auto whole = static_cast<uint64_t>(ms);
  return whole * 1'000'000 + static_cast<uint64_t>((ms - static_cast<double>(whole)) * 1e6);
}

}  // namespace

Errno Wasi::clock_res_get(uint32_t clock, uint32_t time_at) {
  if (!GoMemory::in_bounds(time_at, 8)) return Errno::kFault;
  if (clock > wasi::kMonotonic) return Errno::kInval;
  GoMemory::store64(time_at, clock == wasi::kRealtime ? kRealtimeStepNs : kMonotonicStepNs);
  return Errno::kOk;
}

Errno Wasi::clock_time_get(uint32_t clock, uint64_t, uint32_t time_at) {
  if (!GoMemory::in_bounds(time_at, 8)) return Errno::kFault;
  if (clock > wasi::kMonotonic) return Errno::kInval;
  GoMemory::store64(time_at, nanoseconds(wasi_now_ms(clock)));
  return Errno::kOk;
}

}  // namespace goferry

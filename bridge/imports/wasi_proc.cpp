// The end, signals, random bytes, yielding.
#include "bridge/imports/wasi.h"

namespace goferry {

namespace {

/// $signal
enum Signal : uint32_t { kNone = 0, kChld = 16, kCont, kStop, kTstp, kTtin, kTtou, kUrg, kWinch = 27, kSys = 30 };

}  // namespace

void Wasi::proc_exit(uint32_t code) { wasi_exit(code, 0); }

/// What a signal does that nobody handles (and nobody can): nothing, or the program's end. There is nobody who could let it go on after a stop.
Errno Wasi::proc_raise(uint32_t signal) {
  if (signal > kSys) return Errno::kInval;
  if (signal == kNone || signal == kChld || signal == kCont || signal == kUrg || signal == kWinch) return Errno::kOk;
  if (signal >= kStop && signal <= kTtou) return Errno::kNotsup;
  wasi_exit(0, signal);
  return Errno::kOk;
}

Errno Wasi::random_get(uint32_t buf, uint32_t buf_len) {
  if (!GoMemory::in_bounds(buf, buf_len)) return Errno::kFault;
  if (buf_len != 0) wasi_random(buf, buf_len);
  return Errno::kOk;
}

Errno Wasi::sched_yield() { return Errno::kOk; }

}  // namespace goferry

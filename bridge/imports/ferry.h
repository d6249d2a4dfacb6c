// Go's side of the channels of one program: the functions of the import module "goferry" (ferry.def), and how its goroutines sleep and wake.
//
// A goroutine that finds nothing calls wait() and parks. Once Go has been left, the host calls settle(): whoever can go on already is
// woken at once, and for the others the waiting words are set, so that the page rings. All on one thread.
#pragma once
#include <cstdint>

#include "bridge/channel/arena.h"
#include "bridge/channel/latest.h"
#include "bridge/channel/ring.h"
#include "bridge/host/wasm_import.h"

extern "C" {
#define FERRY_HOST(name, result, params) GOFERRY_IMPORT("ferry", ferry_##name) result ferry_##name params;
#include "bridge/imports/ferry_host.def"
#undef FERRY_HOST
}

namespace goferry {

/// What Go gets that is no handle and no length. go/internal/host has the same.
enum Answer : int32_t {
  kOk = 0,
  kNotNow = -1,       ///< nothing to read, or no space to write
  kClosed = -2,       ///< closed; for a reader: and everything was read
  kDoesNotFit = -3,   ///< the message is too long for the channel, or for the slice
  kNoChannel = -4,    ///< no such handle
  kBrokenPeer = -5,   ///< the page's side wrote what no sound one writes
  kNameTaken = -6,    ///< that name is open already
  kNoMemory = -7,     ///< the arena cannot grow, or too many channels are open
  kBadArgument = -8,  ///< outside of memory, or out of range
};

/// Flag in the result of send() and recv(): this goes on for so long now that the host wants a turn.
inline constexpr int32_t kTurnDue = 1 << 30;

/// What a goroutine waits for; bits.
enum Want : uint32_t { kReadable = 1, kWritable = 2 };

class Ferry {
 public:
  static constexpr int32_t kAbi = 1;
  /// How long Go may go on sending and receiving without the host's event loop having a turn.
  static constexpr double kTurnMs = 4;

#define FERRY(name, params, signature) int32_t name params;
#include "bridge/imports/ferry.def"
#undef FERRY

  /// Go has been left. The handle of a channel whose goroutines can go on, or -1 when all that wait may sleep. Call until it is -1.
  int32_t settle();

  /// Whether one of those that sleep could go on: for spinning before sleep.
  bool ready();

  /// The host's event loop had a turn.
  void turn_begins() { turn_began_ms_ = -1; }

  /// The page has let go of a channel that Go closed: its place may be used again.
  void release(uint32_t handle);

 private:
  struct Channel {
    enum class State : uint8_t { kFree, kOpen, kClosed } state = State::kFree;
    bool latest = false;
    uint32_t wants = 0;  // Want: goroutines that wait
    uint32_t at = 0;     // of its two rings; stays when it is free
    uint32_t bytes = 0;  // of the place: both, and maybe more
    channel::RingWriter<channel::Arena> out;
    channel::RingReader<channel::Arena> in;
    channel::LatestWriter<channel::Arena> out_latest;
    channel::LatestReader<channel::Arena> in_latest;

    template <class Do>
    auto writer(Do action) {
      return latest ? action(out_latest) : action(out);
    }
    template <class Do>
    auto reader(Do action) {
      return latest ? action(in_latest) : action(in);
    }
  };

  Channel* find(uint32_t handle);
  Channel* place(uint32_t bytes);
  bool is_ready(Channel& channel);
  void ring_if(bool sleeps, uint32_t handle) {
    if (sleeps) ferry_bell(handle);
  }
  int32_t turn_flag(uint32_t bytes);

  Channel channels_[channel::CHANNELS_MAX] = {};
  uint32_t end_ = channel::RINGS_AT;  // of what has been given to channels
  double turn_began_ms_ = -1;         // -1: not known yet
  uint32_t since_look_ = 0;           // bytes moved since the clock was looked at
};

}  // namespace goferry

// Going to sleep, and not missing the other side's ring: the sleeper sets its waiting word and then looks again; the other side publishes,
// and then looks at the word. Both in the one order that all sides agree on (sequentially consistent): with acquire and release alone each
// can miss the other (tests/unit/channel/handshake_test.cpp shows it).
#pragma once
#include <cstdint>

namespace goferry::channel {

/// Whether the other side sleeps and this one is the one to ring. REQUIRES: what it waits for is published.
template <class Memory>
bool take_waiting(Memory& memory, uint32_t at) {
  return memory.load(at) != 0 &&
         memory.exchange(at, 0) != 0;  // the load first: an exchange would take the cache line from a reader that is awake
}

}  // namespace goferry::channel

#include "tests/unit/bridge_fixture.h"

#include <doctest/doctest.h>

namespace goferry::test {

BridgeFixture::BridgeFixture() { host.result = &bridge.result; }

BridgeFixture::~BridgeFixture() {
  CHECK_MESSAGE(bridge.refs.live() == 0, "refs are still held");
  CHECK_MESSAGE(bridge.strings.outstanding() == 0, "prepared strings are still held");
  CHECK_MESSAGE(bridge.timers.count() == 0, "timers are still registered");
  CHECK_MESSAGE(host.bad_releases == 0, "values were released that JavaScript had not given, or twice");
  CHECK_MESSAGE(host.held.empty(), "JavaScript still holds strings");
}

void BridgeFixture::put_slice(uint32_t offset, uint64_t at, uint64_t len) {
  put(offset, at);
  put(offset + 8, len);
}

uint32_t BridgeFixture::text_at() { return next_text_; }

void BridgeFixture::put_string_at(uint32_t offset, std::string_view text, uint32_t at) {
  host.memory.poke_bytes(at, text.data(), text.size());
  put_slice(offset, at, text.size());
  if (at == next_text_) next_text_ += static_cast<uint32_t>(text.size()) + 8;  // a canary between neighbours
}

void BridgeFixture::put_refs(uint32_t offset, std::initializer_list<uint64_t> refs) {
  next_text_ = (next_text_ + 7) & ~7u;
  put_slice(offset, next_text_, refs.size());
  put(offset + 16, refs.size());
  for (const uint64_t ref : refs) host.memory.poke(next_text_, ref), next_text_ += 8;
  next_text_ += 8;
}

bool BridgeFixture::run(ImportBody body) {
  host.memory.begin();
  const bool unwinds = body(bridge, sp);
  CHECK_MESSAGE(!host.memory.changed_elsewhere(), "memory changed where nothing was stored");
  return unwinds;
}

void BridgeFixture::finalize(uint64_t ref) {
  put(8, ref);
  CHECK_FALSE(run(finalize_ref));
}

void BridgeFixture::clear_timer(uint32_t id) {
  put32(8, id);
  CHECK_FALSE(run(clear_timeout_event));
}

void BridgeFixture::reenter_moving_stack(uint32_t new_sp, uint32_t grow_pages) {
  host.page = [this, new_sp, grow_pages] {
    ++bridge.entries;
    host.stack_pointer = new_sp;
    if (grow_pages != 0) host.memory.grow(grow_pages);
  };
}

void BridgeFixture::reenter_ending(State state) {
  host.page = [this, state] {
    ++bridge.entries;
    bridge.end(state);
    host.stack_pointer = 0xDEAD0000;  // whoever asks for it now gets nothing good
  };
}

}  // namespace goferry::test

// A bridge over a fake host, and a frame of Go's to call its imports with. At its end a test must have given everything back.
#pragma once
#include <bit>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include "bridge/imports/bridge.h"
#include "bridge/values/ref.h"
#include "tests/unit/fake_host.h"
#include "tests/unit/signature.h"

namespace goferry::test {

inline uint64_t number_ref(double number) { return std::bit_cast<uint64_t>(number); }
inline uint64_t object_ref(uint32_t id) { return make_ref(id, kFlagObject); }

class BridgeFixture {
 public:
  static constexpr uint32_t kPages = 2;
  static constexpr uint32_t kMemoryBytes = kPages * FakeMemory::kPageBytes;
  static constexpr uint32_t kFrameAt = 4104;  ///< where sp points unless a test moves it
  static constexpr uint32_t kTextAt = 8192;   ///< strings and slices that a test puts into memory begin here

  BridgeFixture();
  BridgeFixture(const BridgeFixture&) = delete;
  BridgeFixture& operator=(const BridgeFixture&) = delete;
  ~BridgeFixture();  ///< fails the test where Go still holds something

  FakeHost host{kPages};
  CurrentHost current{host};
  std::unique_ptr<Bridge> owner = std::make_unique<Bridge>();  // not on the stack: it is larger than a wasm stack
  Bridge& bridge = *owner;
  uint32_t sp = kFrameAt;

  /// Puts an argument into the frame, at an offset from sp.
  void put(uint32_t offset, uint64_t value) { host.memory.poke(sp + offset, value); }
  void put32(uint32_t offset, uint32_t value) { host.memory.poke(sp + offset, value); }
  void put_slice(uint32_t offset, uint64_t at, uint64_t len);
  void put_string(uint32_t offset, std::string_view text) { put_string_at(offset, text, text_at()); }
  void put_string_at(uint32_t offset, std::string_view text, uint32_t at);
  void put_refs(uint32_t offset, std::initializer_list<uint64_t> refs);

  /// Calls an import as embind/exports.cpp does, but for the check of the frame. True: it asks for unwind(). Fails the test where it
  /// changes a byte by other means than a store.
  bool run(ImportBody body);

  uint64_t result(uint32_t offset) const { return host.memory.peek<uint64_t>(sp + offset); }
  double result_number(uint32_t offset) const { return host.memory.peek<double>(sp + offset); }
  uint32_t result32(uint32_t offset) const { return host.memory.peek<uint32_t>(sp + offset); }
  uint32_t result8(uint32_t offset) const { return host.memory.peek<uint8_t>(sp + offset); }

  std::string reads() const { return to_string(host.memory.reads()); }    ///< of the last run
  std::string writes() const { return to_string(host.memory.writes()); }  ///< of the last run
  std::string frame_span(uint32_t from, uint32_t to) const { return to_string({{sp + from, to - from}}); }
  std::string take_log() { return host.take_log(); }

  void finalize(uint64_t ref);  ///< Go's finaliser of a ref
  void clear_timer(uint32_t id);

  /// The page re-enters Go, which moves the goroutine's stack (and memory, where it grows it).
  void reenter_moving_stack(uint32_t new_sp, uint32_t grow_pages = 0);
  /// The page re-enters Go, which ends.
  void reenter_ending(State state);

 private:
  uint32_t text_at();
  uint32_t next_text_ = kTextAt;
};

}  // namespace goferry::test

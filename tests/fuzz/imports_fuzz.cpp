// Sequences of import calls with hostile frames, on a page that re-enters Go, grows its memory, and ends the program.
//
// What must hold: no access outside of memory (the fake host and AddressSanitizer see to it), no write but into results and slices of the
// calls under way, an import of an ended program unwinds, no value is released that JavaScript did not give. Input: operations, see step().
#include <bit>
#include <cmath>
#include <memory>
#include <vector>

#include "bridge/imports/frame.h"
#include "tests/fuzz/input.h"
#include "tests/unit/fake_host.h"
#include "tests/unit/signature.h"

using namespace goferry;
using goferry::fuzz::Input;
using namespace goferry::test;

namespace {

const std::vector<Signature>& signatures() {
  static const auto parsed = [] {
    std::vector<Signature> all;
    for (const Import& import : kImports) all.push_back(parse_signature(import.signature));
    return all;
  }();
  return parsed;
}

class Machine {
 public:
  explicit Machine(Input& input) : in_(input) {
    host_.log.recording = false;
    host_.result = &bridge_->result;
    host_.page = [this] { page(); };
    host_.memory.on_write = [this](const Span& span) { check_write(span); };
  }

  void run() {
    for (int i = 0; i < 200 && !in_.empty() && !bridge_->ended(); ++i) {
      results_.clear();
      slices_.clear();
      step();
      FUZZ_REQUIRE(host_.bad_releases == 0);
      FUZZ_REQUIRE(bridge_->strings.outstanding() >= host_.held.size());
    }
  }

 private:
  // One call of an import: which, where its frame lies, what is in it, what the host answers.
  void step() {
    const size_t index = in_.take<uint8_t>() % std::size(kImports);
    const Import& import = kImports[index];
    const Signature& signature = signatures()[index];
    const uint32_t sp = take_stack_pointer(import.frame_bytes);
    const bool fits = GoMemory::frame_in_bounds(sp, import.frame_bytes);
    bool broken = !fits;
    if (fits) {
      for (const Field& field : signature.arguments) {
        put_argument(sp, field);
        allow_slice(sp, field);
        broken = broken || reaches_outside(sp, field);
      }
      allow_results(sp, import.frame_bytes, signature);
    }
    script_host();
    const bool unwinds = fits ? import.body(*bridge_, sp) : fault(*bridge_, Fault::kFrame);
    if (bridge_->ended()) FUZZ_REQUIRE(unwinds);
    if (broken) FUZZ_REQUIRE(bridge_->state == State::kCrashed);
    if ((in_.take<uint8_t>() & 7) == 0) fire_timer();
  }

  uint32_t take_stack_pointer(uint32_t frame_bytes) {
    const auto size = static_cast<uint32_t>(host_.memory.size());
    const auto how = in_.take<uint8_t>();
    if (how < 0xD0) return in_.take<uint16_t>() & ~7u;  // 64 KiB: always in memory, but for the last bytes
    if (how < 0xE0) return size - frame_bytes;
    if (how < 0xF0) return size - in_.take<uint8_t>();
    return in_.take<uint32_t>();
  }

  // An argument as Go would give it, or any bits.
  void put_argument(uint32_t sp, const Field& field) {
    const uint64_t at = uint64_t{sp} + field.offset;
    const auto how = in_.take<uint8_t>();
    if (field.bytes == 4) return host_.memory.poke(at, how < 0x80 ? uint32_t{how} : in_.take<uint32_t>());
    if (how >= 0xF0) {
      for (uint32_t word = 0; word < field.bytes; word += 8) host_.memory.poke(at + word, take_hostile());
    } else if (field.type == "ref") {
      host_.memory.poke(at, take_ref());
    } else if (field.bytes >= 16) {  // string, []byte, []ref
      const uint64_t from = how & 1 ? in_.take<uint16_t>() : host_.memory.size() - in_.take<uint8_t>();
      const uint64_t len = in_.take<uint8_t>() >> (how & 6);
      host_.memory.poke(at, from);
      host_.memory.poke(at + 8, len);
    } else {
      host_.memory.poke(at, static_cast<uint64_t>(static_cast<int64_t>(in_.take<int16_t>())));
    }
  }

  // A number around which bounds break, or any bits.
  uint64_t take_hostile() {
    static constexpr uint64_t k2G = uint64_t{1} << 31, k4G = uint64_t{1} << 32, k2To61 = uint64_t{1} << 61, kSign = uint64_t{1} << 63;
    static constexpr uint64_t kEdges[] = {0, k2G, k4G / 8, k4G - 1, k4G, k2To61, kSign / 2, kSign, UINT64_MAX - 7, UINT64_MAX};
    const auto how = in_.take<uint8_t>();
    if (how < 0x40) return how;
    if (how < 0x60) return host_.memory.size() - how % 16;
    if (how < 0xE0) return kEdges[how % std::size(kEdges)] + how / 16 % 4;
    return in_.take<uint64_t>();
  }

  uint64_t take_ref() {
    const auto how = in_.take<uint8_t>();
    if (how < 0xA0) return make_ref(how % 24, how / 24);
    if (how < 0xC0) return make_ref(PreparedStrings::kFirstId + how % 8, kFlagObject);
    if (how < 0xE0) return std::bit_cast<uint64_t>(static_cast<double>(how) - 200);
    return in_.take<uint64_t>();
  }

  Answer take_answer() {
    const auto how = in_.take<uint8_t>();
    const uint32_t id = how % 24, flag = how / 24 % 5;
    switch (in_.take<uint8_t>() % 6) {
      case 0:
        return threw();
      case 1:
        return threw_value(id, flag);
      case 2:
        return threw_number(how + 0.5);
      case 3:
        return number(how - 100.5);
      default:
        return value(id, flag);
    }
  }

  void script_host() {
    host_.answer = take_answer();
    const auto how = in_.take<uint8_t>();
    host_.status = how % 8 < 6 ? how % 2 : how % 3;
    host_.length = how % 5 == 0 ? std::nan("") : in_.take<int32_t>() * (how % 5 == 1 ? 1e12 : 1.0);
    host_.holds_text = how % 7 == 0;
    host_.text.assign(how % 3 == 0 ? in_.take<uint16_t>() : how % 16, 't');
    if (how % 4 == 0) host_.array.reset();
    else host_.array = std::string(how, 'b');
    host_.now_ms += how % 32;
    host_.wall_ms = in_.take<int32_t>();
  }

  // Code of the page inside a primitive.
  void page() {
    if (depth_ == 4 || bridge_->ended()) return;
    ++depth_;
    const auto what = in_.take<uint8_t>();
    if (what >= 0xF8) bridge_->end(State::kTerminated);
    else if (what >= 0xC0) reenter();
    if (what % 16 == 0 && host_.memory.pages() < 3) host_.memory.grow(1);
    --depth_;
  }

  void reenter() {
    ++bridge_->entries;
    for (uint32_t calls = in_.take<uint8_t>() % 3; calls > 0 && !bridge_->ended(); --calls) step();
    host_.stack_pointer = take_stack_pointer(65);
    results_ = {{uint64_t{host_.stack_pointer} + 8, 57}};  // no frame from before may be written to: Go's stack has moved
    host_.answer = take_answer();
  }

  void fire_timer() {
    if (bridge_->ended()) return;
    const uint32_t id = bridge_->timers.fired(host_.now_ms);
    if (id != 0) FUZZ_REQUIRE(bridge_->timers.pending(id));
  }

  // Whether a string or slice argument does not lie in memory. By division, so that it shares no arithmetic with what it checks.
  bool reaches_outside(uint32_t sp, const Field& field) const {
    if (field.bytes < 16) return false;
    const auto at = host_.memory.peek<uint64_t>(sp + field.offset), len = host_.memory.peek<uint64_t>(sp + field.offset + 8);
    const uint64_t size = host_.memory.size(), element = field.type == "[]ref" ? 8 : 1;
    return at > size || len > (size - at) / element;
  }

  // A []byte to be filled; those named src are read.
  void allow_slice(uint32_t sp, const Field& field) {
    if (field.type != "[]byte" || field.name == "src") return;
    const Span slice = {host_.memory.peek<uint64_t>(sp + field.offset), host_.memory.peek<uint64_t>(sp + field.offset + 8)};
    if (GoMemory::in_bounds(slice.at, slice.len)) slices_.push_back(slice);
  }

  void allow_results(uint32_t sp, uint32_t frame_bytes, const Signature& signature) {
    if (signature.results.empty()) return;
    const uint32_t from = signature.results[0].offset;
    results_.push_back({uint64_t{sp} + from, frame_bytes - from});
  }

  void check_write(const Span& span) const {
    for (const auto* allowed : {&results_, &slices_}) {
      for (const Span& one : *allowed) {
        if (span.at >= one.at && span.at + span.len <= one.at + one.len) return;
      }
    }
    FUZZ_REQUIRE(span.len == 0);
  }

  Input& in_;
  FakeHost host_{1};
  CurrentHost current_{host_};
  std::unique_ptr<Bridge> bridge_ = std::make_unique<Bridge>();
  std::vector<Span> results_, slices_;  // where the calls under way may write
  int depth_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Input input(data, size);
  Machine(input).run();
  return 0;
}

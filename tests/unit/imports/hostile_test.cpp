// Frames that no Go compiler makes: the import faults before it reads or writes anything that they point at.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/unit/bridge_fixture.h"

using namespace goferry;
using namespace goferry::test;

namespace {

constexpr uint64_t kSize = BridgeFixture::kMemoryBytes;
constexpr uint64_t k4G = uint64_t{1} << 32;
constexpr uint64_t k2G = uint64_t{1} << 31;
constexpr uint64_t kSign = uint64_t{1} << 63;

const std::vector<Span> kBadSlices = {
    {kSize, 1},
    {kSize - 1, 2},
    {kSize + 1, 0},
    {0, kSize + 1},
    {1, kSize},
    {kSize, kSize},
    {k2G, 1},
    {k2G - 1, k2G},
    {k4G - 1, 0},
    {k4G - 1, 1},
    {k4G - 1, k4G - 1},
    {k4G, 0},
    {k4G, 1},
    {k4G + 64, 1},
    {0, k4G},
    {64, k4G},
    {64, k4G + 1},
    {1, k4G - 1},
    {kSign, 0},
    {kSign, 1},
    {64, kSign},
    {64, kSign + 1},
    {kSign, kSign},
    {64, kSign - 1},
    {UINT64_MAX, 0},
    {UINT64_MAX, 1},
    {UINT64_MAX, 2},
    {64, UINT64_MAX},
    {64, UINT64_MAX - 63},
    {UINT64_MAX - 7, 16},
    {UINT64_MAX, kSize},
    {UINT64_MAX, UINT64_MAX},
    {64, static_cast<uint64_t>(-64)},
    {kSize - 8, static_cast<uint64_t>(-8)},
};

// Counts of refs, whose bytes wrap at 2^32 or 2^64, beside all that is bad for bytes.
std::vector<Span> bad_refs() {
  std::vector<Span> bad = {{kSize - 8, 2},
                           {kSize - 7, 1},
                           {64, kSize / 8},
                           {64, k4G / 8},
                           {64, k4G / 8 + 1},
                           {64, k2G},
                           {64, kSize},
                           {64, kSize - 1},
                           {64, kSign / 4},
                           {64, kSign / 4 + 1},
                           {64, kSign / 4 * 3 + 1},
                           {0, kSign / 2 + 1},
                           {kSize - 8, kSign / 4 + 1}};
  bad.insert(bad.end(), kBadSlices.begin(), kBadSlices.end());
  return bad;
}

struct HostileFixture : BridgeFixture {
  // Runs the import with one slice argument made bad, the others harmless.
  void check_bad(const Import& import, const Signature& signature, const Field& bad, const Span& slice) {
    for (const Field& field : signature.arguments) {
      if (field.type == "ref") put(field.offset, object_ref(7));
      else if (field.type == "string") put_slice(field.offset, 16384, 4);
      else put_slice(field.offset, 20480, 2);
    }
    put_slice(bad.offset, slice.at, slice.len);
    bridge.state = State::kRunning;
    CAPTURE(slice.at);
    CAPTURE(slice.len);
    CHECK(run(import.body));
    CHECK(bridge.state == State::kCrashed);
    CHECK(take_log() == "fault(1)");
    CHECK(writes() == "");
    for (const Span& span : host.memory.reads()) CHECK((span.at >= sp + 8 && span.at + span.len <= sp + import.frame_bytes));
  }
};

bool is_slice(const Field& field) { return field.type == "string" || field.type == "[]byte" || field.type == "[]ref"; }

}  // namespace

TEST_CASE_FIXTURE(HostileFixture, "bad-slice: of every import, every string and slice argument") {
  int slices = 0;
  for (const Import& import : kImports) {
    CAPTURE(std::string(import.go_name));
    const Signature signature = parse_signature(import.signature);
    for (const Field& field : signature.arguments) {
      if (!is_slice(field)) continue;
      CAPTURE(field.name);
      ++slices;
      for (const Span& bad : field.type == "[]ref" ? bad_refs() : kBadSlices) check_bad(import, signature, field, bad);
    }
  }
  CHECK(slices == 12);
}

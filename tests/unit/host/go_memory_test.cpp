#include "bridge/host/go_memory.h"

#include <doctest/doctest.h>

#include <initializer_list>
#include <string>
#include <vector>

#include "tests/unit/fake_host.h"

using namespace goferry;
using namespace goferry::test;

namespace {
constexpr uint64_t kSize = 2 * FakeMemory::kPageBytes;
constexpr uint64_t k4G = uint64_t{1} << 32;
constexpr uint64_t k2G = uint64_t{1} << 31;
constexpr uint64_t kSign = uint64_t{1} << 63;
}  // namespace

TEST_CASE("go memory: in_bounds and range agree with exact arithmetic") {
  FakeHost host{2};
  const CurrentHost current{host};
  const std::vector<uint64_t> values = {
      0,     1,         64,        kSize - 1,  kSize,          kSize + 1,         k2G, k4G - 1, k4G, k4G + 1,
      kSign, kSign + 1, kSign - 1, UINT64_MAX, UINT64_MAX - 1, UINT64_MAX - kSize};
  for (const uint64_t at : values) {
    for (const uint64_t len : values) {
      CAPTURE(at);
      CAPTURE(len);
      const bool wraps = at > UINT64_MAX - len;
      const bool expected = !wraps && at + len <= kSize;
      CHECK(GoMemory::in_bounds(at, len) == expected);
      GoRange range{1, 2};
      CHECK(GoMemory::range(at, len, range) == expected);
      CHECK(range.at == (expected ? at : 1));
      CHECK(range.len == (expected ? len : 2));
    }
  }
}

TEST_CASE("go memory: memory of no page holds nothing but the empty range at 0") {
  FakeHost host{0};
  const CurrentHost current{host};
  CHECK(GoMemory::size_bytes() == 0);
  CHECK(GoMemory::in_bounds(0, 0));
  CHECK_FALSE(GoMemory::in_bounds(0, 1));
  CHECK_FALSE(GoMemory::in_bounds(1, 0));
}

TEST_CASE("go memory: frame_in_bounds is in_bounds, for frames of every size") {
  for (const uint32_t pages : {0u, 1u, 2u, 3u}) {
    FakeHost host{pages};
    const CurrentHost current{host};
    const uint32_t size = pages * FakeMemory::kPageBytes;
    for (const uint32_t bytes : {8u, 12u, 40u, 65u}) {
      for (const uint32_t sp : {0u, 8u, 65535u, 65536u, size - 65537, size - 65536, size - bytes - 1, size - bytes, size - bytes + 1,
                                size - 1, size, size + 1, 0x7FFFFFFFu, 0x80000000u, 0xFFFEFFFFu, 0xFFFF0000u, 0xFFFFFFF8u, 0xFFFFFFFFu}) {
        CAPTURE(pages);
        CAPTURE(bytes);
        CAPTURE(sp);
        CHECK(GoMemory::frame_in_bounds(sp, bytes) == (uint64_t{sp} + bytes <= size));
      }
    }
  }
}

TEST_CASE("go memory: loads, stores and copies, little-endian, up to the last byte") {
  FakeHost host{1};
  const CurrentHost current{host};
  GoMemory::store64(FakeMemory::kPageBytes - 8, 0x8877665544332211);
  CHECK(GoMemory::load64(FakeMemory::kPageBytes - 8) == 0x8877665544332211);
  CHECK(GoMemory::load32(FakeMemory::kPageBytes - 8) == 0x44332211);
  CHECK(GoMemory::load8(FakeMemory::kPageBytes - 1) == 0x88);
  GoMemory::store32(0, 0xDDCCBBAA);
  GoMemory::store8(1, 0x101);  // the low byte only
  CHECK(GoMemory::load32(0) == 0xDDCC01AA);
  GoMemory::store_f64(8, -1.5);
  CHECK(GoMemory::load_f64(8) == -1.5);
  GoMemory::write(FakeMemory::kPageBytes - 3, "abc", 3);
  char back[3];
  GoMemory::read(back, {FakeMemory::kPageBytes - 3, 3});
  CHECK(std::string(back, 3) == "abc");
}

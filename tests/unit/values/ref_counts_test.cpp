#include "bridge/values/ref_counts.h"

#include <doctest/doctest.h>

#include <initializer_list>

using goferry::RefCounts;

TEST_CASE("ref counts: the last release of an id says so, earlier ones do not") {
  RefCounts refs;
  CHECK(refs.retain(7));
  CHECK(refs.retain(7));
  CHECK(refs.live() == 1);
  CHECK(refs.count(7) == 2);
  CHECK_FALSE(refs.release(7));
  CHECK(refs.live() == 1);
  CHECK(refs.release(7));
  CHECK(refs.live() == 0);
  CHECK(refs.count(7) == 0);
}

TEST_CASE("ref counts: an id can be used again after its last release") {
  RefCounts refs;
  for (int round = 0; round < 3; ++round) {
    CHECK(refs.retain(9));
    CHECK(refs.count(9) == 1);
    CHECK(refs.release(9));
  }
  CHECK(refs.live() == 0);
}

TEST_CASE("ref counts: bad-release of an id that is not held is ignored") {
  RefCounts refs;
  for (const uint32_t forged : {0u, 6u, 7u, 255u, 256u, 0x7FFFFFFFu, 0x80000000u, UINT32_MAX}) CHECK_FALSE(refs.release(forged));
  CHECK(refs.retain(300));
  for (const uint32_t forged : {7u, 299u, 301u, 1u << 20, UINT32_MAX}) CHECK_FALSE(refs.release(forged));
  CHECK(refs.live() == 1);
  CHECK(refs.release(300));
  CHECK_FALSE(refs.release(300));  // finalised twice
  CHECK(refs.live() == 0);
}

TEST_CASE("ref counts: growth keeps counts, at and around every capacity") {
  RefCounts refs;
  constexpr uint32_t kIds = 5000;
  for (uint32_t id = 7; id < kIds; ++id) REQUIRE(refs.retain(id));
  CHECK(refs.live() == kIds - 7);
  REQUIRE(refs.retain(100'000));  // far past twice the capacity
  CHECK(refs.count(99'999) == 0);
  CHECK(refs.count(100'001) == 0);
  for (uint32_t id = 7; id < kIds; ++id) REQUIRE(refs.count(id) == 1);
  for (uint32_t id = 7; id < kIds; ++id) REQUIRE(refs.release(id));
  CHECK(refs.release(100'000));
  CHECK(refs.live() == 0);
}

TEST_CASE("ref counts: bad-retain of an id that no page can reach is refused, and counts nothing") {
  RefCounts refs;
  for (const uint32_t id : {1u << 28, 0x80000000u, UINT32_MAX}) {
    CHECK_FALSE(refs.retain(id));
    CHECK(refs.count(id) == 0);
    CHECK_FALSE(refs.release(id));
  }
  CHECK(refs.live() == 0);
  CHECK(refs.retain(7));
  CHECK(refs.release(7));
}

TEST_CASE("ref counts: a count that is set is the one that releases go down from") {
  RefCounts refs;
  refs.set(7, 0);  // nothing to forget
  CHECK(refs.live() == 0);
  refs.set(7, 2);
  refs.set(1000, 1);  // grows
  CHECK(refs.live() == 2);
  CHECK(refs.retain(7));
  CHECK(refs.count(7) == 3);
  refs.set(7, 1);
  CHECK(refs.release(7));
  refs.set(1000, 0);
  CHECK_FALSE(refs.release(1000));
  CHECK(refs.live() == 0);
}

TEST_CASE("ref counts: bad-set of an id that no page can reach counts nothing") {
  RefCounts refs;
  for (const uint32_t id : {1u << 28, UINT32_MAX}) {
    refs.set(id, 5);
    CHECK(refs.count(id) == 0);
  }
  CHECK(refs.live() == 0);
}

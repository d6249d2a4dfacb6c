#include "bridge/values/ref.h"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <initializer_list>

using namespace goferry;

namespace {
uint64_t bits(double number) { return std::bit_cast<uint64_t>(number); }
}  // namespace

TEST_CASE("ref: an id and a flag make the NaN of syscall/js") {
  CHECK(make_ref(kIdNaN, kFlagNone) == 0x7FF80000'00000000);
  CHECK(make_ref(kIdNull, kFlagNone) == 0x7FF80000'00000002);
  CHECK(make_ref(kIdGlobal, kFlagObject) == 0x7FF80001'00000005);
  CHECK(make_ref(9, kFlagString) == 0x7FF80002'00000009);
  CHECK(make_ref(9, kFlagSymbol) == 0x7FF80003'00000009);
  CHECK(make_ref(UINT32_MAX, kFlagFunction) == 0x7FF80004'FFFFFFFF);
  for (uint32_t flag = kFlagNone; flag <= kFlagFunction; ++flag) CHECK(std::isnan(std::bit_cast<double>(make_ref(UINT32_MAX, flag))));
}

TEST_CASE("ref: the predefined ids are those of syscall/js, predefValue") {
  CHECK(kIdNaN == 0);
  CHECK(kIdZero == 1);
  CHECK(kIdNull == 2);
  CHECK(kIdTrue == 3);
  CHECK(kIdFalse == 4);
  CHECK(kIdGlobal == 5);
  CHECK(kIdGo == 6);
  CHECK(kFirstFreeId == 7);
}

TEST_CASE("ref: object_id takes objects and functions, null for all else") {
  CHECK(object_id(make_ref(7, kFlagObject)) == 7);
  CHECK(object_id(make_ref(0xFFFFFFFF, kFlagFunction)) == 0xFFFFFFFF);
  for (const uint64_t ref : {make_ref(7, kFlagNone), make_ref(7, kFlagString), make_ref(7, kFlagSymbol), make_ref(7, 5), make_ref(7, 9),
                             uint64_t{0}, uint64_t{7}, bits(1.5), bits(-0.0), bits(INFINITY), uint64_t{0xFFF80001'00000007}}) {
    CAPTURE(ref);
    CHECK(object_id(ref) == kIdNull);
  }
}

TEST_CASE("ref: value_id takes whatever has an id, null for undefined and numbers") {
  for (uint32_t flag = kFlagNone; flag <= kFlagFunction; ++flag) CHECK(value_id(make_ref(8, flag)) == 8);
  for (const uint64_t ref : {uint64_t{0}, bits(1), bits(-0.0), bits(INFINITY), bits(-INFINITY), bits(5e-324)}) {
    CAPTURE(ref);
    CHECK(value_id(ref) == kIdNull);
  }
}

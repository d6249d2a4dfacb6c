// The imports of syscall_js.cpp that read and write properties, one frame test each: exactly the documented bytes change.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "tests/unit/bridge_fixture.h"

using namespace goferry;
using namespace goferry::test;

namespace {
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// What Set and SetIndex make of a ref: how the page sees the value.
struct Given {
  uint64_t ref;
  const char* seen;
};
const Given kGiven[] = {
    {number_ref(1.5), "1.5"},
    {number_ref(-3), "-3"},
    {number_ref(INFINITY), "inf"},
    {number_ref(-INFINITY), "-inf"},
    {number_ref(1e-300), "1e-300"},
    {0, "undefined"},
    {number_ref(-0.0), "undefined"},  // as in wasm_exec.js: no ref of a value has these bits
    {make_ref(kIdNaN, kFlagNone), "#0"},
    {make_ref(kIdZero, kFlagNone), "#1"},
    {make_ref(kIdNull, kFlagNone), "#2"},
    {make_ref(kIdTrue, kFlagNone), "#3"},
    {make_ref(kIdFalse, kFlagNone), "#4"},
    {make_ref(8, kFlagObject), "#8"},
    {make_ref(8, kFlagString), "#8"},
    {make_ref(8, kFlagSymbol), "#8"},
    {make_ref(8, kFlagFunction), "#8"},
};
}  // namespace

TEST_CASE_FIXTURE(BridgeFixture, "valueGet: a number") {
  put(8, object_ref(7));
  put_string(16, "x");
  host.answer = number(1.5);
  CHECK_FALSE(run(value_get));
  CHECK(take_log() == "decode(\"x\"); get(7, \"x\")");
  CHECK(result_number(32) == 1.5);
  CHECK(writes() == frame_span(32, 40));
  CHECK(reads() == to_string({{sp + 8, 24}, {kTextAt, 1}}));
}

TEST_CASE_FIXTURE(BridgeFixture, "valueGet: an object is counted each time") {
  put(8, object_ref(7));
  put_string(16, "child");
  host.answer = value(12, kFlagObject);
  for (uint32_t i = 1; i <= 4; ++i) {
    CHECK_FALSE(run(value_get));
    CHECK(result(32) == object_ref(12));
    CHECK(writes() == frame_span(32, 40));
    CHECK(bridge.refs.count(12) == i);
  }
  const uint32_t slot = host.names.rbegin()->first;
  CHECK(take_log() == "decode(\"child\"); get(7, \"child\"); decode(\"child\"); get(7, \"child\"); intern(" + std::to_string(slot) +
                          ", \"child\"); get(7, \"child\"); get(7, \"child\")");
  for (int i = 0; i < 4; ++i) finalize(object_ref(12));
  CHECK(take_log() == "release(12)");
}

TEST_CASE_FIXTURE(BridgeFixture, "valueGet: an exception unwinds, and nothing is written") {
  put(8, object_ref(7));
  put_string(16, "x");
  host.answer = test::threw();
  CHECK(run(value_get));
  CHECK(writes() == "");
  CHECK(bridge.state == State::kRunning);  // the program may go on (design.md, "The end of a program")
}

TEST_CASE_FIXTURE(BridgeFixture, "valueGet: a receiver that is no object acts on null") {
  put_string(16, "x");
  host.answer = test::threw();
  for (const uint64_t ref : {uint64_t{0}, number_ref(1.5), make_ref(9, kFlagString), make_ref(9, kFlagSymbol), make_ref(9, kFlagNone)}) {
    take_log();
    put(8, ref);
    CHECK(run(value_get));
    CHECK(take_log().ends_with("get(2, \"x\")"));
  }
}

TEST_CASE_FIXTURE(BridgeFixture, "valueSet: every class of value") {
  put(8, make_ref(7, kFlagFunction));
  put_string(16, "x");
  run(value_set);
  run(value_set);
  run(value_set);  // interned now
  take_log();
  for (const Given& given : kGiven) {
    put(32, given.ref);
    CHECK_FALSE(run(value_set));
    CHECK(take_log() == "set(7, \"x\", " + std::string(given.seen) + ")");
    CHECK(writes() == "");
  }
  CHECK(bridge.refs.live() == 0);
}

TEST_CASE_FIXTURE(BridgeFixture, "valueSet, valueDelete, valueSetIndex: an exception unwinds") {
  put(8, object_ref(7));
  put_string(16, "x");
  put(32, number_ref(1));
  host.status = 1;
  CHECK(run(value_set));
  put(32, object_ref(8));
  CHECK(run(value_set));
  CHECK(run(value_delete));
  put(24, number_ref(1));
  CHECK(run(value_set_index));
  put(24, object_ref(8));
  CHECK(run(value_set_index));
  CHECK(writes() == "");
  CHECK(bridge.state == State::kRunning);
}

TEST_CASE_FIXTURE(BridgeFixture, "valueDelete: removes, writes nothing") {
  put(8, object_ref(7));
  put_string(16, "x");
  CHECK_FALSE(run(value_delete));
  CHECK(take_log() == "decode(\"x\"); remove(7, \"x\")");
  CHECK(writes() == "");
}

TEST_CASE_FIXTURE(BridgeFixture, "valueIndex: negative and huge indices") {
  put(8, object_ref(7));
  host.answer = number(2.5);
  struct Case {
    int64_t index;
    const char* seen;
  };
  const Case cases[] = {{0, "0"},
                        {-1, "-1"},
                        {int64_t{1} << 40, "1099511627776"},
                        {INT64_MAX, "9.2233720368547758e+18"},
                        {INT64_MIN, "-9.2233720368547758e+18"}};
  for (const Case& one : cases) {
    put(16, static_cast<uint64_t>(one.index));
    CHECK_FALSE(run(value_index));
    CHECK(take_log() == "index(7, " + std::string(one.seen) + ")");
    CHECK(result_number(24) == 2.5);
    CHECK(writes() == frame_span(24, 32));
    CHECK(reads() == frame_span(8, 24));
    put(24, number_ref(1));
    CHECK_FALSE(run(value_set_index));
    CHECK(take_log() == "set_index(7, " + std::string(one.seen) + ", 1)");
  }
}

TEST_CASE_FIXTURE(BridgeFixture, "valueIndex: refs are counted, an exception unwinds") {
  put(8, object_ref(7));
  put(16, 3);
  host.answer = value(12, kFlagString);
  CHECK_FALSE(run(value_index));
  CHECK(result(24) == make_ref(12, kFlagString));
  CHECK(bridge.refs.count(12) == 1);
  finalize(make_ref(12, kFlagString));
  put(8, object_ref(7));
  host.answer = test::threw();
  CHECK(run(value_index));
  CHECK(writes() == "");
}

TEST_CASE_FIXTURE(BridgeFixture, "valueSetIndex: every class of value") {
  put(8, object_ref(7));
  put(16, 3);
  for (const Given& given : kGiven) {
    put(24, given.ref);
    CHECK_FALSE(run(value_set_index));
    CHECK(take_log() == "set_index(7, 3, " + std::string(given.seen) + ")");
    CHECK(writes() == "");
  }
}

TEST_CASE_FIXTURE(BridgeFixture, "valueLength: as wasm_exec.js stores it, modulo 2^64") {
  struct Case {
    double length;
    uint64_t stored;
  };
  const Case cases[] = {{0, 0},
                        {12, 12},
                        {-5, static_cast<uint64_t>(-5)},
                        {9007199254740991, 9007199254740991},
                        {9007199254740992, 9007199254740992},
                        {-9007199254740992, static_cast<uint64_t>(-9007199254740992)},
                        {9223372036854775808.0, 0x8000000000000000},
                        {18446744073709549568.0, 0xFFFFFFFFFFFFF800},
                        {18446744073709551616.0, 0},
                        {-18446744073709555712.0, 0xFFFFFFFFFFFFF000},
                        {1e300, 0},
                        {INFINITY, 0},
                        {-INFINITY, 0}};
  put(8, object_ref(7));
  for (const Case& one : cases) {
    CAPTURE(one.length);
    host.length = one.length;
    CHECK_FALSE(run(value_length));
    CHECK(take_log() == "length(7)");
    CHECK(result(16) == one.stored);
    CHECK(writes() == frame_span(16, 24));
    CHECK(reads() == frame_span(8, 16));
  }
}

TEST_CASE_FIXTURE(BridgeFixture, "valueLength: an exception unwinds") {
  put(8, object_ref(7));
  host.length = kNaN;
  CHECK(run(value_length));
  CHECK(writes() == "");
}

TEST_CASE_FIXTURE(BridgeFixture, "valueInstanceOf: a bool, or an exception that unwinds") {
  put(8, number_ref(1.5));
  put(16, make_ref(9, kFlagFunction));
  for (const uint32_t answer : {0u, 1u}) {
    host.status = answer;
    CHECK_FALSE(run(value_instance_of));
    CHECK(take_log() == "instance_of([1.5], [#9])");
    CHECK(result8(24) == answer);
    CHECK(writes() == frame_span(24, 25));
  }
  host.status = 2;
  CHECK(run(value_instance_of));
  CHECK(writes() == "");
}

#include "bridge/imports/frame.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "tests/unit/bridge_fixture.h"

using namespace goferry;
using namespace goferry::test;

TEST_CASE_FIXTURE(BridgeFixture, "frame: a fault ends the program and names the reason") {
  for (const Fault reason : {Fault::kFrame, Fault::kSlice, Fault::kStrings}) {
    bridge.state = State::kRunning;
    CHECK(fault(bridge, reason));
    CHECK(bridge.state == State::kCrashed);
    CHECK(take_log() == "fault(" + std::to_string(static_cast<uint32_t>(reason)) + ")");
  }
}

TEST_CASE_FIXTURE(BridgeFixture, "frame: load_slice takes what lies in memory") {
  GoRange range;
  put_slice(8, 100, 28);
  CHECK(load_slice(sp + 8, range));
  CHECK(range.at == 100);
  CHECK(range.len == 28);
  put_slice(8, 0, kMemoryBytes);
  CHECK(load_slice(sp + 8, range));
  CHECK(range.len == kMemoryBytes);
  put_slice(8, kMemoryBytes, 0);
  CHECK(load_slice(sp + 8, range));
}

TEST_CASE_FIXTURE(BridgeFixture, "frame: a result of every class") {
  struct Case {
    Answer answer;
    uint64_t ref;
  };
  const Case cases[] = {
      {number(1.5), number_ref(1.5)},
      {number(-1), number_ref(-1)},
      {number(5e-324), 1},
      {number(INFINITY), number_ref(INFINITY)},
      {number(-INFINITY), number_ref(-INFINITY)},
      {undefined(), 0},
      {value(kIdNaN, kFlagNone), make_ref(kIdNaN, kFlagNone)},
      {value(kIdZero, kFlagNone), make_ref(kIdZero, kFlagNone)},
      {value(kIdNull, kFlagNone), make_ref(kIdNull, kFlagNone)},
      {value(kIdTrue, kFlagNone), make_ref(kIdTrue, kFlagNone)},
      {value(kIdFalse, kFlagNone), make_ref(kIdFalse, kFlagNone)},
      {value(kIdGlobal, kFlagObject), make_ref(kIdGlobal, kFlagObject)},
      {value(kIdGo, kFlagObject), make_ref(kIdGo, kFlagObject)},
      {value(7, kFlagObject), make_ref(7, kFlagObject)},
      {value(7, kFlagString), make_ref(7, kFlagString)},
      {value(7, kFlagSymbol), make_ref(7, kFlagSymbol)},
      {value(7, kFlagFunction), make_ref(7, kFlagFunction)},
      {threw_value(7, kFlagObject), make_ref(7, kFlagObject)},
      {threw_value(kIdNull, kFlagNone), make_ref(kIdNull, kFlagNone)},
      {threw_number(2.5), number_ref(2.5)},
  };
  for (const Case& one : cases) {
    CAPTURE(one.ref);
    host.memory.begin();
    store_result(bridge, sp + 16, host.give(one.answer));
    CHECK(result(16) == one.ref);
    CHECK(writes() == frame_span(16, 24));
    const bool counted = std::isnan(one.answer.value) && one.answer.result.id == 7;
    CHECK(bridge.refs.count(7) == (counted ? 1 : 0));
    CHECK(bridge.refs.live() == (counted ? 1 : 0));
    if (counted) CHECK(bridge.refs.release(7));
  }
}

TEST_CASE_FIXTURE(BridgeFixture, "frame: threw() tells exceptions from values") {
  CHECK_FALSE(goferry::threw(bridge, host.give(value(7, kFlagFunction))));
  CHECK_FALSE(goferry::threw(bridge, host.give(undefined())));
  CHECK(goferry::threw(bridge, host.give(test::threw())));
  CHECK_FALSE(goferry::threw(bridge, host.give(number(1))));  // what an earlier exception left behind does not matter
  CHECK(goferry::threw(bridge, host.give(threw_value(7, kFlagObject))));
  CHECK(goferry::threw(bridge, host.give(threw_number(1))));
}

TEST_CASE_FIXTURE(BridgeFixture, "frame: a name is decoded each time until it is interned, then JavaScript is not asked") {
  host.memory.poke_bytes(kTextAt, "title", 5);
  for (int sighting = 0; sighting < 2; ++sighting) {
    CHECK(name_slot(bridge, {kTextAt, 5}) == Names::kTemporary);
    CHECK(take_log() == "decode(\"title\")");
  }
  const uint32_t slot = name_slot(bridge, {kTextAt, 5});
  CHECK(take_log() == "intern(" + std::to_string(slot) + ", \"title\")");
  CHECK(name_slot(bridge, {kTextAt, 5}) == slot);
  CHECK(take_log() == "");
  CHECK(host.names[slot] == "title");
}

// The imports of syscall_js.cpp that call functions of the page, and finalizeRef: exactly the documented bytes change.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "bridge/imports/frame.h"
#include "tests/unit/bridge_fixture.h"

using namespace goferry;
using namespace goferry::test;

namespace {

// Call, Invoke and New: the same but for where their frames hold things.
struct Caller {
  ImportBody body;
  uint32_t args, result, ok;
  const char* logged;  ///< what the primitive's call looks like, up to the arguments
};
const Caller kCallers[] = {
    {value_call, 32, 56, 64, "call(7, \"m\", "}, {value_invoke, 16, 40, 48, "invoke(7, "}, {value_new, 16, 40, 48, "construct(7, "}};

struct CallImports : BridgeFixture {
  // A frame for a call of value 7 (its method "m", interned).
  void prepare(const Caller& caller, std::initializer_list<uint64_t> args) {
    put(8, make_ref(7, kFlagFunction));
    if (caller.body == value_call) {
      put_string(16, "m");
      for (int sighting = 0; sighting < 3; ++sighting) name_slot(bridge, {static_cast<uint32_t>(result(16)), 1});
      take_log();
    }
    put_refs(caller.args, args);
    host.memory.poke(sp + caller.result, uint64_t{0x1111111111111111});
  }
};

}  // namespace

TEST_CASE_FIXTURE(CallImports, "call, invoke, new: a result and true") {
  for (const Caller& caller : kCallers) {
    CAPTURE(std::string(caller.logged));
    prepare(caller, {number_ref(1.5), 0, make_ref(9, kFlagString)});
    host.answer = number(42);
    CHECK_FALSE(run(caller.body));
    CHECK(take_log() == std::string(caller.logged) + "[1.5 undefined #9])");
    CHECK(result_number(caller.result) == 42);
    CHECK(result8(caller.ok) == 1);
    CHECK(writes() == frame_span(caller.result, caller.ok + 1));
  }
}

TEST_CASE_FIXTURE(CallImports, "call, invoke, new: no arguments, wherever their slice points") {
  for (const Caller& caller : kCallers) {
    for (const uint32_t at : {0u, 1u, kMemoryBytes}) {
      prepare(caller, {});
      put_slice(caller.args, at, 0);
      host.answer = undefined();
      CHECK_FALSE(run(caller.body));
      CHECK(take_log() == std::string(caller.logged) + "[])");
      CHECK(result(caller.result) == 0);
      CHECK(result8(caller.ok) == 1);
    }
  }
}

TEST_CASE_FIXTURE(CallImports, "call, invoke, new: a thousand arguments that end where memory ends") {
  constexpr uint32_t kCount = 1000;
  for (const Caller& caller : kCallers) {
    prepare(caller, {});
    for (uint32_t i = 0; i < kCount; ++i) host.memory.poke(kMemoryBytes - 8 * kCount + 8 * i, number_ref(i + 1));
    put_slice(caller.args, kMemoryBytes - 8 * kCount, kCount);
    host.answer = number(1);
    CHECK_FALSE(run(caller.body));
    const std::string log = take_log();
    CHECK(log.find("[1 2 3 4 ") != std::string::npos);
    CHECK(log.ends_with(" 999 1000])"));
  }
}

TEST_CASE_FIXTURE(CallImports, "call, invoke, new: a result of every class, counted where it has an id of its own") {
  for (const Caller& caller : kCallers) {
    for (const uint32_t flag : {kFlagObject, kFlagString, kFlagSymbol, kFlagFunction}) {
      prepare(caller, {});
      host.answer = value(12, flag);
      CHECK_FALSE(run(caller.body));
      CHECK(result(caller.result) == make_ref(12, flag));
      CHECK(result8(caller.ok) == 1);
      CHECK(bridge.refs.count(12) == 1);
      finalize(make_ref(12, flag));
      CHECK(take_log().ends_with("release(12)"));
    }
    for (const uint32_t id : {kIdNaN, kIdZero, kIdNull, kIdTrue, kIdFalse}) {
      prepare(caller, {});
      host.answer = value(id, kFlagNone);
      CHECK_FALSE(run(caller.body));
      CHECK(result(caller.result) == make_ref(id, kFlagNone));
      CHECK(bridge.refs.live() == 0);
    }
  }
}

TEST_CASE_FIXTURE(CallImports, "call, invoke, new: what the page throws is the result, with false") {
  for (const Caller& caller : kCallers) {
    CAPTURE(std::string(caller.logged));
    prepare(caller, {});
    host.answer = threw_value(12, kFlagObject);
    CHECK_FALSE(run(caller.body));
    CHECK(result(caller.result) == object_ref(12));
    CHECK(result8(caller.ok) == 0);
    CHECK(writes() == frame_span(caller.result, caller.ok + 1));
    CHECK(bridge.refs.count(12) == 1);
    finalize(object_ref(12));

    prepare(caller, {});
    host.answer = threw_number(7.25);
    CHECK_FALSE(run(caller.body));
    CHECK(result_number(caller.result) == 7.25);
    CHECK(result8(caller.ok) == 0);

    for (const Answer& thrown : {threw_value(kIdNull, kFlagNone), threw_value(kIdNaN, kFlagNone)}) {
      prepare(caller, {});
      host.answer = thrown;
      CHECK_FALSE(run(caller.body));
      CHECK(result(caller.result) == make_ref(thrown.result.id, kFlagNone));
      CHECK(result8(caller.ok) == 0);
    }
    CHECK(bridge.state == State::kRunning);
  }
}

TEST_CASE_FIXTURE(CallImports, "call, invoke, new: a receiver that is no object acts on null") {
  for (const Caller& caller : kCallers) {
    for (const uint64_t ref : {uint64_t{0}, number_ref(7), make_ref(7, kFlagString), make_ref(7, kFlagSymbol)}) {
      prepare(caller, {});
      put(8, ref);
      host.answer = number(1);
      run(caller.body);
      CHECK(take_log().find("(2, ") != std::string::npos);
    }
  }
}

TEST_CASE_FIXTURE(BridgeFixture, "finalizeRef: predefined, forged and twice finalised ids are ignored") {
  for (uint32_t id = 0; id < kFirstFreeId; ++id) finalize(object_ref(id));
  for (const uint32_t id : {7u, 1000u, 0x7FFFFFFFu, PreparedStrings::kFirstId, UINT32_MAX}) finalize(object_ref(id));
  CHECK(take_log() == "");
  CHECK(writes() == "");
  put(8, object_ref(7));
  put(16, 0);
  host.answer = value(9, kFlagObject);
  CHECK_FALSE(run(value_index));
  take_log();
  for (int i = 0; i < 3; ++i) finalize(object_ref(9));
  CHECK(take_log() == "release(9)");
  CHECK(writes() == "");
}

TEST_CASE_FIXTURE(BridgeFixture, "finalizeRef: predefined values that Go was given are never released") {
  put(8, object_ref(7));
  put(16, 0);
  host.answer = value(kIdGlobal, kFlagObject);
  CHECK_FALSE(run(value_index));
  finalize(object_ref(kIdGlobal));
  CHECK(take_log() == "index(7, 0)");
}

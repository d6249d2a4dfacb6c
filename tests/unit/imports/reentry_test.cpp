// Code of the page that runs inside a primitive and enters Go again: it moves the goroutine's stack, grows memory, ends the program.
#include <doctest/doctest.h>

#include <string>

#include "tests/unit/bridge_fixture.h"

using namespace goferry;
using namespace goferry::test;

namespace {

constexpr uint32_t kMovedTo = 40'000;

// The imports that may run code of the page, and where each puts its results; {0, 0}: it has none.
struct Case {
  ImportBody body;
  uint32_t results_from, results_to;
};
const Case kCases[] = {{value_get, 32, 40},     {value_set, 0, 0},          {value_delete, 0, 0},   {value_index, 24, 32},
                       {value_set_index, 0, 0}, {value_call, 56, 65},       {value_invoke, 40, 49}, {value_new, 40, 49},
                       {value_length, 16, 24},  {value_instance_of, 24, 25}};

struct ReentryFixture : BridgeFixture {
  void put_arguments(const Case& one) {
    sp = kFrameAt;
    bridge.state = State::kRunning;
    host.page = nullptr;
    for (const Field& field : parse_signature(import_of(one.body).signature).arguments) {
      if (field.type == "string") put_string_at(field.offset, "name", kTextAt);
      else if (field.type == "[]ref") put_slice(field.offset, kTextAt + 64, 2);
      else if (field.type == "ref") put(field.offset, object_ref(7));
      else put(field.offset, 1);
    }
    host.memory.poke(kTextAt + 64, number_ref(1));
    host.memory.poke(kTextAt + 72, number_ref(2));
    host.answer = number(2.5);
    host.length = 3;
    host.status = 1;  // instance_of: true
    if (one.body != value_instance_of) host.status = 0;
  }
  std::string results_at(uint32_t frame, const Case& one) const {
    return one.results_to == 0 ? "" : to_string({{frame + one.results_from, one.results_to - one.results_from}});
  }
};

}  // namespace

TEST_CASE_FIXTURE(ReentryFixture, "re-entry: Go's stack moved; results go to the new frame only") {
  for (const Case& one : kCases) {
    CAPTURE(std::string(import_of(one.body).go_name));
    put_arguments(one);
    reenter_moving_stack(kMovedTo);
    CHECK_FALSE(run(one.body));
    CHECK(writes() == results_at(kMovedTo, one));
  }
}

TEST_CASE_FIXTURE(ReentryFixture, "re-entry: memory grew and moved too") {
  for (const Case& one : kCases) {
    CAPTURE(std::string(import_of(one.body).go_name));
    put_arguments(one);
    const auto old_size = static_cast<uint32_t>(host.memory.size());
    reenter_moving_stack(old_size + 1000, 1);  // into the new page
    CHECK_FALSE(run(one.body));
    CHECK(writes() == results_at(old_size + 1000, one));
  }
}

TEST_CASE_FIXTURE(ReentryFixture, "re-entry: memory grew, though Go was not entered") {
  for (const Case& one : kCases) {
    CAPTURE(std::string(import_of(one.body).go_name));
    put_arguments(one);
    host.page = [this] { host.memory.grow(1); };
    CHECK_FALSE(run(one.body));
    CHECK(writes() == results_at(kFrameAt, one));
  }
}

TEST_CASE_FIXTURE(ReentryFixture, "re-entry: the program ended meanwhile; the import unwinds and writes nothing") {
  for (const Case& one : kCases) {
    for (const State state : {State::kExited, State::kCrashed, State::kTerminated}) {
      CAPTURE(std::string(import_of(one.body).go_name));
      put_arguments(one);
      reenter_ending(state);
      CHECK(run(one.body));
      CHECK(writes() == "");
      CHECK(bridge.state == state);
      CHECK(take_log().find("fault") == std::string::npos);
    }
  }
}

TEST_CASE_FIXTURE(ReentryFixture, "re-entry: the page terminated the program, without entering Go") {
  for (const Case& one : kCases) {
    CAPTURE(std::string(import_of(one.body).go_name));
    put_arguments(one);
    host.page = [this] { bridge.end(State::kTerminated); };
    CHECK(run(one.body));
    CHECK(writes() == "");
  }
}

TEST_CASE_FIXTURE(ReentryFixture, "re-entry: an ended program is told of nothing, not of objects either: no ref is counted") {
  for (const Case& one : kCases) {
    put_arguments(one);
    host.answer = value(12, kFlagObject);
    reenter_ending(State::kExited);
    CHECK(run(one.body));
    CHECK(bridge.refs.live() == 0);
  }
}

TEST_CASE_FIXTURE(ReentryFixture, "re-entry: bad-getsp, the new stack pointer lies outside, is a fault") {
  for (const Case& one : kCases) {
    if (one.results_to == 0) continue;
    const uint32_t frame_bytes = import_of(one.body).frame_bytes;
    for (const uint32_t bad : {kMemoryBytes - frame_bytes + 1, kMemoryBytes - 1, kMemoryBytes, 0x80000000u, UINT32_MAX - 7, UINT32_MAX}) {
      CAPTURE(std::string(import_of(one.body).go_name));
      CAPTURE(bad);
      put_arguments(one);
      reenter_moving_stack(bad);
      CHECK(run(one.body));
      CHECK(writes() == "");
      CHECK(bridge.state == State::kCrashed);
      CHECK(take_log().ends_with("; fault(0)"));
    }
    put_arguments(one);
    reenter_moving_stack(kMemoryBytes - frame_bytes);  // just fits
    CHECK_FALSE(run(one.body));
    CHECK(writes() == results_at(kMemoryBytes - frame_bytes, one));
  }
}

TEST_CASE_FIXTURE(ReentryFixture, "re-entry: an exception of a getter after Go ran; nothing is written, and the program goes on") {
  for (const ImportBody body : {value_get, value_index}) {
    put_arguments({body, 1, 1});
    host.answer = test::threw();
    reenter_moving_stack(kMovedTo);
    CHECK(run(body));
    CHECK(writes() == "");
    CHECK(bridge.state == State::kRunning);
  }
}

TEST_CASE_FIXTURE(ReentryFixture, "re-entry: what a call threw goes to the new frame") {
  for (const Case& one : {kCases[5], kCases[6], kCases[7]}) {
    put_arguments(one);
    host.answer = threw_value(12, kFlagObject);
    reenter_moving_stack(kMovedTo);
    CHECK_FALSE(run(one.body));
    CHECK(writes() == results_at(kMovedTo, one));
    CHECK(host.memory.peek<uint64_t>(kMovedTo + one.results_from) == object_ref(12));
    CHECK(host.memory.peek<uint8_t>(kMovedTo + one.results_to - 1) == 0);
    finalize(object_ref(12));
  }
}

TEST_CASE_FIXTURE(ReentryFixture, "re-entry: imports within imports; each result goes into its own frame") {
  // A getter calls into Go, whose callback gets a property on a stack 1000 bytes further on, whose getter calls into Go, three deep.
  constexpr uint32_t kOuter = 30'000;
  for (uint32_t frame = kOuter; frame <= kOuter + 3000; frame += 1000) {
    sp = frame;
    put(8, object_ref(7));
    put_string_at(16, "name", kTextAt);
  }
  sp = kOuter;
  host.answer = number(2.5);
  uint32_t frame = kOuter;
  host.page = [&] {
    if (frame == kOuter + 3000) return;
    ++bridge.entries;
    frame += 1000;
    CHECK_FALSE(value_get(bridge, frame));
    frame -= 1000;
    host.stack_pointer = frame;
  };
  CHECK_FALSE(run(value_get));
  CHECK(writes() == to_string({{kOuter + 32, 8}, {kOuter + 1032, 8}, {kOuter + 2032, 8}, {kOuter + 3032, 8}}));
}

TEST_CASE_FIXTURE(ReentryFixture, "re-entry: calls of Go's own exports are not counted; the stack pointer is asked for each time") {
  bridge.unseen_entries = true;
  for (const Case& one : kCases) {
    CAPTURE(std::string(import_of(one.body).go_name));
    put_arguments(one);
    host.page = [this] { host.stack_pointer = kMovedTo; };
    CHECK_FALSE(run(one.body));
    CHECK(writes() == results_at(kMovedTo, one));
  }
}

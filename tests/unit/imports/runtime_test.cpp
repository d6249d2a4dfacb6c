// The imports of Go's runtime, one frame test each: exactly the documented bytes change.
#include <doctest/doctest.h>

#include "tests/unit/bridge_fixture.h"

using namespace goferry;
using namespace goferry::test;

TEST_CASE_FIXTURE(BridgeFixture, "wasmExit: ends the program with its code, writes nothing, unwinds") {
  for (const int32_t code : {0, 1, 2, -1, INT32_MIN, INT32_MAX}) {
    bridge.state = State::kRunning;
    put32(8, static_cast<uint32_t>(code));
    CHECK(run(wasm_exit));
    CHECK(bridge.state == State::kExited);
    CHECK(take_log() == "exit(" + std::to_string(code) + ")");
    CHECK(writes() == "");
    CHECK(reads() == frame_span(8, 12));
  }
}

TEST_CASE_FIXTURE(BridgeFixture, "wasmWrite: the bytes go to the descriptor") {
  put(8, 2);
  put_string(16, "panic: oh\n");
  put32(24, 10);
  CHECK_FALSE(run(wasm_write));
  CHECK(take_log() == "write(2, \"panic: oh\n\")");
  CHECK(writes() == "");
  put32(24, 0);
  CHECK_FALSE(run(wasm_write));
  CHECK(take_log() == "write(2, \"\")");
  put_string_at(16, "end", kMemoryBytes - 3);
  put32(24, 3);
  CHECK_FALSE(run(wasm_write));
  CHECK(take_log() == "write(2, \"end\")");
}

TEST_CASE_FIXTURE(BridgeFixture, "wasmWrite: bad-length and bad-pointer are faults") {
  struct Case {
    uint64_t at;
    uint32_t len;
  };
  const Case cases[] = {{kTextAt, UINT32_MAX}, {kTextAt, 0x80000000},       {kMemoryBytes - 3, 4},
                        {kMemoryBytes, 1},     {kMemoryBytes + 1, 0},       {kTextAt, 0x7FFFFFFF},
                        {UINT64_MAX, 1},       {UINT64_MAX - 3, 10},        {0x80000000'00000000, 10},
                        {0x1'00000000, 1},     {0x1'00000000 + kTextAt, 4}, {UINT32_MAX, 0x7FFFFFFF}};
  for (const Case& one : cases) {
    CAPTURE(one.at);
    CAPTURE(one.len);
    bridge.state = State::kRunning;
    put(8, 1);
    put(16, one.at);
    put32(24, one.len);
    CHECK(run(wasm_write));
    CHECK(take_log() == "fault(1)");
    CHECK(bridge.state == State::kCrashed);
    CHECK(writes() == "");
    CHECK(reads() == frame_span(16, 28));
  }
}

TEST_CASE_FIXTURE(BridgeFixture, "resetMemoryDataView: nothing happens") {
  CHECK_FALSE(run(reset_memory_data_view));
  CHECK(take_log() == "");
  CHECK(writes() == "");
  CHECK(reads() == "");
}

TEST_CASE_FIXTURE(BridgeFixture, "nanotime1: nanoseconds of the monotonic clock") {
  host.now_ms = 1234.5;
  CHECK_FALSE(run(nanotime1));
  CHECK(result(8) == 1'234'500'000);
  CHECK(writes() == frame_span(8, 16));
  host.now_ms = 1;
  CHECK_FALSE(run(nanotime1));
  CHECK(result(8) == 1'000'000);
  host.now_ms = 9e12;  // 285 years
  CHECK_FALSE(run(nanotime1));
  CHECK(result(8) == 9'000'000'000'000'000'000u);
}

TEST_CASE_FIXTURE(BridgeFixture, "walltime: seconds and nanoseconds, also before 1970") {
  struct Case {
    double ms;
    int64_t sec;
    uint32_t nsec;
  };
  const Case cases[] = {{1'795'400'123'456, 1'795'400'123, 456'000'000},
                        {0, 0, 0},
                        {999, 0, 999'000'000},
                        {1000, 1, 0},
                        {-1, -1, 999'000'000},
                        {-2000, -2, 0}};
  for (const Case& one : cases) {
    CAPTURE(one.ms);
    host.wall_ms = one.ms;
    CHECK_FALSE(run(walltime));
    CHECK(static_cast<int64_t>(result(8)) == one.sec);
    CHECK(result32(16) == one.nsec);
    CHECK(writes() == frame_span(8, 20));
  }
}

TEST_CASE_FIXTURE(BridgeFixture, "scheduleTimeoutEvent and clearTimeoutEvent: an id, and the host timer") {
  host.now_ms = 500;
  put(8, 25);
  CHECK_FALSE(run(schedule_timeout_event));
  CHECK(writes() == frame_span(16, 20));
  const uint32_t id = result32(16);
  CHECK(id != 0);
  CHECK(bridge.timers.pending(id));
  CHECK(bridge.timers.fired(525) == id);
  CHECK(take_log() == "arm(25)");
  put32(8, id + 1);
  CHECK_FALSE(run(clear_timeout_event));
  CHECK(bridge.timers.pending(id));
  put32(8, id);
  CHECK_FALSE(run(clear_timeout_event));
  CHECK(writes() == "");
  CHECK(reads() == frame_span(8, 12));
  CHECK_FALSE(bridge.timers.pending(id));
}

TEST_CASE_FIXTURE(BridgeFixture, "scheduleTimeoutEvent: negative and huge delays") {
  put(8, static_cast<uint64_t>(-7));
  CHECK_FALSE(run(schedule_timeout_event));
  CHECK(take_log() == "arm(0)");
  clear_timer(result32(16));
  take_log();
  put(8, INT64_MAX);
  CHECK_FALSE(run(schedule_timeout_event));
  CHECK(take_log() == "arm(2147483647)");
  clear_timer(result32(16));
}

TEST_CASE_FIXTURE(BridgeFixture, "getRandomData: exactly the slice is filled") {
  put_slice(8, kTextAt, 5);
  CHECK_FALSE(run(get_random_data));
  CHECK(take_log() == "random(8192, 5)");
  CHECK(writes() == to_string({{kTextAt, 5}}));
  put_slice(8, kTextAt, 0);
  CHECK_FALSE(run(get_random_data));
  CHECK(writes() == "");
}

// The exports of the bridge: what link's trampolines and the loader call. They act on the one program of this binary, made anew for each test.
#include <doctest/doctest.h>

#include <cstring>
#include <memory>
#include <string>

#include "bridge/embind/program.h"
#include "tests/unit/fake_host.h"
#include "tests/unit/signature.h"

using namespace goferry;
using namespace goferry::test;

extern "C" {
#define IMPORT(go_name, function, frame_bytes, signature) void h_##function(uint32_t sp);
#include "bridge/imports/imports.def"
#undef IMPORT
JsResult* result_address();
void start(uint32_t argc, uint32_t argv);
void resume();
void entering();
uint32_t ref_count(uint32_t id);
void set_ref_count(uint32_t id, uint32_t count);
uint32_t timers_fired(double now_ms);
uint32_t timer_pending(uint32_t id);
char* scratch(uint32_t bytes);
void release_scratch(char* at);
uint32_t place(const char* strings, uint32_t len, uint32_t argc, uint32_t envc);
}

namespace {

struct Handler {
  void (*call)(uint32_t sp);
  const Import& import;
};
const Handler kHandlers[] = {
#define IMPORT(go_name, function, frame_bytes, signature) {h_##function, import_of(function)},
#include "bridge/imports/imports.def"
#undef IMPORT
};

struct ExportsFixture {
  FakeHost host{1};
  CurrentHost current{host};
  ExportsFixture() {
    renew();
    host.result = result_address();
  }
  ~ExportsFixture() {
    CHECK(program.refs.live() == 0);
    CHECK(program.timers.count() == 0);
    renew();
  }
  static void renew() {
    std::destroy_at(&program);
    std::construct_at(&program);
  }
};

}  // namespace

TEST_CASE_FIXTURE(ExportsFixture, "exports: bad-frame, of every import: a fault, nothing read or written") {
  const auto size = static_cast<uint32_t>(host.memory.size());
  for (const Handler& handler : kHandlers) {
    for (const uint32_t sp : {size - handler.import.frame_bytes + 1, size - 1, size, size + 1, 0x7FFFFFFFu, 0x80000000u,
                              static_cast<uint32_t>(-8), UINT32_MAX}) {
      CAPTURE(std::string(handler.import.go_name));
      CAPTURE(sp);
      program.state = State::kRunning;
      host.memory.begin();
      handler.call(sp);
      CHECK(host.take_log() == "fault(0); unwind()");
      CHECK(program.state == State::kCrashed);
      CHECK(host.memory.reads().empty());
      CHECK(host.memory.writes().empty());
    }
  }
}

TEST_CASE_FIXTURE(ExportsFixture, "exports: each handler calls its import once, and unwinds when that asks for it") {
  host.memory.poke(1000 + 8, uint64_t{0x7FF80001'00000007});
  host.memory.poke(1000 + 16, uint64_t{0});
  host.answer = number(2.5);
  h_value_index(1000);
  CHECK(host.take_log() == "index(7, 0)");
  CHECK(host.memory.peek<double>(1000 + 24) == 2.5);
  host.answer = threw();
  h_value_index(1000);
  CHECK(host.take_log() == "index(7, 0); unwind()");
  host.memory.poke(1000 + 8, uint32_t{3});
  h_wasm_exit(1000);
  CHECK(host.take_log() == "exit(3); unwind()");
  CHECK(program.host_calls == 3);
  CHECK(program.state == State::kExited);
}

TEST_CASE_FIXTURE(ExportsFixture, "exports: start and resume enter Go, and count it") {
  host.go = [] { CHECK(program.entries != 0); };
  start(2, 4096);
  CHECK(host.take_log() == "go_run(2, 4096)");
  CHECK(program.entries == 1);
  resume();
  CHECK(host.take_log() == "go_resume()");
  CHECK(program.entries == 2);
  entering();
  CHECK(host.take_log() == "");
  CHECK(program.entries == 3);
}

TEST_CASE_FIXTURE(ExportsFixture, "exports: a callback within a getter moves Go's stack") {
  host.memory.poke(1000 + 8, uint64_t{0x7FF80001'00000007});
  host.memory.poke(1000 + 16, uint64_t{0});
  host.answer = number(2.5);
  host.page = [] { resume(); };
  host.go = [this] { host.stack_pointer = 2000; };
  host.memory.begin();
  h_value_index(1000);
  CHECK(to_string(host.memory.writes()) == "2024..2032");
}

TEST_CASE_FIXTURE(ExportsFixture, "exports: references that the page counts are released as any other") {
  set_ref_count(7, 2);
  CHECK(ref_count(7) == 2);
  CHECK(ref_count(8) == 0);
  host.memory.poke(1000 + 8, uint64_t{0x7FF80001'00000007});
  h_finalize_ref(1000);
  CHECK(host.take_log() == "");
  CHECK(ref_count(7) == 1);
  h_finalize_ref(1000);
  CHECK(host.take_log() == "release(7)");
  for (const uint32_t predefined : {0u, 5u, 6u}) {
    set_ref_count(predefined, 3);
    CHECK(ref_count(predefined) == 0);
  }
}

TEST_CASE_FIXTURE(ExportsFixture, "exports: timers") {
  host.now_ms = 100;
  host.memory.poke(1000 + 8, uint64_t{5});
  h_schedule_timeout_event(1000);
  const uint32_t id = host.memory.peek<uint32_t>(1000 + 16);
  CHECK(timer_pending(id) != 0);
  CHECK(timers_fired(104) == 0);
  CHECK(timers_fired(105) == id);
  host.memory.poke(1000 + 8, id);
  h_clear_timeout_event(1000);
  CHECK(timer_pending(id) == 0);
}

TEST_CASE_FIXTURE(ExportsFixture, "exports: scratch memory carries arguments") {
  char* strings = scratch(6);
  REQUIRE(strings != nullptr);
  memcpy(strings, "js\0A=", 6);
  const uint32_t vector = place(strings, 6, 1, 1);
  release_scratch(strings);
  REQUIRE(vector != 0);
  CHECK(host.memory.peek_text(host.memory.peek<uint32_t>(vector), 3) == std::string("js\0", 3));
  CHECK(host.memory.peek_text(host.memory.peek<uint32_t>(vector + 16), 3) == std::string("A=\0", 3));
}

// JavaScript, Go's exports and Go's memory, faked: what the functions that bridge/host/ declares act on (fake_seam.cpp).
//
// A test scripts what the primitives answer and what the page does meanwhile, and reads the log of calls afterwards. The names and the held
// strings are kept as js/src/host/primitives.ts keeps them, so that a wrong slot or handle shows. Not thread-safe.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "bridge/host/js_result.h"
#include "tests/unit/call_log.h"
#include "tests/unit/fake_memory.h"

namespace goferry::test {

/// A JavaScript value, or an exception, as a primitive gives it (bridge/host/js_result.h).
struct Answer {
  double value;
  JsResult result;
};
Answer number(double value);
Answer value(uint32_t id, uint32_t flag);
Answer undefined();
Answer threw();                                  ///< the exception stays in JavaScript: get, index
Answer threw_value(uint32_t id, uint32_t flag);  ///< handed over: call, invoke, construct
Answer threw_number(double value);               ///< likewise; NaN and 0 are given by id instead

struct FakeHost {
  explicit FakeHost(uint32_t pages) : memory(pages) {}

  FakeMemory memory;
  uint32_t pages_left = 1024;  ///< by how many pages the bridge may grow Go's memory
  JsResult* result = nullptr;  ///< the bridge's; set by whoever owns the bridge

  // What primitives answer.
  Answer answer = undefined();       ///< get, index, call, invoke, construct, string_value
  uint32_t status = 0;               ///< set_*, remove, instance_of
  double length = 0;                 ///< length
  std::string text;                  ///< encode
  bool holds_text = false;           ///< encode keeps the text even where it fits
  std::optional<std::string> array;  ///< copy_to_go, copy_to_js: the typed array's bytes; none: the value is no such array
  double now_ms = 1;
  double wall_ms = 0;
  uint32_t stack_pointer = 0;  ///< what Go's getsp gives

  std::function<void()> page;  ///< code of the page, run by the primitives that may run some; may re-enter
  std::function<void()> go;    ///< what Go does when it is run or resumed

  CallLog log;  ///< one entry per call, arguments as the page would see them
  std::string take_log() { return log.take(); }

  std::set<uint32_t> given;   ///< ids of values that the bridge was given and has not released
  uint32_t bad_releases = 0;  ///< releases of ids that were not given

  std::map<uint32_t, std::string> names;  ///< by slot
  std::map<uint32_t, std::string> held;   ///< by handle

  // For the seam's functions (fake_seam.cpp).
  double give(const Answer& answer);
  void run_page() const {
    if (page) page();
  }
  std::string refs_text(uint32_t at, uint32_t count);  ///< the []ref there, read as the page would: "[1.5 undefined #8]"
};

/// Makes a host the one that the seam's functions act on, until the guard dies.
class CurrentHost {
 public:
  explicit CurrentHost(FakeHost& host);
  CurrentHost(const CurrentHost&) = delete;
  CurrentHost& operator=(const CurrentHost&) = delete;
  ~CurrentHost();

 private:
  FakeHost* previous_;
};

/// The host of the innermost guard; ends the process where there is none.
FakeHost& current_host();

}  // namespace goferry::test

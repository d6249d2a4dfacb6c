#include "tests/unit/fake_host.h"

#include <bit>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <sstream>

namespace goferry::test {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr uint32_t kNanHead = 0x7FF80000;  // bridge/values/ref.h, written out: a test must not believe what it tests
constexpr uint32_t kFirstFreeId = 7;
FakeHost* current = nullptr;

// A ref as the page would see its value: "1.5", "undefined", "#8" for an id.
std::string ref_text(uint64_t ref) {
  const auto number = std::bit_cast<double>(ref);
  if (std::isnan(number)) return "#" + std::to_string(static_cast<uint32_t>(ref));
  if (number == 0) return "undefined";
  std::ostringstream out;
  out << number;
  return out.str();
}

}  // namespace

Answer number(double value) { return {value, {}}; }
Answer value(uint32_t id, uint32_t flag) { return {kNaN, {id, kNanHead | flag, 0}}; }
Answer undefined() { return {kNaN, {0, 0, 0}}; }
Answer threw() { return {kNaN, {0, kThrown, 0}}; }
Answer threw_value(uint32_t id, uint32_t flag) { return {kNaN, {id, kThrown | kNanHead | flag, 0}}; }
Answer threw_number(double value) { return {kNaN, {0, kThrownNumber, value}}; }

double FakeHost::give(const Answer& answer_given) {
  if (!std::isnan(answer_given.value)) return answer_given.value;
  if (result != nullptr) *result = answer_given.result;
  if (answer_given.result.id >= kFirstFreeId) given.insert(answer_given.result.id);
  return answer_given.value;
}

std::string FakeHost::refs_text(uint32_t at, uint32_t count) {
  std::string text = "[";
  const uint8_t* bytes = memory.read(at, uint64_t{count} * 8);
  for (uint32_t i = 0; log.recording && i < count; ++i) {
    uint64_t ref;
    memcpy(&ref, bytes + 8 * i, 8);
    text += (i == 0 ? "" : " ") + ref_text(ref);
  }
  return text + "]";
}

CurrentHost::CurrentHost(FakeHost& host) : previous_(std::exchange(current, &host)) {}
CurrentHost::~CurrentHost() { current = previous_; }

FakeHost& current_host() {
  if (current == nullptr) {
    fputs("fake host: a primitive was called without a CurrentHost\n", stderr);
    abort();
  }
  return *current;
}

}  // namespace goferry::test

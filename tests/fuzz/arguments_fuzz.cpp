// place_arguments: what is placed reads back as Go's start code reads it; what is refused writes nothing. Input: argc, envc, strings.
#include <string>
#include <vector>

#include "bridge/imports/arguments.h"
#include "tests/fuzz/input.h"
#include "tests/unit/fake_host.h"

using namespace goferry;
using goferry::fuzz::Input;
using namespace goferry::test;

namespace {

// The NUL-terminated strings that `text` begins with, at most `count`.
std::vector<std::string> split(std::string_view text, size_t count) {
  std::vector<std::string> strings;
  while (strings.size() < count) {
    const size_t end = text.find('\0');
    if (end == std::string_view::npos) break;
    strings.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return strings;
}

std::string string_at(const FakeMemory& memory, uint64_t at) {
  FUZZ_REQUIRE(at >= kArgumentsAt);
  std::string text;
  for (;; ++at) {
    FUZZ_REQUIRE(at < kArgumentsEnd);
    const char byte = memory.peek<char>(at);
    if (byte == 0) return text;
    text += byte;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Input input(data, size);
  const auto wide = input.take<uint8_t>();
  const uint32_t argc = wide & 1 ? input.take<uint32_t>() : input.take<uint8_t>();
  const uint32_t envc = wide & 2 ? input.take<uint32_t>() : input.take<uint8_t>();
  // From a copy of exactly its size, so that AddressSanitizer sees a read past its end. Now and then long.
  std::string_view rest = input.rest();
  std::vector<char> strings(rest.begin(), rest.end());
  if (wide & 4) strings.resize(strings.size() * 64, 'x');

  FakeHost host{1};
  const CurrentHost current{host};
  host.memory.begin();
  const uint32_t vector = place_arguments(strings.data(), static_cast<uint32_t>(strings.size()), argc, envc);
  FUZZ_REQUIRE(!host.memory.changed_elsewhere());
  for (const Span& span : host.memory.writes()) FUZZ_REQUIRE(vector != 0 && span.at >= kArgumentsAt && span.at + span.len <= kArgumentsEnd);

  const uint64_t count = uint64_t{argc} + envc;
  const std::vector<std::string> expected = split({strings.data(), strings.size()}, static_cast<size_t>(count < 20'000 ? count : 20'000));
  uint64_t needed = 8 * (count + 2);
  for (const std::string& text : expected) needed += (text.size() + 1 + 7) / 8 * 8;
  const bool fits = expected.size() == count && needed < kArgumentsEnd - kArgumentsAt;
  FUZZ_REQUIRE((vector != 0) == fits);
  if (!fits) return 0;

  FUZZ_REQUIRE(vector % 8 == 0);
  uint32_t slot = vector;
  for (uint32_t i = 0; i < count; ++i, slot += 8) {
    if (i == argc) FUZZ_REQUIRE(host.memory.peek<uint64_t>(slot) == 0), slot += 8;
    FUZZ_REQUIRE(string_at(host.memory, host.memory.peek<uint64_t>(slot)) == expected[i]);
  }
  if (envc == 0) FUZZ_REQUIRE(host.memory.peek<uint64_t>(slot) == 0), slot += 8;
  FUZZ_REQUIRE(host.memory.peek<uint64_t>(slot) == 0);
  FUZZ_REQUIRE(slot + 8 <= kArgumentsEnd);
  return 0;
}

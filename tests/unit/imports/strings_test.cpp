// Strings and bytes between Go and JavaScript, one frame test each: exactly the documented bytes change.
#include <doctest/doctest.h>

#include <utility>
#include <vector>

#include "tests/unit/bridge_fixture.h"

using namespace goferry;
using namespace goferry::test;

namespace {

struct StringImports : BridgeFixture {
  // valuePrepareString of a value; the ref and the length that Go gets.
  std::pair<uint64_t, uint64_t> prepare(const std::string& text, bool held = false) {
    host.text = text;
    host.holds_text = held;
    put(8, make_ref(7, kFlagString));
    CHECK_FALSE(run(value_prepare_string));
    CHECK(writes() == frame_span(16, 32));
    return {result(16), result(24)};
  }
  // valueLoadString into a slice of so many bytes: what lies there afterwards.
  std::string load(uint64_t ref, uint32_t len, uint32_t at = kTextAt) {
    put(8, ref);
    put_slice(16, at, len);
    CHECK_FALSE(run(value_load_string));
    return host.memory.peek_text(at, len);
  }
};

}  // namespace

TEST_CASE_FIXTURE(StringImports, "stringVal: the text becomes a value that Go holds") {
  put_string(8, "hello");
  host.answer = value(7, kFlagString);
  CHECK_FALSE(run(string_val));
  CHECK(take_log() == "decode(\"hello\"); string_value(\"hello\")");
  CHECK(result(24) == make_ref(7, kFlagString));
  CHECK(writes() == frame_span(24, 32));
  CHECK(bridge.refs.count(7) == 1);
  CHECK_FALSE(run(string_val));  // the same text, and the same value
  CHECK(bridge.refs.count(7) == 2);
  CHECK(take_log().ends_with("string_value(\"hello\")"));
  finalize(make_ref(7, kFlagString));
  CHECK(take_log() == "");
  finalize(make_ref(7, kFlagString));
  CHECK(take_log() == "release(7)");
}

TEST_CASE_FIXTURE(StringImports, "stringVal: empty text, and text that ends where memory ends") {
  host.answer = value(7, kFlagString);
  put_slice(8, 0, 0);
  CHECK_FALSE(run(string_val));
  CHECK(take_log() == "decode(\"\"); string_value(\"\")");
  finalize(result(24));
  put_string_at(8, "the end", kMemoryBytes - 7);
  CHECK_FALSE(run(string_val));
  CHECK(take_log().ends_with("string_value(\"the end\")"));
  finalize(result(24));
  put_slice(8, kMemoryBytes, 0);
  CHECK_FALSE(run(string_val));
  finalize(result(24));
}

TEST_CASE_FIXTURE(StringImports, "valuePrepareString, valueLoadString: a short string waits in the bridge") {
  const auto [ref, len] = prepare("h\xC3\xA9llo");
  CHECK(take_log() == "encode([#7], 0)");
  CHECK(ref == object_ref(PreparedStrings::kFirstId));
  CHECK(len == 6);
  CHECK(load(ref, 6) == "h\xC3\xA9llo");
  CHECK(writes() == to_string({{kTextAt, 6}}));
  CHECK(take_log() == "");
  finalize(ref);
  CHECK(take_log() == "");
  CHECK(bridge.strings.outstanding() == 0);
}

TEST_CASE_FIXTURE(StringImports, "valuePrepareString, valueLoadString: a long string waits in JavaScript") {
  const auto [ref, len] = prepare("a long string", true);
  CHECK(len == 13);
  take_log();
  CHECK(load(ref, 13) == "a long string");
  CHECK(writes() == to_string({{kTextAt, 13}}));
  CHECK(take_log() == "load_held(0, 8192, 13)");
  finalize(ref);
  CHECK(take_log() == "drop_held(0)");
}

TEST_CASE_FIXTURE(StringImports, "valuePrepareString: the empty string, here and held") {
  for (const bool held : {false, true}) {
    const auto [ref, len] = prepare("", held);
    CHECK(len == 0);
    CHECK(load(ref, 0).empty());
    CHECK(writes() == "");
    finalize(ref);
  }
}

TEST_CASE_FIXTURE(StringImports, "valueLoadString: no more than the slice, no more than the text") {
  for (const bool held : {false, true}) {
    CAPTURE(held);
    const auto [ref, len] = prepare("0123456789", held);
    CHECK(load(ref, 4) == "0123");
    CHECK(writes() == to_string({{kTextAt, 4}}));
    load(ref, 20);
    CHECK(writes() == to_string({{kTextAt, 10}}));
    CHECK(load(ref, 10, kMemoryBytes - 10) == "0123456789");
    finalize(ref);
  }
}

TEST_CASE_FIXTURE(StringImports, "valueLoadString: bad-ref of no string writes nothing") {
  for (const uint64_t ref : {object_ref(7), object_ref(PreparedStrings::kFirstId), object_ref(UINT32_MAX), uint64_t{0}, number_ref(1.5)}) {
    CAPTURE(ref);
    load(ref, 8);
    CHECK(writes() == "");
    finalize(ref);
  }
  const auto [ref, len] = prepare("gone");
  finalize(ref);
  load(ref, 4);
  CHECK(writes() == "");
  finalize(ref);  // twice
}

TEST_CASE_FIXTURE(StringImports, "valuePrepareString: goroutines interleave; each gets its own string") {
  std::vector<std::pair<uint64_t, std::string>> prepared;
  for (int i = 0; i < 16; ++i) {
    const std::string text = "goroutine " + std::to_string(i);
    prepared.emplace_back(prepare(text, i % 5 == 0).first, text);
  }
  for (const int i : {3, 15, 0, 7, 1, 2, 14, 5, 4, 6, 13, 12, 8, 10, 9, 11}) {
    const auto& [ref, text] = prepared[static_cast<size_t>(i)];
    CHECK(load(ref, static_cast<uint32_t>(text.size())) == text);
    finalize(ref);
  }
}

TEST_CASE_FIXTURE(StringImports, "valuePrepareString: a full arena holds strings in JavaScript instead") {
  const auto big = prepare(std::string(PreparedStrings::kArenaBytes - 2, 'x'));
  const auto held = prepare("does not fit");
  CHECK(host.held.size() == 1);
  const auto fits = prepare("ok");
  CHECK(host.held.size() == 1);
  CHECK(load(held.first, 12) == "does not fit");
  CHECK(load(fits.first, 2) == "ok");
  CHECK(load(big.first, PreparedStrings::kArenaBytes - 2, kTextAt) == std::string(PreparedStrings::kArenaBytes - 2, 'x'));
  for (const auto& one : {big, held, fits}) finalize(one.first);
}

TEST_CASE_FIXTURE(StringImports, "valuePrepareString: numbers have a text too (Value.String, \"<number: 3.5>\")") {
  // syscall/js/js.go, Value.String: jsString(v) is called for numbers and booleans too, and a number's ref has no id.
  host.text = "3.5";
  put(8, number_ref(3.5));
  CHECK_FALSE(run(value_prepare_string));
  CHECK(take_log() == "encode([3.5], 0)");
  finalize(result(16));
  put(8, make_ref(kIdTrue, kFlagNone));
  CHECK_FALSE(run(value_prepare_string));
  CHECK(take_log() == "encode([#3], 0)");
  finalize(result(16));
}

TEST_CASE_FIXTURE(StringImports, "valuePrepareString: bad-count, more strings under way than handles, is a fault") {
  for (uint32_t i = 0; i < PreparedStrings::kMax; ++i) bridge.strings.keep(bridge.strings.next_handle(), 1, true);
  put(8, make_ref(7, kFlagString));
  CHECK(run(value_prepare_string));
  CHECK(take_log() == "fault(2)");
  CHECK(writes() == "");
  CHECK(bridge.state == State::kCrashed);
  for (uint32_t handle = 0; handle < PreparedStrings::kMax; ++handle) bridge.strings.drop(handle);
}

TEST_CASE_FIXTURE(StringImports, "copyBytesToGo: bytes, count and true") {
  host.array = "\x01\x02\x03";
  put_slice(8, kTextAt, 8);
  put(32, object_ref(7));
  CHECK_FALSE(run(copy_bytes_to_go));
  CHECK(take_log() == "copy_to_go(8192, 8, 7)");
  CHECK(host.memory.peek_text(kTextAt, 3) == "\x01\x02\x03");
  CHECK(result(40) == 3);
  CHECK(result8(48) == 1);
  CHECK(writes() == to_string({{sp + 40, 9}, {kTextAt, 3}}));
  put_slice(8, kTextAt, 2);
  CHECK_FALSE(run(copy_bytes_to_go));
  CHECK(result(40) == 2);
  CHECK(writes() == to_string({{sp + 40, 9}, {kTextAt, 2}}));
}

TEST_CASE_FIXTURE(StringImports, "copyBytesToGo: no array of bytes gives false, and the count is left alone") {
  for (const uint64_t ref : {object_ref(7), number_ref(1.5), uint64_t{0}}) {
    put_slice(8, kTextAt, 8);
    put(32, ref);
    CHECK_FALSE(run(copy_bytes_to_go));
    CHECK(result8(48) == 0);
    CHECK(writes() == frame_span(48, 49));
  }
  CHECK(take_log() == "copy_to_go(8192, 8, 7); copy_to_go(8192, 8, 2); copy_to_go(8192, 8, 2)");
}

TEST_CASE_FIXTURE(StringImports, "copyBytesToJS: bytes, count and true; or false") {
  host.array = "....";
  put(8, object_ref(7));
  put_string(16, "ab");
  CHECK_FALSE(run(copy_bytes_to_js));
  CHECK(take_log() == "copy_to_js(7, 8192, 2)");
  CHECK(*host.array == "ab..");
  CHECK(result(40) == 2);
  CHECK(result8(48) == 1);
  CHECK(writes() == frame_span(40, 49));
  host.array.reset();
  CHECK_FALSE(run(copy_bytes_to_js));
  CHECK(result8(48) == 0);
  CHECK(writes() == frame_span(48, 49));
}

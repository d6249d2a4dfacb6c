// What holds for every import of imports.def: its frame is laid out as its Go signature says, and it writes nowhere but into its results and
// the slices it was given.
#include <doctest/doctest.h>

#include <set>
#include <string>

#include "tests/unit/bridge_fixture.h"

using namespace goferry;
using namespace goferry::test;

namespace {

struct TableFixture : BridgeFixture {
  // Harmless arguments of every type: object 7, the string "name", no refs, eight bytes, small numbers.
  void put_arguments(const Signature& signature) {
    for (const Field& field : signature.arguments) {
      if (field.type == "ref") put(field.offset, object_ref(7));
      else if (field.type == "string") put_string_at(field.offset, "name", 16384);
      else if (field.type == "[]byte") put_slice(field.offset, 20480, 8);
      else if (field.type == "[]ref") put_refs(field.offset, {number_ref(1), object_ref(8)});
      else if (field.type == "unsafe.Pointer") put(field.offset, 20480);
      else if (field.bytes == 4) put32(field.offset, 3);
      else put(field.offset, 3);
    }
  }
  // Gives back what the import may have given to Go.
  void put_back(const Import& import, const Signature& signature) {
    for (const Field& field : signature.results) {
      if (field.type == "ref") finalize(result(field.offset));
    }
    if (import.body == schedule_timeout_event) clear_timer(result32(signature.results[0].offset));
  }
};

bool within(const Span& span, uint64_t from, uint64_t to) { return span.at >= from && span.at + span.len <= to; }

}  // namespace

TEST_CASE("imports.def: every frame is as large as its Go signature says") {
  for (const Import& import : kImports) {
    CAPTURE(std::string(import.go_name));
    CHECK(parse_signature(import.signature).frame_bytes == import.frame_bytes);
  }
}

TEST_CASE("imports.def: names are unique, and each signature names its function") {
  std::set<std::string> names;
  for (const Import& import : kImports) {
    CAPTURE(std::string(import.go_name));
    const std::string name = import.go_name;
    CHECK(names.insert(name).second);
    const std::string function = name.substr(name.rfind('.') + 1);
    CHECK(std::string(import.signature).starts_with("func " + function + "("));
  }
  CHECK(names.size() == 24);
}

TEST_CASE_FIXTURE(TableFixture, "imports.def: every import writes into its results and its slices only, wherever its frame lies") {
  for (const Import& import : kImports) {
    CAPTURE(std::string(import.go_name));
    const Signature signature = parse_signature(import.signature);
    for (const uint32_t at : {kFrameAt, kFrameAt + 4, kFrameAt + 1, kMemoryBytes - import.frame_bytes, 0u}) {
      CAPTURE(at);
      sp = at;
      bridge.state = State::kRunning;
      host.answer = value(9, kFlagObject);
      host.array = "bytes";
      host.text = "text";
      put_arguments(signature);
      host.memory.begin();
      import.body(bridge, sp);
      CHECK_FALSE(host.memory.changed_elsewhere());
      for (const Span& span : host.memory.writes()) {
        const bool into_slice = within(span, 20480, 20488);
        const bool into_results = !signature.results.empty() && within(span, sp + signature.results[0].offset, sp + import.frame_bytes);
        CHECK((into_slice || into_results));
      }
      for (const Span& span : host.memory.reads()) {
        CHECK((within(span, sp + 8, sp + import.frame_bytes) || within(span, kTextAt, 20488)));
      }
      const uint32_t frame = sp;
      sp = kFrameAt;
      if (frame != sp) memmove(host.memory.write(sp, import.frame_bytes), host.memory.read(frame, import.frame_bytes), import.frame_bytes);
      put_back(import, signature);
    }
  }
}

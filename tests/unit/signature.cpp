#include "tests/unit/signature.h"

#include <cstdio>
#include <cstdlib>

namespace goferry::test {

namespace {

struct Type {
  std::string_view name;
  uint32_t bytes, align;
};
constexpr Type kTypes[] = {{"ref", 8, 8},   {"int", 8, 8},     {"int64", 8, 8},   {"uintptr", 8, 8}, {"unsafe.Pointer", 8, 8},
                           {"int32", 4, 4}, {"string", 16, 8}, {"[]byte", 24, 8}, {"[]ref", 24, 8},  {"bool", 1, 1}};

[[noreturn]] void give_up(std::string_view what, std::string_view text) {
  fprintf(stderr, "signature: %.*s: %.*s\n", static_cast<int>(what.size()), what.data(), static_cast<int>(text.size()), text.data());
  abort();
}

const Type& type_named(std::string_view name) {
  for (const Type& type : kTypes) {
    if (type.name == name) return type;
  }
  give_up("unknown type", name);
}

uint32_t align(uint32_t at, uint32_t to) { return (at + to - 1) / to * to; }

// Lays out "a int, b string", "ref, bool" or "" from offset `at`; returns where it ends.
uint32_t lay_out(std::string_view list, uint32_t at, std::vector<Field>& fields) {
  while (!list.empty()) {
    const size_t comma = list.find(", ");
    const std::string_view item = list.substr(0, comma);
    list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 2);
    const size_t blank = item.find(' ');
    const std::string_view name = blank == std::string_view::npos ? std::string_view() : item.substr(0, blank);
    const Type& type = type_named(blank == std::string_view::npos ? item : item.substr(blank + 1));
    at = align(at, type.align);
    fields.push_back({std::string(name), std::string(type.name), at, type.bytes});
    at += type.bytes;
  }
  return at;
}

}  // namespace

Signature parse_signature(std::string_view text) {
  const size_t open = text.find('('), close = text.find(')');
  if (open == std::string_view::npos || close == std::string_view::npos) give_up("no argument list", text);
  Signature signature;
  signature.frame_bytes = lay_out(text.substr(open + 1, close - open - 1), 8, signature.arguments);
  std::string_view results = text.substr(close + 1);
  if (!results.empty() && results.front() == ' ') results.remove_prefix(1);
  if (!results.empty() && results.front() == '(') results = results.substr(1, results.size() - 2);
  if (results.empty()) return signature;
  signature.frame_bytes = lay_out(results, align(signature.frame_bytes, 8), signature.results);
  return signature;
}

const Import& import_of(ImportBody body) {
  for (const Import& import : kImports) {
    if (import.body == body) return import;
  }
  give_up("no import has this body", "");
}

}  // namespace goferry::test

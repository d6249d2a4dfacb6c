// The Go signatures of imports.def, laid out as Go's ABI0 does: where each argument and result lies in the frame.
// Source: cmd/compile/abi-internal.md ("Stack-based calling convention", ABI0) and wasm_exec.js: arguments from sp + 8, each aligned to its
// size's alignment, results from the next multiple of 8.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bridge/imports/bridge.h"

namespace goferry::test {

struct Field {
  std::string name;  ///< empty for an unnamed result
  std::string type;
  uint32_t offset;  ///< from sp
  uint32_t bytes;
};

struct Signature {
  std::vector<Field> arguments;
  std::vector<Field> results;
  uint32_t frame_bytes = 0;  ///< where the last result ends, or the last argument where there is no result
};

/// REQUIRES: text is a signature as in imports.def, of types that it uses; anything else ends the process with a message.
Signature parse_signature(std::string_view text);

using ImportBody = bool (*)(Bridge&, uint32_t sp);

/// A row of imports.def.
struct Import {
  const char* go_name;
  ImportBody body;
  uint32_t frame_bytes;
  const char* signature;
};
inline constexpr Import kImports[] = {
#define IMPORT(go_name, function, frame_bytes, signature) {go_name, function, frame_bytes, signature},
#include "bridge/imports/imports.def"
#undef IMPORT
};

/// The row whose body this is.
const Import& import_of(ImportBody body);

}  // namespace goferry::test

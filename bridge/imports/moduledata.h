// Where Go's heap begins, according to Go itself: runtime.firstmoduledata in Go's memory, as the linker laid it out.
// Source: runtime/symtab.go (pcHeader, moduledata) of Go 1.18-1.27; runtime/mem_sbrk.go takes the heap's start from its word `end`.
#pragma once
#include <cstdint>

namespace goferry {

/// The linker's word `end` of Go's data, which the runtime reads when it starts.
struct DataEnd {
  uint32_t word_at = 0;  ///< address of the word
  uint32_t end = 0;      ///< what it says: the first address behind all data
};

/// Finds it, in one pass over memory. False where there is nothing that looks in all its parts as Go 1.18-1.27 lays it out.
/// REQUIRES: Go has not run yet.
[[nodiscard]] bool find_data_end(DataEnd& found);

}  // namespace goferry

// Ranges of numbers, sorted and apart: which blocks of a store are free.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace goferry::files {

struct Run {
  uint32_t first = 0;
  uint32_t count = 0;
};

class Runs {
 public:
  /// False where a part of it is there already: nothing has changed then. REQUIRES: count != 0, first + count fits.
  bool add(uint32_t first, uint32_t count);
  /// REQUIRES: all of it is there.
  void remove(uint32_t first, uint32_t count);
  /// The range that begins at `first` or has it inside, from there on; a count of 0: it is not there.
  Run from(uint32_t first) const;
  /// The first range of at least so many, or else the longest; a count of 0 where there is none.
  Run find(uint32_t count) const;
  const std::vector<Run>& all() const { return runs_; }
  uint64_t total() const { return total_; }

 private:
  size_t at(uint32_t first) const;  // of the first range that ends behind `first`

  std::vector<Run> runs_;
  uint64_t total_ = 0;
};

}  // namespace goferry::files

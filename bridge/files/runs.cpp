#include "bridge/files/runs.h"

#include <algorithm>

namespace goferry::files {

size_t Runs::at(uint32_t first) const {
  const auto found = std::lower_bound(runs_.begin(), runs_.end(), first,
                                      [](const Run& run, uint32_t number) { return uint64_t{run.first} + run.count <= number; });
  return static_cast<size_t>(found - runs_.begin());
}

bool Runs::add(uint32_t first, uint32_t count) {
  const size_t place = at(first);
  const bool before_next = place == runs_.size() || (runs_[place].first > first && runs_[place].first - first >= count);
  if (!before_next) return false;
  total_ += count;
  const bool joins_next = place < runs_.size() && runs_[place].first - first == count;
  const bool joins_last = place > 0 && first - runs_[place - 1].first == runs_[place - 1].count;
  if (joins_last) {
    runs_[place - 1].count += count;
    if (!joins_next) return true;
    runs_[place - 1].count += runs_[place].count;
    runs_.erase(runs_.begin() + static_cast<std::ptrdiff_t>(place));
  } else if (joins_next) {
    runs_[place].first = first;
    runs_[place].count += count;
  } else {
    runs_.insert(runs_.begin() + static_cast<std::ptrdiff_t>(place), {first, count});
  }
  return true;
}

void Runs::remove(uint32_t first, uint32_t count) {
  const size_t place = at(first);
  Run& run = runs_[place];
  const uint32_t before = first - run.first;
  const uint32_t behind = run.count - before - count;
  total_ -= count;
  if (before != 0 && behind != 0) {
    run.count = before;
    runs_.insert(runs_.begin() + static_cast<std::ptrdiff_t>(place) + 1, {first + count, behind});
  } else if (before != 0) {
    run.count = before;
  } else if (behind != 0) {
    run = {first + count, behind};
  } else {
    runs_.erase(runs_.begin() + static_cast<std::ptrdiff_t>(place));
  }
}

Run Runs::from(uint32_t first) const {
  const size_t place = at(first);
  if (place == runs_.size() || runs_[place].first > first) return {first, 0};
  return {first, runs_[place].count - (first - runs_[place].first)};
}

Run Runs::find(uint32_t count) const {
  Run longest;
  for (const Run& run : runs_) {
    if (run.count >= count) return run;
    if (run.count > longest.count) longest = run;
  }
  return longest;
}

}  // namespace goferry::files

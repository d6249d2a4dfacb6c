#include "bridge/values/prepared_strings.h"

#include <cstdlib>

namespace goferry {

PreparedStrings::~PreparedStrings() { free(entries_); }

bool PreparedStrings::grow() {
  const uint32_t capacity = capacity_ == 0 ? 64 : capacity_ * 2;
  if (capacity > kMax) return false;
  auto* entries = static_cast<Entry*>(realloc(entries_, size_t{capacity} * sizeof *entries_));
  if (entries == nullptr) return false;
  for (uint32_t i = capacity_; i < capacity; ++i) entries[i] = {i + 1 < capacity ? i + 1 : free_, 0, Entry::kFree};
  free_ = capacity_;
  entries_ = entries;
  capacity_ = capacity;
  return true;
}

void PreparedStrings::keep(uint32_t handle, uint32_t len, bool held) {
  Entry& entry = entries_[handle];
  free_ = entry.at;
  entry = {used_, len, held ? Entry::kHeld : Entry::kArena};
  ++outstanding_;
  if (held) return;
  ++in_arena_;
  used_ += len;
}

bool PreparedStrings::find(uint32_t id, uint32_t& handle, Text& text) const {
  handle = id - kFirstId;
  if (handle >= capacity_ || entries_[handle].state == Entry::kFree) return false;
  const Entry& entry = entries_[handle];
  text = {entry.state == Entry::kHeld ? nullptr : arena_ + entry.at, entry.len};
  return true;
}

void PreparedStrings::drop(uint32_t handle) {
  Entry& entry = entries_[handle];
  if (entry.state == Entry::kArena) {
    if (--in_arena_ == 0) used_ = 0;
    else if (entry.at + entry.len == used_) used_ = entry.at;
  }
  entry = {free_, 0, Entry::kFree};
  free_ = handle;
  --outstanding_;
}

}  // namespace goferry

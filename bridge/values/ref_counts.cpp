#include "bridge/values/ref_counts.h"

#include <algorithm>
#include <cstdlib>

namespace goferry {

namespace {
constexpr uint32_t kFirstCapacity = 256;
constexpr uint32_t kMaxIds = 1u << 28;  // 1 GiB of counts; far above what a page can hold in objects
}  // namespace

RefCounts::~RefCounts() { free(counts_); }

bool RefCounts::grow(uint32_t id) {
  if (id >= kMaxIds) return false;
  const uint32_t capacity = std::max({kFirstCapacity, capacity_ * 2, id + 1});
  auto* counts = static_cast<uint32_t*>(realloc(counts_, size_t{capacity} * sizeof *counts_));
  if (counts == nullptr) return false;
  std::fill(counts + capacity_, counts + capacity, 0u);
  counts_ = counts;
  capacity_ = capacity;
  return true;
}

}  // namespace goferry
